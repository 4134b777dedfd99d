"""Shows how an answer came about: the search, the rankings, the evidence, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.rank import Evidence
from assistant.types import Answer, Passage

_SHOWN = 90
"""Characters of a passage or sentence that are shown."""


def explain(answer: Answer, evidence: Sequence[Evidence], *, weight: float) -> str:
    """Return, line by line, how an answer came about.

    Args:
        answer: with the passages that were considered.
        evidence: that its query finds, best first.
        weight: of the ranking by meaning beside the one by words.
    """
    return "\n".join(
        [
            f"Searched: {answer.query}",
            *_ranking(answer.passages, weight),
            *_judged(evidence),
            *_left_out(answer, evidence),
            "",
            "Seconds: " + ", ".join(f"{step} {s:.3f}" for step, s in answer.seconds.items()),
        ]
    )


def _ranking(passages: Sequence[Passage], weight: float) -> Iterator[str]:
    yield (
        f"\nPassages, by {weight:g} of the share by meaning and {1 - weight:g} of that by words;"
        " rank and score in brackets:"
    )
    yield f"{'sum':>8}  {'by meaning':>20}  {'by words':>22}"
    for passage in passages:
        meaning = _place(passage.dense_share, passage.dense_rank, passage.dense_score)
        words = _place(passage.lexical_share, passage.lexical_rank, passage.lexical_score)
        shown = _shown(passage.text, passage.document.id)
        yield f"{passage.score:8.6f}  {meaning:>20}  {words:>22}  {shown}"


def _judged(evidence: Sequence[Evidence]) -> Iterator[str]:
    yield "\nSentences that can be the answer, by confidence:"
    yield f"{'confidence':>10}  {'cover':>5}  {'cosine':>6}  {'reader':>6}"
    for item in evidence:
        if item.veto is None:
            shown = _shown(item.statement.text, item.statement.document.id)
            yield (
                f"{item.confidence:10.4f}  {item.cover:5.2f}  {_sign(item.similarity):>6}"
                f"  {_sign(item.reading):>6}  {shown}"
            )


def _left_out(answer: Answer, evidence: Sequence[Evidence]) -> Iterator[str]:
    yield "\nLeft out:"
    for item in evidence:
        if item.veto is not None:
            yield f"  {item.veto}: {_shown(item.statement.text, item.statement.document.id)}"
    for removal in answer.removed:
        yield f"  {removal.reason}: {_shown(removal.text, 'draft')}"


def _sign(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _place(share: float, rank: int | None, score: float | None) -> str:
    place = "-" if rank is None else str(rank)
    return f"{share:.6f} ({place}: {'-' if score is None else format(score, '.3f')})"


def _shown(text: str, source: str) -> str:
    line = " ".join(text.split())
    return f"{line[:_SHOWN]}{'…' if len(line) > _SHOWN else ''} [{source}]"
