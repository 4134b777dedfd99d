"""Whoever asks while documents are updated gets exact answers, each from one version."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crash import Trials
from load import ask_during_updates, faults

from assistant.types import Answer, Chunk, Passage


def test_a_hundred_questions_during_six_updates_are_answered_each_from_one_version(
    tmp_path: Path,
) -> None:
    with closing(Trials(tmp_path, chroma=False)) as trials:
        load = ask_during_updates(trials, questions=100, readers=4, updates=6)
        assert load.wrong == []
        assert len(load.versions) >= 3
        assert len(load.seconds) >= 100
        _a_mixed_answer_is_seen(trials)


def _a_mixed_answer_is_seen(trials: Trials) -> None:
    with trials.target.catalog.snapshot(1) as first:
        document = first.document("museum.txt")
    assert document is not None
    chunk = Chunk(id="x", document_id=document.id, start=0, end=len(document.text))
    mixed = Answer(
        question="q",
        query="q",
        status="not_found",
        passages=(Passage(chunk=chunk, document=document, score=1.0),),
        version=2,
    )
    assert faults(mixed, trials) != []
