import json

import pytest

from assistant.errors import SuiteError
from evals.cases import read_suite

GOOD = '{"id": "a", "kind": "fact", "question": "When?", "nuggets": [["1871", "71"]]}'


def test_a_line_becomes_a_case_and_unnamed_fields_stay_empty(write_suite):
    (case,) = read_suite(write_suite(GOOD, "")).cases
    assert (case.nuggets, case.answerable, case.cluster) == ((("1871", "71"),), True, "a")
    assert case.relevance == {}


def test_names_of_sources_are_mapped_and_ids_stay(write_suite, tmp_path):
    (tmp_path / "sources.json").write_text('{"clock": ["old.md", "old.txt"]}')
    line = json.dumps({**json.loads(GOOD), "sources": ["clock", "new.md"]})
    (case,) = read_suite(write_suite(line)).cases
    assert case.sources == (("old.md", "old.txt"), ("new.md",))


def test_earlier_questions_are_asked_first_and_tie_a_conversation_together(write_suite):
    line = json.dumps({**json.loads(GOOD), "history": ["What is it?", "Where?"]})
    (case,) = read_suite(write_suite(line)).cases
    assert [(e.question, e.answer) for e in case.history] == [
        ("What is it?", None),
        ("Where?", None),
    ]
    assert case.cluster == "What is it?"


def test_drafts_are_left_out_and_counted_until_they_are_asked_for(write_suite):
    draft = json.dumps({**json.loads(GOOD), "id": "b", "draft": True})
    path = write_suite(GOOD, draft)
    assert [c.id for c in read_suite(path).cases] == ["a"]
    assert read_suite(path).drafts == 1
    assert [c.id for c in read_suite(path, drafts=True).cases] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "JSON"),
        ('{"id": "b", "kind": "fact"}', "question"),
        ('{"id": "b", "kind": "facts", "question": "When?"}', "kind"),
        ('{"id": "b", "kind": "fact", "question": ""}', "question"),
        ('{"id": "b", "kind": "fact", "question": "When?", "nugets": [["1"]]}', "nugets"),
        ('{"id": "b", "kind": ["fact"], "question": "When?"}', "kind"),
        ('{"id": "b", "kind": "fact", "question": "When?", "history": "What?"}', "history"),
        ('{"id": "b", "kind": "fact", "question": "When?", "history": [1]}', "history"),
        ('{"id": "b", "kind": "fact", "question": "When?", "sources": 5}', "sources"),
        ("[]", "JSON"),
        (GOOD, "'a' occurs twice"),
    ],
)
def test_a_wrong_line_is_named_with_its_file_and_number(write_suite, line, said):
    with pytest.raises(SuiteError, match=r"suite\.jsonl, line 2: ") as caught:
        read_suite(write_suite(GOOD, line))
    assert said in str(caught.value)


def test_a_missing_suite_and_one_without_cases_are_errors(write_suite, tmp_path):
    with pytest.raises(SuiteError, match=r"absent\.jsonl cannot be read"):
        read_suite(tmp_path / "absent.jsonl")
    with pytest.raises(SuiteError, match="no case to ask"):
        read_suite(write_suite(""))


def test_sources_json_of_another_shape_is_an_error(write_suite, tmp_path):
    (tmp_path / "sources.json").write_text('{"clock": "old.md"}')
    with pytest.raises(SuiteError, match=r"sources\.json"):
        read_suite(write_suite(GOOD))


def test_a_sample_is_the_same_for_the_same_seed_and_can_be_balanced(write_suite):
    lines = [
        json.dumps({"id": f"{kind}{n}", "kind": kind, "question": "?"})
        for n in range(20)
        for kind in ("fact", "unanswerable")
    ]
    suite = read_suite(write_suite(*lines))
    assert suite.sample(6, seed=1) == suite.sample(6, seed=1)
    assert suite.sample(6, seed=1) != suite.sample(6, seed=2)
    kinds = [c.kind for c in suite.sample(6, seed=1, balanced=True).cases]
    assert sorted(kinds) == ["fact"] * 3 + ["unanswerable"] * 3
