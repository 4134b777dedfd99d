"""Metrics of what is answered: is it right, is it complete, is it to the point."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import permutations, product

from assistant.sentences import sentences
from assistant.types import Answer
from evals.text import holds, plain, words
from evals.types import Case, Outcome, Verdict, met, share

QUOTE_SENTENCES = 2
QUOTE_WORDS = 60

Check = Callable[[Case, Answer], list[str]]
"""Returns what speaks against calling an answer right."""


def right(outcome: Outcome) -> Verdict:
    """Whether the answer is what its kind of case demands, and holds nothing forbidden."""
    checks = (*RULES[outcome.case.kind], _nothing_forbidden)
    return met([c for check in checks for c in check(outcome.case, outcome.answer)])


def nugget_recall(outcome: Outcome) -> Verdict:
    """Share of the nuggets that occur in the answer."""
    return share(_nuggets(outcome.case, outcome.answer), len(outcome.case.nuggets))


def strict_match(outcome: Outcome) -> Verdict:
    """Whether every right answer occurs and no wrong one (the strict match of RAMDocs)."""
    case, text = outcome.case, outcome.answer.text
    wrong = [f"gives the wrong {w!r}" for w in case.wrong_answers or () if holds(text, [w])]
    return met(_nuggets(case, outcome.answer) + wrong)


def quote_holds_answer(outcome: Outcome) -> Verdict:
    """Whether each nugget stands in a cited quote of at most two sentences and 60 words."""
    short = [c.quote for c in outcome.answer.citations if _is_short(c.quote)]
    missing = [n for n in outcome.case.nuggets if not any(holds(quote, n) for quote in short)]
    return met([f"in no short quote: {_either(n)}" for n in missing])


def marks_the_answer(outcome: Outcome) -> Verdict:
    """Whether each highlighted span is (part of) a nugget, or holds one, word by word."""
    text = outcome.answer.text
    nuggets = [set(words(one)) for nugget in outcome.case.nuggets for one in nugget]
    marked = [span.within(text) for span in outcome.answer.highlights]
    wrong = [
        m for m in marked if not any(n <= set(words(m)) or set(words(m)) <= n for n in nuggets)
    ]
    return met([f"marks {mark!r}" for mark in wrong])


def says_and_marks(outcome: Outcome) -> bool:
    """Whether an answer holds every nugget and highlights something."""
    case, answer = outcome.case, outcome.answer
    return bool(case.nuggets and answer.highlights) and not _nuggets(case, answer)


def length(outcome: Outcome) -> Verdict:
    """Words of the answer."""
    return Verdict(value=len(words(outcome.answer.text)), reason="words")


def like_squad(compare: Callable[[str, str], float]) -> Callable[[Outcome], Verdict]:
    """Return the metric that holds the highlighted span against the nearest reference answer."""

    def judge(outcome: Outcome) -> Verdict:
        given = highlighted(outcome.answer)
        best = max(compare(given, wanted) for wanted in outcome.case.answers)
        return Verdict(value=best, reason=f"highlighted {given!r}")

    return judge


def highlighted(answer: Answer) -> str:
    """Return the first highlighted span, or the first sentence where none is; empty if refused."""
    if answer.status not in ("answered", "disagreement") or not answer.sentences:
        return ""
    spans = answer.highlights
    return spans[0].within(answer.text) if spans else answer.sentences[0].text


def squad_exact(given: str, wanted: str) -> float:
    """Return 1 if two texts are the same to SQuAD's eyes, else 0."""
    return float(_squad_tokens(given) == _squad_tokens(wanted))


def squad_f1(given: str, wanted: str) -> float:
    """Return the harmonic mean of precision and recall over tokens; of an empty text, equality."""
    ours, theirs = _squad_tokens(given), _squad_tokens(wanted)
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * sum((Counter(ours) & Counter(theirs)).values()) / (len(ours) + len(theirs))


def _squad_tokens(text: str) -> list[str]:
    bare = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def _status(*allowed: str) -> Check:
    def check(_: Case, answer: Answer) -> list[str]:
        wanted = " or ".join(allowed)
        return [] if answer.status in allowed else [f"{answer.status} instead of {wanted}"]

    return check


def _nuggets(case: Case, answer: Answer) -> list[str]:
    return [f"does not say {_either(n)}" for n in case.nuggets if not holds(answer.text, n)]


def _sources(case: Case, answer: Answer) -> list[str]:
    cited = {c.document.id for c in answer.citations}
    return [f"does not cite {_either(s)}" for s in case.sources if cited.isdisjoint(s)]


def _each_from_its_own(case: Case, answer: Answer) -> list[str]:
    """Look for a way to give each value a source of its own that is quoted with it."""
    holding = [
        {c.document.id for c in answer.citations if holds(c.quote, nugget)}
        for nugget in case.nuggets
    ]
    sources = case.sources or holding
    few = len(sources) < len(holding)
    orders = product(sources, repeat=len(holding)) if few else permutations(sources, len(holding))
    if any(all(own.intersection(s) for own, s in zip(holding, o, strict=True)) for o in orders):
        return []
    return ["the values are not each cited from their own document"]


def _newest_first(case: Case, answer: Answer) -> list[str]:
    text = plain(answer.text)
    places = [
        min(text.find(plain(v)) for v in n if plain(v) in text)
        for n in case.nuggets
        if holds(text, n)
    ]
    return [] if places == sorted(places) else ["the newest value does not come first"]


def _older_with_dates(case: Case, answer: Answer) -> list[str]:
    def dated(nugget: tuple[str, ...]) -> bool:
        dates = [c.document.metadata.date for c in answer.citations if holds(c.quote, nugget)]
        return any(date is None or date[:4] in answer.text for date in dates)

    return [f"without its date: {_either(n)}" for n in case.nuggets[1:] if not dated(n)]


def _claims_nothing(case: Case, answer: Answer) -> list[str]:
    claims = [f"claims {s.text!r}" for s in answer.sentences]
    return claims + [f"says {_either(n)}" for n in case.nuggets if holds(answer.text, n)]


def _refused_or_true(case: Case, answer: Answer) -> list[str]:
    refused = _status("not_found")(case, answer)
    return _nuggets(case, answer) if refused and case.nuggets else refused


def _nothing_forbidden(case: Case, answer: Answer) -> list[str]:
    return [f"says the forbidden {f!r}" for f in case.forbid if holds(answer.text, [f])]


_ANSWERED = (_status("answered"), _nuggets, _sources)
_DISAGREED = (_status("disagreement"), _nuggets, _sources, _each_from_its_own)

RULES: Mapping[str, tuple[Check, ...]] = {
    **dict.fromkeys(("fact", "list", "multi", "follow_up", "noisy", "french"), _ANSWERED),
    "conflict": _DISAGREED,
    "change": (*_DISAGREED, _newest_first, _older_with_dates),
    "ambiguous": (_status("answered", "disagreement"), _nuggets, _sources),
    "unanswerable": (_status("not_found"), _claims_nothing),
    "false_premise": (_refused_or_true,),
    "hostile": (_status("not_found", "help"),),
}
"""What a right answer passes, by kind of case."""


def _either(alternatives: tuple[str, ...]) -> str:
    return " or ".join(alternatives)


def _is_short(quote: str) -> bool:
    return len(sentences(quote)) <= QUOTE_SENTENCES and len(quote.split()) <= QUOTE_WORDS
