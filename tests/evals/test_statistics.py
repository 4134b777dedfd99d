import numpy as np
import pytest

from evals.statistics import (
    auroc,
    bootstrap_p,
    dice,
    interval,
    mcnemar,
    mean,
    point,
    ratio,
    resample,
    risk_coverage,
)

NONE = np.array([])


def figure(statistic, values, against=()):
    return point(statistic, np.array(values, dtype=float), np.array(against, dtype=float))


def test_dice_is_f1_of_hits_misses_and_false_hits():
    hits, misses, false_hits = 3, 1, 2
    by_hand = 2 * hits / (2 * hits + misses + false_hits)
    assert figure(dice, [1, 1, 1, 0, 0, 0]) == pytest.approx(by_hand)


def test_a_ratio_divides_sums_not_cases():
    assert figure(ratio, [1, 0, 0.5], [1, 1, 1]) == pytest.approx(0.5)
    assert np.isnan(figure(ratio, [0], [0]))


def test_auroc_is_the_share_of_pairs_in_order_and_ties_count_half():
    assert figure(auroc, [0.9, 0.8, 0.3, 0.2], [1, 0, 1, 0]) == pytest.approx(3 / 4)
    assert figure(auroc, [0.5, 0.5], [1, 0]) == pytest.approx(1 / 2)
    assert np.isnan(figure(auroc, [0.5, 0.6], [1, 1]))


def test_the_area_under_the_risk_coverage_curve_worked_out_by_hand():
    # Answered in the order 1, 0, 1: risks 0, 1/2, 1/3.
    assert figure(risk_coverage, [0.7, 0.9, 0.8], [1, 1, 0]) == pytest.approx((1 / 2 + 1 / 3) / 3)
    assert figure(risk_coverage, [0.5, 0.5], [1, 0]) == pytest.approx(1 / 2)
    assert np.isnan(figure(risk_coverage, [0.5, 0.6], [1, 1]))


def test_weights_stand_for_repeated_cases():
    values, truth = np.array([0.9, 0.4, 0.4, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])
    weights = np.array([[2.0, 1.0, 0.0, 3.0]])
    repeated = values.repeat([2, 1, 0, 3]), truth.repeat([2, 1, 0, 3])
    for statistic in (mean, auroc, risk_coverage):
        assert statistic(values, truth, weights)[0] == pytest.approx(point(statistic, *repeated))


def test_clusters_are_drawn_whole_and_always_alike():
    weights = resample(["a", "a", "b", "c"])
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()
    assert (weights == resample(["a", "a", "b", "c"])).all()


def test_cases_that_belong_together_make_the_interval_wider():
    values = np.array([0.0, 1.0] * 20).repeat(4)
    apart = [str(n) for n in range(160)]
    together = [str(n // 4) for n in range(160)]
    low, high = interval(mean(values, NONE, resample(together)))
    narrow_low, narrow_high = interval(mean(values, NONE, resample(apart)))
    assert high - low > 1.5 * (narrow_high - narrow_low)


def test_the_interval_holds_the_mean_as_often_as_it_says():
    draw = np.random.default_rng(3)
    held = 0
    for _ in range(200):
        values = (draw.random(60) < 0.7).astype(float)
        low, high = interval(mean(values, NONE, resample([str(n) for n in range(60)])))
        held += low <= 0.7 <= high
    assert 180 <= held <= 199


def test_an_interval_needs_figures():
    assert interval(np.full(10, np.nan)) is None


@pytest.mark.parametrize(("better", "worse", "p"), [(0, 0, 1), (3, 0, 0.25), (9, 1, 22 / 1024)])
def test_mcnemar_is_exact(better, worse, p):
    assert mcnemar(better, worse) == pytest.approx(p)


def test_differences_on_one_side_of_zero_are_hardly_chance():
    assert bootstrap_p(np.full(999, 0.1)) == pytest.approx(2 / 1000)
    assert bootstrap_p(np.array([-0.1, 0.1])) == 1
    assert bootstrap_p(NONE) == 1
