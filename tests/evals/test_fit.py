"""Fitting what weighs the signs of an answer, on questions drawn here."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.rank import UNREAD, Weights
from evals.reading.calibration import calibration_error, logistic, miscalibration, reliability
from evals.reading.fit import fitted, measure, scaled
from evals.reading.signs import Asked
from evals.reading.tables import weighings

TRUE = Weights(bias=-3.0, cover=2.0, similarity=4.0, reading=0.5)
TOO_SURE = Weights(bias=-5.0, cover=6.0, similarity=12.0, reading=1.5)
"""Three times as sure, and a little sooner so."""


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    """Questions of one sentence each, which answers as often as the true weights say."""
    draw = np.random.default_rng(1)
    signs = np.column_stack([draw.random((3000, 2)), draw.normal(size=3000), np.zeros(3000)])
    odds = signs @ [TRUE.cover, TRUE.similarity, TRUE.reading, 0.0] + TRUE.bias
    right = draw.random(3000) < 1 / (1 + np.exp(-odds))
    return [
        Asked(document=f"document {n // 10}", signs=row[None], right=np.array([float(answers)]))
        for n, (row, answers) in enumerate(zip(signs, right, strict=True))
    ]


def test_scaling_makes_weights_that_are_too_sure_say_how_often_they_are_right(asked) -> None:
    found = scaled(asked, TOO_SURE)
    assert found.cover == pytest.approx(TRUE.cover, rel=0.15)
    assert found.bias == pytest.approx(TRUE.bias, rel=0.15)
    before, after = (measure(asked, weights).figures for weights in (TOO_SURE, found))
    assert before["calibration error"].low > after["calibration error"].high
    assert after["log loss"].value < before["log loss"].value


def test_scaling_keeps_the_proportion_and_so_the_order(asked) -> None:
    found = scaled(asked, TOO_SURE)
    names = ("similarity", "reading", "fitness")
    for name in names:
        own, other = getattr(found, name), getattr(TOO_SURE, name)
        assert own / found.cover == pytest.approx(other / TOO_SURE.cover)
    before, after = (measure(asked, weights).figures["AUROC"] for weights in (TOO_SURE, found))
    assert after == before


def test_scaling_again_changes_nothing(asked) -> None:
    once = scaled(asked, TOO_SURE)
    again = scaled(asked, once)
    for name in ("bias", "cover", "similarity", "reading"):
        assert getattr(again, name) == pytest.approx(getattr(once, name), abs=0.01)


def test_fitting_finds_the_weights_that_right_and_wrong_were_drawn_with(asked) -> None:
    found = fitted(asked, Weights(bias=0.0, cover=1.0, similarity=1.0, reading=1.0))
    for name in ("bias", "cover", "similarity", "reading"):
        assert getattr(found, name) == pytest.approx(getattr(TRUE, name), rel=0.2)


def test_a_sign_that_is_not_heard_stays_unheard(asked) -> None:
    assert fitted(asked, UNREAD).reading == 0.0


def test_of_several_sentences_the_best_one_counts() -> None:
    weak, strong = [0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0]
    signs, right = np.array([weak, strong]), np.array([1.0, 0.0])
    (only,) = measure([Asked(document="d", signs=signs, right=right)], TRUE).curve
    assert only.share == 0.0
    assert only.score == pytest.approx(1 / (1 + np.exp(-3.5)))


def test_no_sign_counts_against_an_answer() -> None:
    draw = np.random.default_rng(2)
    signs = draw.normal(size=(2000, 2))
    right = (draw.random(2000) < 1 / (1 + np.exp(-2 * signs[:, 0] + signs[:, 1]))).astype(float)
    _, slopes = logistic(signs, right)
    assert slopes[0] > 1
    assert slopes[1] == 0


def test_the_calibration_error_of_drawn_cases_is_that_of_their_curve() -> None:
    draw = np.random.default_rng(3)
    scores, right = draw.random(200), (draw.random(200) < 0.4).astype(float)
    times = draw.integers(0, 3, 200)
    found = miscalibration(scores, right, times[None].astype(float))
    curve = reliability(np.repeat(scores, times), np.repeat(right, times))
    assert found == pytest.approx([calibration_error(curve)])


def test_the_table_shows_weights_beside_their_figures(asked) -> None:
    table = weighings({"true": measure(asked, TRUE)})
    assert "| true | -3.00 | 2.00 | 4.00 | 0.50 | 1.00 | 0." in table
