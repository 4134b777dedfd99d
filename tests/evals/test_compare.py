from io import StringIO

import pytest
from builders import make_answer, make_case, make_outcome, make_sentence
from rich.console import Console

from assistant.errors import SuiteError
from evals.compare import compare
from evals.runs import Scored
from evals.score import figures, score
from evals.tables import comparison_table


@pytest.fixture
def scored(old_report):
    def make(*right: bool, first=0):
        said = "The tide clock was built in 1871.", "It has two faces."
        outcomes = [
            make_outcome(
                make_case(id=f"case{first + n}", nuggets=[["1871"]]),
                make_answer(make_sentence(old_report, said[not is_right])),
            )
            for n, is_right in enumerate(right)
        ]
        scores = score(outcomes)
        return Scored(figures=figures(scores), by_kind={}, peers={}, scores=scores)

    return make


def shown(comparison) -> str:
    console = Console(record=True, width=140, file=StringIO())
    console.print(comparison_table(comparison))
    return console.export_text()


def test_a_run_compared_with_itself_shows_no_change(scored):
    one = scored(True, False, True)
    assert shown(compare(one, one)).strip() == "no change"


def test_runs_that_differ_in_three_cases_name_the_three(scored):
    a = scored(True, True, False, True, False, True)
    b = scored(True, False, True, True, True, True)
    found = compare(a, b)
    assert list(found.moves) == ["case1", "case2", "case4"]
    text = shown(found)
    assert "worse: case1 (right 1 → 0" in text
    assert "better: case2 (right 0 → 1" in text
    assert "case0" not in text


def test_zero_or_one_is_tested_by_mcnemar_and_shares_by_bootstrap(scored):
    found = compare(scored(*[False] * 8, True), scored(*[True] * 9))
    changes = {c.metric: c for c in found.changes}
    assert (changes["right"].test, changes["right"].p) == ("McNemar", pytest.approx(2 / 2**8))
    assert (changes["right"].a, changes["right"].b) == (pytest.approx(1 / 9), 1)
    assert changes["length"].test == "bootstrap"
    assert 0 < changes["right"].low <= changes["right"].high <= 1


def test_what_is_neither_better_nor_worse_is_said_apart(old_report, scored):
    a = scored(True, True)
    moved = [
        s.model_copy(update={"value": 9}) if (s.metric, s.case) == ("length", "case0") else s
        for s in a.scores
    ]
    assert "other: case0 (length 7 → 9)" in shown(
        compare(a, a.model_copy(update={"scores": moved}))
    )


def test_cases_of_one_run_only_are_named_and_left_out(scored):
    found = compare(scored(True, True), scored(True, True, first=1))
    assert found.unpaired == ("case0", "case2")
    assert "only in one run: case0, case2" in shown(found)


def test_runs_without_a_common_case_cannot_be_compared(scored):
    with pytest.raises(SuiteError, match="no case in common"):
        compare(scored(True), scored(True, first=5))
