"""Why this answer: what was searched for, what was found and how it was judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.types import Answer, Passage
from ui.language import ENGLISH, Words
from ui.markup import NOTHING, Html, button, element, form, joined

if TYPE_CHECKING:
    from assistant.rank import Evidence

_SHOWN = 12
"""Sentences of evidence."""
_EXCERPT = 240
"""Characters."""


def render_why(
    answer: Answer, evidence: Sequence[Evidence], *, current: bool, words: Words = ENGLISH
) -> Html:
    """Return the drawer; ``current`` tells whether the evidence is of the answer's version."""
    title = words("why_not" if answer.status == "not_found" else "why")
    parts = [
        element("p", button("close", words("close")), class_="bar"),
        element("h2", title),
        _query(answer, words),
        _decision(answer, words),
        _evidence(answer, evidence, current, words),
        _removed(answer, words),
        _passages(answer.passages, words),
        _times(answer, words),
    ]
    return element("aside", *parts, class_="why", tabindex="-1", aria_label=title, data_view="why")


def _query(answer: Answer, words: Words) -> Html:
    same = answer.query.strip() == answer.question.strip()
    note = words("query_plain") if same else words("query_rewritten", question=answer.question)
    box = element("textarea", answer.query, name="question", rows="2", aria_label=words("query"))
    send = element("button", words("run_again"), type="submit")
    return joined([element("h3", words("query")), element("p", note), form("ask", box, send)])


def _decision(answer: Answer, words: Words) -> Html:
    if answer.status == "help":
        return NOTHING
    name = "decided_not" if answer.status == "not_found" else "decided"
    lines = [words(name, confidence=words.number(answer.confidence))]
    if answer.missing:
        lines.append(words("missing_words", words=", ".join(answer.missing)))
    return joined(element("p", line) for line in lines)


def _evidence(answer: Answer, evidence: Sequence[Evidence], current: bool, words: Words) -> Html:
    heading = element("h3", words("evidence"))
    if not evidence:
        return joined([heading, element("p", words("evidence_none"))])
    note = element("p", words("evidence_how" if current else "evidence_newer"))
    cited = {(c.document.id, c.start) for c in answer.citations}
    items = (_judged(one, cited, words) for one in evidence[:_SHOWN])
    return joined([heading, note, element("ol", *items, class_="evidence")])


def _judged(evidence: Evidence, cited: set[tuple[str, int]], words: Words) -> Html:
    statement = evidence.statement
    signs = {
        "confidence": evidence.confidence,
        "cover": evidence.cover,
        "similarity": evidence.similarity,
        "reading": evidence.reading,
    }
    scores = [
        f"{words(n)} {words.number(value)}" for n, value in signs.items() if value is not None
    ]
    used = (statement.document.id, statement.start) in cited
    veto = words("veto", reason=evidence.veto) if evidence.veto else None
    return element(
        "li",
        element("p", _excerpt(statement.text), class_="quoted"),
        element("p", statement.document.name, class_="from"),
        element("p", " · ".join(scores), class_="scores"),
        element("p", veto, class_="veto") if veto else NOTHING,
        class_="used" if used else None,
    )


def _removed(answer: Answer, words: Words) -> Html:
    heading = element("h3", words("left_out"))
    if not answer.removed:
        return joined([heading, element("p", words("left_out_none"))])
    items = (
        element("li", element("q", removal.text), " ", removal.reason) for removal in answer.removed
    )
    return joined([heading, element("ul", *items)])


def _passages(passages: Sequence[Passage], words: Words) -> Html:
    heading = element("h3", words("passages"))
    if not passages:
        return joined([heading, element("p", words("passages_none"))])
    columns = ("rank", "by_meaning", "by_words", "fused", "passage")
    head = element("tr", *(element("th", words(name), scope="col") for name in columns))
    rows = (_row(rank, passage, words) for rank, passage in enumerate(passages, start=1))
    table = element("table", element("thead", head), element("tbody", *rows))
    return joined([heading, element("div", table, class_="wide", tabindex="0")])


def _row(rank: int, passage: Passage, words: Words) -> Html:
    name = element("cite", passage.document.name)
    cells = (
        _ranked(passage.dense_rank, passage.dense_score, words),
        _ranked(passage.lexical_rank, passage.lexical_score, words),
        words.number(passage.score, 3),
    )
    return element(
        "tr",
        element("th", str(rank), scope="row"),
        *(element("td", cell) for cell in cells),
        element("td", name, " ", _excerpt(passage.text)),
    )


def _ranked(rank: int | None, score: float | None, words: Words) -> str:
    if rank is None:
        return "–"
    return f"{rank}" if score is None else f"{rank} ({words.number(score)})"


def _times(answer: Answer, words: Words) -> Html:
    if not answer.seconds:
        return NOTHING
    rows = (element("tr", *cells) for cells in _timed(answer, words))
    head = element("tr", *(element("th", words(name), scope="col") for name in ("step", "time")))
    table = element("table", element("thead", head), element("tbody", *rows))
    return joined([element("h3", words("times")), table])


def _timed(answer: Answer, words: Words) -> Iterator[tuple[Html, Html]]:
    for name, seconds in answer.seconds.items():
        known = f"step_{name}"
        shown = words(known) if known in words.strings else name
        time = words("seconds", seconds=words.number(seconds, 3))
        yield element("th", shown, scope="row"), element("td", time)


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
