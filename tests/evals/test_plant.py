import json
from pathlib import Path

import pytest
from builders import make_answer, make_document, make_outcome, make_sentence

from assistant.errors import SuiteError
from evals.answering import right
from evals.check import check
from evals.deciding import disagrees
from evals.plant import Pair, plant, read_pairs

PAIRS = Path(__file__).parents[2] / "evals" / "planted"
OTHERS = [make_document(f"{n}.md", f"Nothing number {n}.") for n in range(9)]
TIDE = {
    "id": "tide",
    "kind": "date",
    "relation": "conflict",
    "question": "When was the tide clock built?",
    "documents": [
        {"title": "Clocks", "date": "1990-05", "text": "It was built in 1871.", "value": "1871"},
        {"title": "Old iron", "text": "They made it in 1873.", "value": "1873"},
    ],
}


def make_suite_of(*lines, among=4, seed=0):
    return plant("pairs", [Pair.model_validate(o) for o in lines], OTHERS, among=among, seed=seed)


def test_pairs_are_planted_among_a_sample_of_other_documents():
    suite = make_suite_of(TIDE)

    planted = [d for d in suite.documents if d.id.startswith("planted/")]
    assert [(d.title, d.metadata.date) for d in planted] == [
        ("Clocks", "1990-05"),
        ("Old iron", None),
    ]
    assert len(suite.documents) == 2 + 4
    assert suite == make_suite_of(TIDE)
    assert suite.documents != make_suite_of(TIDE, seed=1).documents


def test_a_conflict_wants_both_values_each_from_its_own_document():
    suite = make_suite_of(TIDE)
    (case,), (one, other, *_) = suite.cases, suite.documents
    sides = make_sentence(one, "It was built in 1871."), make_sentence(other, other.text, 2)

    both = make_answer(*sides, status="disagreement")
    assert right(make_outcome(case, both)).value == 1
    assert right(make_outcome(case, make_answer(*sides))).value == 0
    half = make_answer(sides[0], status="disagreement")
    assert right(make_outcome(case, half)).value == 0


def test_of_two_wordings_of_one_value_either_is_right_and_a_disagreement_is_wrong():
    suite = make_suite_of({**TIDE, "relation": "same"})
    (case,), (one, other, *_) = suite.cases, suite.documents
    sides = make_sentence(one, one.text), make_sentence(other, other.text, 2)

    for side in sides:
        assert right(make_outcome(case, make_answer(side))).value == 1
    alarm = make_outcome(case, make_answer(*sides, status="disagreement"))
    assert right(alarm).value == 0
    assert disagrees(alarm)


def test_a_document_without_its_value_is_named(tmp_path):
    lines = TIDE["documents"]
    wrong = {**TIDE, "documents": [lines[0], {**lines[1], "value": "1874"}]}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(wrong))

    with pytest.raises(SuiteError, match="line 1: 'Old iron' does not say '1874'"):
        read_pairs(tmp_path / "pairs.jsonl")


def test_fewer_other_documents_than_wanted_are_refused():
    with pytest.raises(SuiteError, match="9 other documents, 10 wanted"):
        make_suite_of(TIDE, among=10)


@pytest.mark.parametrize(("part", "each"), [("development", 15), ("held-back", 10)])
def test_each_part_holds_as_many_conflicts_as_rewordings_of_every_kind(part, each):
    pairs = read_pairs(PAIRS / f"{part}.jsonl")

    counted = {(p.kind, p.relation): 0 for p in pairs}
    for pair in pairs:
        counted[pair.kind, pair.relation] += 1
    assert sorted(counted.values()) == [each] * 6
    assert check([plant(part, pairs, (), among=0)], ()) == []
