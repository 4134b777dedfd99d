"""Which answers a new version of the documents changed, and the passages that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from assistant.differences import Differences
from assistant.types import Answer, Citation, Value
from evals.types import Outcome
from ingest.console import printable

SUITES = Path(__file__).parent / "suites"

Turn = Literal["changed", "now unanswerable", "now answerable", "now disagree"]


class Cause(Value):
    """A passage behind a changed answer: what a document said, or says now."""

    document: str
    what: Literal["no longer says", "now says"]
    passage: str


class ChangedAnswer(Value):
    """A question whose answer is another one in the later version.

    ``causes`` is empty where every passage cited before and after stands in both versions: then
    another passage that came or went moved them in the ranking.
    """

    case: str
    question: str
    turn: Turn
    before: str
    after: str
    causes: tuple[Cause, ...]


def changes(
    before: Sequence[Outcome], after: Sequence[Outcome], found: Differences
) -> tuple[ChangedAnswer, ...]:
    """Compare the answers to the same cases by two versions whose documents differ as found.

    An answer is the same if its status, its words and its quotes are; a document that was only
    renamed is the same document. Two refusals are the same.
    """
    pairs = zip(before, after, strict=True)
    return tuple(
        _changed(old, new, found)
        for old, new in pairs
        if _essence(old.answer, {}) != _essence(new.answer, found.renamed)
    )


def saved_suites() -> tuple[Path, ...]:
    """Return where questions are saved: the suites about the documents of the index.

    Pinned and recent questions of the page belong here as soon as the page keeps any.
    """
    return tuple(sorted(SUITES.glob("*.jsonl")))


def change_lines(found: Iterable[ChangedAnswer]) -> Iterable[str]:
    """Yield what a terminal shows of changed answers, a few lines each."""
    for change in found:
        yield f"{change.turn}: {change.question} ({change.case})"
        yield f"    was: {_line(change.before)}"
        yield f"    is:  {_line(change.after)}"
        for cause in change.causes:
            yield f"    {_line(cause.document)} {cause.what}: {_line(cause.passage)}"
        if not change.causes:
            yield "    what it quoted still stands; another passage ranks before it now"


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _essence(answer: Answer, was_called: Mapping[str, str]) -> tuple[object, ...]:
    if answer.status == "not_found":
        return (answer.status,)
    cited = [(was_called.get(c.document.id, c.document.id), c.quote) for c in answer.citations]
    return (answer.status, [s.text for s in answer.sentences], cited)


def _changed(old: Outcome, new: Outcome, found: Differences) -> ChangedAnswer:
    return ChangedAnswer(
        case=old.case.id,
        question=old.case.question,
        turn=_turn(old.answer, new.answer),
        before=old.answer.text,
        after=new.answer.text,
        causes=tuple(dict.fromkeys(_causes(old.answer, new.answer, found))),
    )


def _turn(old: Answer, new: Answer) -> Turn:
    if new.status == "not_found":
        return "now unanswerable"
    if old.status == "not_found":
        return "now answerable"
    if new.status == "disagreement" and old.status != "disagreement":
        return "now disagree"
    return "changed"


def _causes(old: Answer, new: Answer, found: Differences) -> Iterable[Cause]:
    gone = {document.id: document.gone for document in found.changed}
    came = {document.id: document.came for document in found.changed}
    for citation in old.citations:
        passage = _behind(citation, gone, found.removed)
        if passage is not None:
            yield Cause(document=citation.document.id, what="no longer says", passage=passage)
    for citation in new.citations:
        passage = _behind(citation, came, found.added)
        if passage is not None:
            yield Cause(document=citation.document.id, what="now says", passage=passage)


def _behind(
    citation: Citation, passages: Mapping[str, Sequence[str]], whole: Sequence[str]
) -> str | None:
    """Return the changed passage that a quote stands in, if it stands in one."""
    if citation.document.id in whole:
        return citation.quote
    changed = passages.get(citation.document.id, ())
    return next((text for text in changed if citation.quote in text), None)
