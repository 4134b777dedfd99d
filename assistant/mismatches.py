"""Why a clause of a text does not say what a claim says, although their words are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, permutations

from assistant.assertions import Assertion, inside
from assistant.lexicon import (
    BOUNDS,
    HEDGES,
    NEGATORS,
    OPPOSITES,
    PARTIALS,
    PREPOSITIONS,
    PRIVATIVES,
    UNIVERSALS,
)
from assistant.synonyms import near
from assistant.types import Span
from assistant.values import TypedValue, agree, capital_runs
from assistant.verbs import first_verb, passive
from assistant.words import Word, stem, words

_LOCAL = frozenset(["no", "without", "lack", "lacks", "lacked", "none", "neither", "nor"])
"""Negators that deny only what follows them directly."""
_FUTURE = frozenset(["will", "shall", "upcoming", "future"])
_CONDITION = frozenset(["if", "unless", "whether"])
_MEASURE = re.compile(r"%|per ?cent|[$€£¥]", re.IGNORECASE)
_OPPOSITE = {
    word: {stem(o) for pair in OPPOSITES if word in map(stem, pair) for o in pair} - {word}
    for word in {stem(w) for pair in OPPOSITES for w in pair}
}
_PLACE = frozenset(["in", "at", "near", "on", "from"])
_HAVING = frozenset(["has", "have", "had", "hosts", "hosted"])
_TURNED = "it turns round who did what to whom"
_COUNTED = 3
"""Content words after a number among which is what it counts."""


def absent_value(claim: Assertion, said: Assertion) -> str | None:
    """Return the words of the first value of the claim that ``said`` does not give."""
    for value in claim.values:
        if not any(_same(claim, value, said, other) for other in said.values):
            return _text(claim, value)
    return None


def _same(claim: Assertion, value: TypedValue, said: Assertion, other: TypedValue) -> bool:
    """Whether ``other`` says as much as ``value``, of the same measure, bounded alike."""
    if value.kind != other.kind or not agree(value, other):
        return False
    precise = all(b is not None for a, b in zip(value.key, other.key, strict=True) if a is not None)
    return (
        precise
        and _measure(claim, value) == _measure(said, other)
        and _bound(claim, value) == _bound(said, other)
    )


def _measure(assertion: Assertion, value: TypedValue) -> frozenset[str]:
    around = assertion.text[max(0, value.start - 2) : value.end + 9]
    found = {m.group().lower().replace(" ", "") for m in _MEASURE.finditer(around)}
    return frozenset("%" if f in ("percent",) else f for f in found)


def _bound(assertion: Assertion, value: TypedValue) -> str | None:
    """Return how the words before a value bound it."""
    before = [w for w in assertion.words if w.end <= value.start][-2:]
    close = [w for w in before if value.start - w.end <= 8]
    for word in reversed(close):
        if bound := BOUNDS.get(word.text.lower()):
            return "at most" if bound == "at least" and _negated_before(assertion, word) else bound
    after = assertion.text[value.end : value.end + 9]
    return "at least" if re.match(r"\+| or more", after) else None


def _negated_before(assertion: Assertion, word: Word) -> bool:
    return bool(re.search(r"\b(?:no|not)\s+$", assertion.text[: word.start], re.IGNORECASE))


def otherwise_certain(claim: Assertion, said: Assertion) -> str | None:
    """Return why the two differ in whether, how surely or of how many something is said."""
    checks = (_negated, _hedged, _generalised, _former, _opposed)
    return next((reason for check in checks if (reason := check(claim, said))), None)


def _negated(claim: Assertion, said: Assertion) -> str | None:
    claimed, denied = _denied(claim), _denied(said)
    if claimed is None and denied is None:
        return None
    if claimed is not None and denied is None:
        return "it denies what it cites says"
    inside_claim = _stems(claim)
    if claimed is None and denied is not None and denied & inside_claim:
        return "what it cites denies it"
    return None


def _denied(assertion: Assertion) -> frozenset[str] | None:
    """Return the stems that a negation denies; None without one."""
    found = _own(assertion)
    denied: set[str] | None = None
    for number, word in enumerate(found):
        lower = word.text.lower()
        following = found[number + 1].text.lower() if number + 1 < len(found) else ""
        if following == "only" or not (lower in NEGATORS or lower.endswith(("n't", "n’t"))):
            continue
        after = [s for w in found[number + 1 :] if w.content for s in w.stems]
        denied = (denied or set()) | set(after[:2] if lower in _LOCAL else after)
    return None if denied is None else frozenset(denied)


def _hedged(claim: Assertion, said: Assertion) -> str | None:
    claimed, left_open = _left_open(claim), _left_open(said)
    if claimed and not left_open:
        return "it is less sure than what it cites"
    if not claimed and left_open & {s for w in claim.words if _plain(claim, w) for s in w.stems}:
        return "it is surer than what it cites"
    future = _spoken(said) & _FUTURE
    if future and not _spoken(claim) & (_FUTURE | {"to"}):
        return "what it cites is still to come"
    return None


def _left_open(assertion: Assertion) -> frozenset[str]:
    """Return the stems of what is only planned, possible, claimed or said under a condition."""
    sentence = _words_of(assertion.text, [assertion.sentence])
    everything = _stems(assertion)
    if any(w.text.lower() in _CONDITION for w in sentence):
        return everything
    values = [Span(start=v.start, end=v.end) for v in assertion.values]
    for word in assertion.words:
        lower = word.text.lower()
        if lower in HEDGES and not inside(word.start, values):
            after = {s for w in assertion.words if w.start >= word.start for s in w.stems}
            return everything if lower.endswith("ly") else frozenset(after)
    return frozenset()


def _spoken(assertion: Assertion) -> set[str]:
    values = [Span(start=v.start, end=v.end) for v in assertion.values]
    return {w.text.lower() for w in assertion.words if not inside(w.start, values)}


def _generalised(claim: Assertion, said: Assertion) -> str | None:
    claimed, spoken = _spoken(claim), _spoken(said)
    if (claimed & UNIVERSALS) and not (spoken & UNIVERSALS):
        return "it says of all what it cites does not"
    if partial := (spoken & PARTIALS) - claimed:
        word = sorted(partial)[0]
        after = _following(said, word)
        if after & _stems(claim):
            return f"it leaves out “{word}”"
    return None


def _following(assertion: Assertion, text: str) -> set[str]:
    found = assertion.words
    at = next(n for n, w in enumerate(found) if w.text.lower() == text)
    content = [w for w in found[at + 1 :] if w.content][:2]
    return {s for w in content for s in w.stems}


def _former(claim: Assertion, said: Assertion) -> str | None:
    for before, word in pairwise(said.words):
        if before.text.lower() not in PRIVATIVES or not word.content:
            continue
        plain = [
            b
            for b, w in pairwise(claim.words)
            if set(w.stems) & set(word.stems) and b.text.lower() not in PRIVATIVES
        ]
        if plain and before.text.lower() not in _spoken(claim):
            return f"it leaves out “{before.text}”"
    return None


def _opposed(claim: Assertion, said: Assertion) -> str | None:
    stems = _stems(said)
    for word in claim.words:
        for each in word.stems:
            if each not in stems and _OPPOSITE.get(each, set()) & stems:
                return f"what it cites says the opposite of “{word.text}”"
    return None


def bound_elsewhere(claim: Assertion, said: Assertion) -> str | None:
    """Return why a value of the claim belongs to other words, or another value, of the clause."""
    for value in claim.values:
        places = [v for v in said.values if _same(claim, value, said, v)]
        rivals = [v for v in said.values if v.kind == value.kind and v not in places]
        if not rivals:
            continue
        if (
            all(_counts_other(claim, value, said, p, rivals) for p in places)
            or all(_led_by_other(claim, value, said, p, rivals) for p in places)
            or all(_paired_otherwise(claim, value, said, p, rivals) for p in places)
        ):
            return f"{_text(claim, value)} belongs to something else in what it cites"
    return None


def _counts_other(
    claim: Assertion,
    value: TypedValue,
    said: Assertion,
    place: TypedValue,
    rivals: Sequence[TypedValue],
) -> bool:
    """Whether what the number counts in the claim is what another number counts in the text."""
    if value.kind != "number":
        return False
    counted = _after(claim, value)[:1]
    if not counted:
        return False
    there = _after(said, place)[:_COUNTED]
    if _any_like(counted[0], there):
        return False
    return any(_any_like(counted[0], _after(said, r)[:_COUNTED]) for r in rivals)


def _after(assertion: Assertion, value: TypedValue) -> list[Word]:
    stop = min((v.start for v in assertion.values if v.start > value.start), default=10**9)
    return [w for w in assertion.words if value.end <= w.start < stop and w.content]


def _led_by_other(
    claim: Assertion,
    value: TypedValue,
    said: Assertion,
    place: TypedValue,
    rivals: Sequence[TypedValue],
) -> bool:
    """Whether the word before the value leads to another, and its own word was left out."""
    lead = [w for w in claim.words if w.end <= value.start and _plain(claim, w)][-1:]
    if not lead:
        return False
    positions = [w for w in said.words if _any_like(lead[0], [w])]
    for rival in rivals:
        if not any(w.end <= rival.start < place.start for w in positions):
            continue
        if any(rival.start < w.start < place.start for w in positions):
            continue
        own = [w for w in said.words if rival.end <= w.start < place.start and _plain(said, w)]
        if own and not any(_any_like(w, claim.words) for w in own):
            return True
    return False


def _paired_otherwise(
    claim: Assertion,
    value: TypedValue,
    said: Assertion,
    place: TypedValue,
    rivals: Sequence[TypedValue],
) -> bool:
    """Whether a value of another kind that the claim puts to it goes with a rival in the text."""
    for partner in (v for v in claim.values if v.kind != value.kind):
        theirs = [v for v in said.values if _same(claim, partner, said, v)]
        others = [v for v in said.values if v.kind == partner.kind and v not in theirs]
        if not theirs or not others:
            continue
        if len(rivals) == len(others) and len(theirs) == 1:
            rank = sum(r.start < place.start for r in rivals)
            if rank != sum(o.start < theirs[0].start for o in others):
                return True
            continue
        distance = min(abs(p.start - place.start) for p in theirs)
        nearer_rival = any(abs(p.start - r.start) < distance for p in theirs for r in rivals)
        nearer_other = any(abs(o.start - place.start) < distance for o in others)
        if nearer_rival and nearer_other:
            return True
    return False


def turned_round(claim: Assertion, said: Assertion) -> str | None:
    """Return why who does it and to whom it is done are exchanged."""
    mine, theirs = first_verb(claim.words), first_verb(said.words)
    if mine is None or theirs is None:
        return None
    claimed, given = _roles(claim, mine), _roles(said, theirs)
    if mine.text.lower() not in _HAVING and any(
        role in ("doer", "object") and name in given and given[name] in _PLACE
        for name, role in claimed.items()
    ):
        return "it says of a place what was said of something there"
    shared = [name for name in claimed if name in given]
    for name in shared:
        aside = {claimed[name], given[name]} & {"to", "than"}
        if aside and {claimed[name], given[name]} & {"doer", "object"}:
            return _TURNED
    for one, other in permutations(shared, 2):
        mine_, theirs_ = (claimed[one], claimed[other]), (given[one], given[other])
        if mine_[0] != mine_[1] and mine_ == theirs_[::-1] and "doer" in mine_:
            return _TURNED
    return None


def _roles(assertion: Assertion, verb: Word) -> dict[frozenset[str], str]:
    """Return for each name whether it does what the verb says, suffers it, or stands aside."""
    is_passive = passive(assertion.words, verb)
    roles = {}
    for run in capital_runs(assertion.text):
        if not inside(run[0].start, assertion.spans):
            continue
        name = frozenset(s for w in run for s in w.stems)
        preposition = _preposition_before(assertion, run[0])
        if preposition == "by" and is_passive:
            role = "doer"
        elif preposition:
            role = preposition
        elif (run[0].start < verb.start) != is_passive:
            role = "doer"
        else:
            role = "object"
        roles[name] = role
    return roles


def _preposition_before(assertion: Assertion, word: Word) -> str | None:
    span = next(s for s in assertion.spans if s.start <= word.start < s.end)
    before = [w for w in _words_of(assertion.text, [span]) if w.end <= word.start][-4:]
    for each in reversed(before):
        lower = each.text.lower()
        if lower in PREPOSITIONS:
            return lower
        if not each.text[0].isalpha() or first_verb([each]) is not None:
            return None
    return None


def _plain(assertion: Assertion, word: Word) -> bool:
    """Whether a word is neither name nor number."""
    values = [Span(start=v.start, end=v.end) for v in assertion.values]
    return word.content and word.text[0].islower() and not inside(word.start, values)


def _any_like(word: Word, others: Iterable[Word]) -> bool:
    stems = {s for other in others for s in other.stems}
    return any(s in stems or near(s) & stems for s in word.stems)


def _own(assertion: Assertion) -> list[Word]:
    return _words_of(assertion.text, assertion.own)


def _words_of(text: str, spans: Sequence[Span]) -> list[Word]:
    return [w for w in words(text) if inside(w.start, spans)]


def _stems(assertion: Assertion) -> frozenset[str]:
    return frozenset(s for w in assertion.words for s in w.stems)


def _text(assertion: Assertion, value: TypedValue) -> str:
    return assertion.text[value.start : value.end]
