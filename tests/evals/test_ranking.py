import math

import pytest
from builders import make_answer, make_case, make_document, make_outcome, make_passage
from ir_measures import R, nDCG

from evals.ranking import MEASURES, evidence_recall, measure, ranked_by, ranking, rewrite_ratio


def found(*passages, **case):
    return make_outcome(make_case(**case), make_answer(passages=tuple(passages)))


def test_a_document_ranks_where_its_first_passage_does(old_report, new_report):
    first, second = make_passage(new_report), make_passage(old_report, "It has two faces.")
    assert ranking([first, second, make_passage(old_report)]) == ("new.md", "old.md")


def test_ndcg_equals_the_sum_worked_out_by_hand():
    # Relevant at ranks 2 and 3 of two: (1/log2(3) + 1/log2(4)) / (1/log2(2) + 1/log2(3)).
    by_hand = (1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3))
    assert measure(nDCG @ 10, {"a": 1, "b": 1}, ["x", "a", "b"]) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("name", "value"), [("recall@5", 0.5), ("recall@10", 1.0), ("mrr", 0.5), ("ndcg@5", 0.3869)]
)
def test_measures_of_one_ranking(name, value):
    ranked = ["x1", "a", "x2", "x3", "x4", "x5", "b"]
    found = measure(MEASURES[name], {"a": 1, "b": 1}, ranked)
    assert found == pytest.approx(value, abs=5e-5)


def test_finding_nothing_is_zero():
    assert measure(R @ 5, {"a": 1}, []) == 0


def test_the_reason_says_where_the_relevant_documents_stand(old_report, new_report):
    passages = make_passage(new_report), make_passage(old_report)
    verdict = ranked_by(R @ 5)(found(*passages, relevance={"old.md": 1, "gone.md": 1}))
    assert (verdict.value, verdict.reason) == (0.5, "old.md at 2")


def test_evidence_counts_when_its_passages_follow_one_another(old_report):
    evidence = [{"document": "old.md", "text": "built in 1871. It stands"}]
    first = make_passage(old_report, "The tide clock was built in 1871.")
    second = make_passage(old_report, "It stands in the harbour office.")
    third = make_passage(old_report, "It has two faces.")
    assert evidence_recall(found(second, first, evidence=evidence)).value == 1
    assert evidence_recall(found(first, third, evidence=evidence)).value == 0


def test_evidence_is_compared_without_regard_to_white_space(old_report):
    evidence = [{"document": "old.md", "text": "harbour  office. It has"}]
    assert evidence_recall(found(make_passage(old_report), evidence=evidence)).value == 1


def test_evidence_beyond_the_tenth_passage_does_not_count(old_report):
    others = [make_passage(make_document(f"{n}.md", "Nothing.")) for n in range(10)]
    evidence = [{"document": "old.md", "text": "It has two faces."}]
    verdict = evidence_recall(found(*others, make_passage(old_report), evidence=evidence))
    assert (verdict.value, verdict.reason) == (0, "missing: It has two faces.")


def test_the_rewrite_ratio_holds_our_ranking_against_that_of_the_rewrite(old_report, new_report):
    case = make_case(relevance={"old.md": 1})
    ours = make_answer(passages=(make_passage(new_report), make_passage(old_report)), query="it")
    outcome = make_outcome(case, ours, by_rewrite=(make_passage(old_report),))
    verdict = rewrite_ratio(outcome)
    assert verdict.value == pytest.approx(1 / math.log2(3))
    assert verdict.against == 1
    assert "'it'" in verdict.reason
