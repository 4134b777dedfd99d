"""300 faults are caught and 300 true sentences kept, over passages on many subjects."""

from __future__ import annotations

import random
from collections.abc import Callable

import faults
import pytest

from assistant.abbreviations import abbreviations
from assistant.entail import entail

SEED = 20261122
Made = Callable[[random.Random, int], list[tuple[str, str]]]


def passed(made: list[tuple[str, str]]) -> list[str]:
    return [s for s, text in made if entail(s, [text], abbreviations=abbreviations(text)) is None]


def test_at_most_3_percent_of_300_true_sentences_are_removed() -> None:
    made = faults.truths(random.Random(SEED), 300)
    kept = passed(made)
    lost = [sentence for sentence, _ in made if sentence not in kept]
    assert len(lost) <= 9, lost


def test_at_least_95_percent_of_130_recombined_values_are_caught() -> None:
    made = faults.recombined(random.Random(SEED), 130)
    missed = passed(made)
    assert len(missed) <= 6, missed


@pytest.mark.parametrize(
    ("fault", "count"),
    [
        pytest.param(faults.invented_numbers, 55, id="invented number"),
        pytest.param(faults.foreign_names, 45, id="foreign name"),
        pytest.param(faults.wrong_passages, 45, id="wrong passage"),
        pytest.param(faults.stitched, 25, id="stitched"),
    ],
)
def test_every_other_fault_is_caught(fault: Made, count: int) -> None:
    made = fault(random.Random(SEED), count)
    assert len(made) == count
    assert passed(made) == []
