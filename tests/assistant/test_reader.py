"""The packaged reader as it ships, and what happens when it cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import assistant.reader
from assistant.errors import ModelError
from assistant.reader import MAX_TOKENS, WEIGHTS, in_context, load_reader
from assistant.settings import AnsweringSettings

PASSAGE = (
    "The mill was built in 1871 by the weavers of Orrin.",
    "Its wheel turned for sixty years.",
    "Since 1990 it has housed a library.",
)


def contexts() -> list[str]:
    before = ("", *PASSAGE)
    return [
        in_context(s, title="The mill at Orrin", before=b)
        for s, b in zip(PASSAGE, before, strict=False)
    ]


@pytest.mark.parametrize(
    ("question", "position"),
    [
        ("When was the mill built?", 0),
        ("For how long did the wheel of the mill turn?", 1),
        ("What has the mill housed since 1990?", 2),
    ],
)
def test_the_sentence_that_answers_has_the_highest_odds(question: str, position: int) -> None:
    reader = load_reader(AnsweringSettings())
    assert reader is not None
    odds = reader.read(question, contexts())
    assert int(np.argmax(odds)) == position


def test_odds_do_not_depend_on_what_is_read_beside() -> None:
    reader = load_reader(AnsweringSettings())
    assert reader is not None
    together = reader.read("When was the mill built?", contexts() * 5)
    alone = [reader.read("When was the mill built?", [text])[0] for text in contexts()]
    assert together[:3] == pytest.approx(alone, abs=1e-3)


def test_a_passage_longer_than_the_window_is_read_from_its_beginning() -> None:
    reader = load_reader(AnsweringSettings())
    assert reader is not None
    long = contexts()[0] + " and so on" * MAX_TOKENS
    assert reader.read("When was the mill built?", [long])[0] > 0


def test_nothing_is_read_where_there_is_nothing_to_read() -> None:
    reader = load_reader(AnsweringSettings())
    assert reader is not None
    assert reader.read("When was the mill built?", []).shape == (0,)


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 25e6


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_without_its_weights_one_line_says_so_and_answers_go_on(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "reader.safetensors"
    if harm == "damaged":
        shutil.copy(WEIGHTS, weights)
        with weights.open("r+b") as file:
            file.seek(1000)
            file.write(b"\0\0\0\0")
    monkeypatch.setattr(assistant.reader, "WEIGHTS", weights)
    assert load_reader(AnsweringSettings()) is None
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"{weights} is {harm}" in said


def test_a_model_of_the_users_own_that_could_run_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    reader = load_reader(AnsweringSettings(reader=str(tmp_path)))
    assert reader is not None
    with pytest.raises(ModelError, match="can run code"):
        reader.warm()


def test_no_reader_is_loaded_where_the_settings_want_none() -> None:
    assert load_reader(AnsweringSettings(reader="none")) is None
