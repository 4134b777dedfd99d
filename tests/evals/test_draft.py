import json

import pytest
from builders import make_document

from assistant.errors import SuiteError
from evals.cases import read_suite
from evals.draft import draft
from evals.text import holds

CLOCK = make_document(
    "clock.md",
    "The Halberd Clock was built in 1871. Its tower holds 14 bronze bells above the harbour.\n"
    "Ada Merrow was the first keeper of the tower and its workshop.\n"
    "The Brass Bridge was opened on 4 March 1902.",
)
VAULT = make_document("vault.md", "The Seed Vault was dug in 1931. It keeps 600 kinds of barley.")


@pytest.fixture
def drafts():
    return draft([CLOCK, VAULT], limit=12, seed=0)


def test_questions_ask_for_dates_numbers_and_names_that_stand_in_the_document(drafts):
    answers = {d.question: d.nuggets[0][0] for d in drafts if d.kind == "fact"}
    assert answers["When was the Halberd Clock built?"] == "1871"
    assert answers["When was the Brass Bridge opened?"] == "4 March 1902"
    assert answers["Its tower holds how many bronze bells above the harbour?"] == "14"
    assert (
        answers["Who or what was the first keeper of the tower and its workshop?"] == "Ada Merrow"
    )


def test_an_unanswerable_one_leaves_out_its_document_or_names_what_occurs_nowhere(drafts):
    refused = [d for d in drafts if d.kind == "unanswerable"]
    assert {bool(d.leave_out) for d in refused} == {True, False}
    for one in refused:
        assert one.nuggets == ()
        if not one.leave_out:
            new = one.note.split(" swapped for ")[1].split(",")[0]
            assert new in one.question
            assert not holds(CLOCK.text + VAULT.text, [new])


def test_nothing_is_left_out_whose_answer_another_document_holds():
    twin = make_document("twin.md", f"Copied: {CLOCK.text}")
    drafts = draft([CLOCK, twin], limit=30, seed=0)
    assert not any(d.leave_out for d in drafts)


def test_drafts_are_a_suite_that_is_not_asked_until_accepted(drafts, tmp_path):
    path = tmp_path / "drafts.jsonl"
    path.write_text("".join(d.model_dump_json() + "\n" for d in drafts))
    with pytest.raises(SuiteError, match="accept drafts"):
        read_suite(path)
    assert len(read_suite(path, drafts=True).cases) == len(drafts)
    accepted = [json.dumps({**json.loads(drafts[0].model_dump_json()), "draft": False})]
    path.write_text("\n".join(accepted))
    assert [c.question for c in read_suite(path).cases] == [drafts[0].question]


def test_the_same_seed_drafts_the_same_and_the_limit_holds(drafts):
    assert draft([CLOCK, VAULT], limit=12, seed=0) == drafts
    assert len(draft([CLOCK, VAULT], limit=3, seed=1)) == 3


def test_documents_without_such_sentences_are_an_error():
    with pytest.raises(SuiteError, match="No question can be made"):
        draft([make_document("a.md", "so it goes")], limit=5, seed=0)
