"""What a second look weighs is fitted over questions of which rules leave no sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.second_look import Scales
from evals.reading.look import Looked, fitted_scales, loss
from evals.reading.tables import looks

EVEN = Scales(bias=0.0, similarity=0.0, reading=0.0, unnamed=0.0)


def looked(
    *rows: tuple[float, float, float], right: int | None, chosen: int | None = None
) -> Looked:
    answers = np.array([float(n == right) for n in range(len(rows))])
    return Looked(signs=np.array(rows), right=answers, chosen=chosen)


def test_the_loss_is_that_of_choosing_the_right_sentence_or_none() -> None:
    signs = (0.5, 0.0, 0.0)
    assert loss([looked(signs, signs, right=0)], EVEN) == pytest.approx(math.log(3))
    assert loss([looked(signs, signs, signs, right=None)], EVEN) == pytest.approx(math.log(4))


def test_fitted_scales_follow_what_tells_answers_from_other_sentences() -> None:
    cases = [
        looked((0.4, 2.0, 0.0), (0.5, -2.0, 0.0), right=0),
        looked((0.5, -2.0, 0.0), (0.4, 1.0, 0.0), right=1),
        looked((0.5, 2.0, 1.0), (0.5, -1.0, 0.0), right=None),
    ]
    found = fitted_scales(cases)
    assert found.reading > 0 > found.unnamed
    assert loss(cases, found) < loss(cases, EVEN)


def test_the_table_says_how_many_are_answered_right_after_all() -> None:
    rows = ((0.4, 2.0, 0.0), (0.5, -2.0, 0.0))
    cases = [looked(*rows, right=0, chosen=0), looked(*rows, right=None, chosen=0)]
    cases.append(looked(*rows, right=1))
    shown = looks({"in use": EVEN}, cases)
    assert "Of 3 questions, 2 with an answer" in shown
    assert "1 are answered right after all and 1 wrong" in shown
