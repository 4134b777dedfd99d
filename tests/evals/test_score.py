import re
from pathlib import Path

import pytest
from builders import make_answer, make_case, make_outcome, make_sentence

import evals
from assistant.errors import SuiteError
from evals.metrics import METRICS, RETRIEVAL, find_metric
from evals.score import figures, score

BUILT = "The tide clock was built in 1871."


@pytest.fixture
def outcomes(old_report):
    answered = make_answer(make_sentence(old_report, BUILT), confidence=0.9)
    cases = (
        make_case(id="right", nuggets=[["1871"]]),
        make_case(id="wrong", nuggets=[["1873"]]),
        make_case("unanswerable", id="refused"),
        make_case("french", id="french", nuggets=[["1871"]]),
    )
    answers = answered, answered, make_answer(confidence=0.1), answered
    return [make_outcome(c, a) for c, a in zip(cases, answers, strict=True)]


def test_the_table_of_metrics_is_that_of_the_code():
    table = Path(evals.__file__).with_name("METRICS.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(.+?)` \| (.?) ?\|", table, flags=re.MULTILINE)
    arrows = {"higher": "↑", "lower": "↓", "neither": ""}
    assert documented == [(m.name, arrows[m.better]) for m in METRICS.values()]


def test_every_case_gets_one_score_a_metric_with_a_reason(outcomes):
    scores = score(outcomes)
    assert len(scores) == len(outcomes) * len(METRICS)
    assert all(s.reason for s in scores)


def test_what_cannot_be_judged_is_not_scored_and_does_not_count_as_zero(outcomes):
    by_name = {f.metric: f for f in figures(score(outcomes))}
    right = by_name["right"]
    assert (right.value, right.scored, right.unscored) == (pytest.approx(2 / 3), 3, 1)
    assert (by_name["right_french"].value, by_name["right_french"].scored) == (1, 1)
    assert "ndcg@10" not in by_name


def test_an_answerable_case_without_nuggets_is_not_judged_right_or_wrong():
    (verdict,) = (
        s for s in score([make_outcome(make_case(), make_answer())]) if s.metric == "right"
    )
    assert verdict.value is None


def test_refusals_are_counted_among_those_they_concern(old_report):
    said = make_answer(make_sentence(old_report, BUILT), confidence=0.8)
    kinds = ["unanswerable"] * 3 + ["fact"] * 4
    answers = [make_answer(), make_answer(), said, make_answer(), said, said, said]
    cases = [make_case(kind, id=f"{n}") for n, kind in enumerate(kinds)]
    made = figures(score([make_outcome(c, a) for c, a in zip(cases, answers, strict=True)]))
    values = {f.metric: f.value for f in made}
    assert values["refusal_precision"] == pytest.approx(2 / 3)
    assert values["refusal_recall"] == pytest.approx(2 / 3)
    assert values["refusal_f1"] == pytest.approx(2 / 3)
    assert values["false_refusals"] == pytest.approx(1 / 4)
    assert values["auroc"] == pytest.approx((2 * 3 + 2 * 0.5 + 3 * 0.5) / 12)


def test_disagreements_are_counted_where_documents_disagree_and_where_they_agree():
    shown = make_answer(status="disagreement")
    cases = [make_case("conflict", id="a"), make_case("change", id="b"), make_case(id="c")]
    outcomes = [
        make_outcome(c, a) for c, a in zip(cases, (shown, make_answer(), shown), strict=True)
    ]
    values = {f.metric: f.value for f in figures(score(outcomes))}
    assert values["disagreement_recall"] == 0.5
    assert values["false_alarms"] == 1


def test_a_figure_of_several_cases_has_an_interval_around_it(outcomes):
    right = next(f for f in figures(score(outcomes)) if f.metric == "right")
    assert right.low < right.value < right.high


def test_one_cluster_alone_gives_no_interval(outcomes):
    together = [
        o.model_copy(update={"case": o.case.model_copy(update={"cluster": "k"})}) for o in outcomes
    ]
    assert all(f.low is None for f in figures(score(together)))


def test_a_run_that_only_retrieved_is_scored_on_retrieval_alone(outcomes):
    names = {s.metric for s in score(outcomes, retrieval_only=True)}
    assert names == {m.name for m in RETRIEVAL}


def test_an_unknown_metric_is_an_error_that_names_the_known_ones():
    with pytest.raises(SuiteError, match=r"no metric 'rihgt'.* right, "):
        find_metric("rihgt")
