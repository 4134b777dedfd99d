"""Two rankings become one by their scores."""

from __future__ import annotations

import pytest

from assistant.retrieve import fuse

COSINES = {"near": 0.8, "both": 0.6, "far": -0.2}
BM25 = {"both": 10.0, "far": 5.0}


def test_each_score_counts_as_its_share_of_the_best():
    found = {one.id: one for one in fuse(COSINES, BM25, weight=0.5)}

    assert found["both"].meaning == pytest.approx(1.6 / 1.8)
    assert found["both"].score == pytest.approx((1.6 / 1.8 + 1) / 2)
    assert found["far"].score == pytest.approx((0.8 / 1.8 + 0.5) / 2)


def test_what_words_did_not_find_counts_as_the_last_that_they_found():
    near = next(one for one in fuse(COSINES, BM25, weight=0.5) if one.id == "near")

    assert near.score == pytest.approx((1 + 0.5) / 2)


@pytest.mark.parametrize(
    ("weight", "order"),
    [
        (1.0, ["near", "both", "far"]),
        (0.0, ["both", "far", "near"]),
        (0.6, ["both", "near", "far"]),
    ],
)
def test_the_weight_decides_which_ranking_leads(weight: float, order: list[str]):
    assert [one.id for one in fuse(COSINES, BM25, weight=weight)] == order


def test_one_ranking_alone_keeps_its_order_whatever_the_weight():
    assert [one.id for one in fuse(COSINES, {}, weight=0.0)] == ["near", "both", "far"]
    assert [one.id for one in fuse({}, BM25, weight=1.0)] == ["both", "far"]
    assert fuse({}, {}, weight=0.5) == []


def test_equal_scores_stand_in_an_order_that_never_changes():
    assert [one.id for one in fuse({"b": 0.5, "a": 0.5}, {}, weight=1.0)] == ["a", "b"]
