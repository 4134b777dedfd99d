"""Faults in what a chat model writes are caught, and near copies of a document are kept.

The long form takes a minute: ``pytest -m long tests/assistant/test_faults.py``.
"""

from __future__ import annotations

import random

import faults
import near_copies
import pytest

SEED = 20261122
MANY = pytest.mark.parametrize(
    ("seed", "count"),
    [(SEED, 300), *(pytest.param(seed, 800, marks=pytest.mark.long) for seed in range(3))],
)


@MANY
def test_at_most_3_percent_of_near_copies_are_removed(seed: int, count: int) -> None:
    made = near_copies.make(random.Random(seed), near_copies.CHANGES, count)
    lost = [m for m in made if m.removed is not None]
    assert len(made) == count
    assert len(lost) <= 0.03 * count, lost


@MANY
def test_at_least_95_percent_of_recombined_values_are_caught(seed: int, count: int) -> None:
    made = near_copies.make(random.Random(seed), faults.RECOMBINED, count // 2)
    missed = [m for m in made if m.removed is None]
    assert len(made) == count // 2
    assert len(missed) <= 0.05 * len(made), missed


@MANY
@pytest.mark.parametrize("change", faults.OTHER, ids=lambda change: str(change.__name__))
def test_every_other_fault_is_caught(seed: int, count: int, change: near_copies.Change) -> None:
    made = near_copies.make(random.Random(seed), (change,), count // 8)
    assert len(made) == count // 8
    assert [m for m in made if m.removed is None] == []


@MANY
def test_every_wrong_citation_is_caught(seed: int, count: int) -> None:
    made = faults.wrongly_cited(random.Random(seed), count // 8)
    assert len(made) == count // 8
    assert [m for m in made if m.removed is None] == []
