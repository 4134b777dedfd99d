"""Drafts cases from documents, without a model; a person reads, mends and accepts them.

A question is made of one sentence by asking for a date, a number or a name in it. Unanswerable
ones ask an answerable question without the document that answers it, or put a name that occurs
nowhere in the place of one that does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from assistant.errors import SuiteError
from assistant.sentences import sentences
from assistant.types import Document, Value
from evals.text import holds

SENTENCE = 220
"""Characters above which a sentence with a number put into words is no question to read."""
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH}(?: \d{{1,2}},)? \d{{4}}|(?:1[5-9]|20)\d\d)"
_NAME = r"(?:[A-Z][\w'’-]*|[A-Z]{2,})(?: (?:(?:of|for|de|and|the) )?(?:[A-Z][\w'’-]*))*"
_BE = r"(?P<subject>.{3,90}?) (?P<be>was|were|is|are) "
_DATED = (
    re.compile(rf"^{_BE}(?P<rest>\w.{{2,90}}?) (?:in|on) (?P<date>{_DATE})\b"),
    re.compile(rf"^(?:In|On) (?P<date>{_DATE}), {_BE}(?P<rest>\w[^.;]{{2,90}})[.;]"),
)
_NUMBERED = re.compile(r"\b(\d[\d,.]*\d|[2-9]) (?!%|percent)((?:[a-z][\w-]* ){0,2}[a-z][\w-]*s)\b")
_NAMED = re.compile(
    rf"^({_NAME}) (is|was|are|were|has|have|will|led|founded|created|leads|wrote|won) "
    r"(.{12,120}?)[.;]"
)
_PLACEHOLDERS = ("Velmarone", "Ostrandic", "Quillharrow", "Brevanto", "Tarsquill", "Mordevane")
_OPENERS = ("It", "This", "These", "That", "They", "He", "She", "There", "In", "The", "A", "An")


class Draft(Value):
    """A drafted line of a suite, in the format of suites."""

    id: str
    kind: str
    question: str
    nuggets: tuple[tuple[str, ...], ...] = ()
    sources: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    note: str
    draft: bool = True


def draft(documents: Sequence[Document], *, limit: int, seed: int) -> tuple[Draft, ...]:
    """Draft at most ``limit`` cases, about a third of them unanswerable.

    Raises:
        SuiteError: no sentence of the documents has a form a question can be made of.
    """
    pool = list({d.question: d for document in documents for d in _questions(document)}.values())
    if not pool:
        raise SuiteError("No question can be made of these documents. Write cases by hand.")
    random.Random(seed).shuffle(pool)  # noqa: S311 (a sample, not a secret)
    turned = [
        (_left_out, _swapped)[place % 2](one, documents) for place, one in enumerate(pool[::-1])
    ]
    refused = [one for one in turned if one is not None][: limit // 3]
    chosen = pool[: limit - len(refused)] + refused
    return tuple(d.model_copy(update={"id": f"d{n:03}"}) for n, d in enumerate(chosen, start=1))


def _questions(document: Document) -> Iterator[Draft]:
    for span in sentences(document.text, document.metadata.language):
        sentence = span.within(document.text).lstrip("-•* ")
        for question, answer in _asked_of(sentence):
            yield Draft(
                id="",
                kind="fact",
                question=question,
                nuggets=((answer,),),
                sources=(document.id,),
                note=f"from: {sentence}",
            )


def _asked_of(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield questions with their answers that one sentence gives rise to."""
    for dated in filter(None, (form.match(sentence) for form in _DATED)):
        yield f"When {dated['be']} {_inside(dated['subject'])} {dated['rest']}?", dated["date"]
    if named := _NAMED.match(sentence):
        answer, verb, rest = named.groups()
        if answer.split()[0] not in _OPENERS:
            yield f"Who or what {verb} {rest}?", answer
    for number in _NUMBERED.finditer(sentence):
        before, after = sentence[: number.start()], sentence[number.end() :].rstrip(" .")
        if before and len(sentence) < SENTENCE:
            yield f"{before}how many {number[2]}{after}?", number[1]


def _inside(subject: str) -> str:
    """Return a sentence's opening as it reads in mid-sentence."""
    first, _, rest = subject.partition(" ")
    return f"{first.lower()} {rest}".strip() if first in _OPENERS else subject


def _left_out(one: Draft, documents: Sequence[Document]) -> Draft | None:
    """Ask without the document, if no other one holds the answer."""
    others = [d for d in documents if d.id not in one.sources]
    if not others or any(holds(d.text, one.nuggets[0]) for d in others):
        return None
    note = f"{one.sources[0]} left out; {one.note}"
    return one.model_copy(
        update={
            "kind": "unanswerable",
            "nuggets": (),
            "sources": (),
            "leave_out": one.sources,
            "note": note,
        }
    )


def _swapped(one: Draft, documents: Sequence[Document]) -> Draft | None:
    """Ask about a name that occurs nowhere."""
    names = [n for n in re.findall(_NAME, one.question)[1:] if n.split()[0] not in _OPENERS]
    unused = [p for p in _PLACEHOLDERS if not any(holds(d.text, [p]) for d in documents)]
    if not names or not unused:
        return None
    new = unused[len(one.question) % len(unused)]
    return one.model_copy(
        update={
            "kind": "unanswerable",
            "question": re.sub(rf"{re.escape(names[0])}(?: \([A-Z]+\))?", new, one.question),
            "nuggets": (),
            "sources": (),
            "note": f"{names[0]} swapped for {new}, which occurs nowhere",
        }
    )
