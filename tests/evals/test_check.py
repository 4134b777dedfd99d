"""Suites are held against the documents; those that ship fit theirs."""

import json
from pathlib import Path

import pytest
from builders import make_case

import evals
from assistant.errors import SuiteError
from assistant.settings import CORPUS
from evals.__main__ import main
from evals.cases import make_suite, read_suite
from evals.check import check
from evals.folders import read_documents

SUITES = sorted((Path(evals.__file__).parent / "suites").glob("*.jsonl"))


@pytest.fixture(scope="module")
def documents():
    return read_documents(CORPUS)


@pytest.fixture
def complaints(old_report, new_report):
    def checked(**more) -> list[str]:
        return check([make_suite("clock", [make_case(**more)])], [old_report, new_report])

    return checked


def test_the_suites_that_ship_fit_the_documents_that_ship(documents):
    assert len(SUITES) == 3
    assert check([read_suite(path, drafts=True) for path in SUITES], documents) == []


def test_an_altered_nugget_of_a_suite_that_ships_is_a_complaint(documents):
    suite = read_suite(SUITES[0])
    case = next(c for c in suite.cases if c.nuggets)
    altered = case.model_copy(update={"nuggets": ((f"x{case.nuggets[0][0]}",), *case.nuggets[1:])})
    (found,) = check([make_suite(suite.name, [altered])], documents)
    assert found.startswith(f"{suite.name} {case.id}: 'x")


def test_a_nugget_must_stand_in_a_document_that_the_case_names(complaints):
    assert complaints(nuggets=[["1871", "71 and some"]], sources=["old.md"]) == []
    assert complaints(nuggets=[["1873"]], sources=["old.md"]) == [
        "clock c1: '1873' occurs in no document it names"
    ]
    assert complaints(nuggets=[["1873"]], sources=[["old.md", "new.md"]]) == []


def test_letter_case_and_white_space_do_not_count(complaints):
    assert complaints(nuggets=[["the  Harbour\noffice"]], sources=["old.md"]) == []


def test_a_document_that_is_not_there_is_named(complaints):
    assert complaints(sources=["gone.md"]) == ["clock c1: there is no document gone.md"]


def test_marked_evidence_must_stand_in_its_document(complaints):
    marked = {"document": "new.md", "text": "It has two faces."}
    assert complaints(evidence=[marked]) == [
        "clock c1: 'It has two faces.' does not occur in new.md"
    ]


def test_an_absent_word_that_occurs_is_a_complaint_for_each_document(complaints):
    assert complaints(kind="unanswerable", absent=["Tide"]) == [
        "clock c1: 'Tide' should be absent and occurs in old.md",
        "clock c1: 'Tide' should be absent and occurs in new.md",
    ]


def test_a_part_of_a_word_is_absent(complaints):
    assert complaints(kind="unanswerable", absent=["arbour", "pendulum"]) == []


def test_two_suites_that_share_an_id_are_a_complaint(old_report):
    suites = [make_suite(name, [make_case()]) for name in ("first", "second")]
    assert check(suites, [old_report]) == ["second c1: the id is also in first"]


def test_documents_that_cannot_be_found_are_an_error(tmp_path):
    with pytest.raises(SuiteError, match="gone"):
        read_documents(tmp_path / "gone")


def test_the_command_ends_with_1_where_there_is_a_complaint(write_suite, capsys):
    case = {"id": "c", "kind": "unanswerable", "question": "?", "absent": ["CNRS"]}
    assert main(["check", str(write_suite(json.dumps(case)))]) == 1
    assert "'CNRS' should be absent" in capsys.readouterr().err
    assert main(["check", str(SUITES[0])]) == 0
