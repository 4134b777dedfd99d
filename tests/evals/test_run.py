from contextlib import closing

import pytest
from builders import ScriptedAssistant, make_answer, make_case, make_document, make_sentence

from assistant.errors import SuiteError
from assistant.settings import Settings
from evals.cases import make_suite
from evals.run import Options, load_suite, open_index, retrieval_settings, run

BUILT = "The tide clock was built in 1871."


@pytest.fixture
def ask(old_report, new_report):
    def asked(case, **options):
        script = {"When?": make_answer(make_sentence(old_report, BUILT))}
        assistant = ScriptedAssistant(script, (old_report, new_report))
        made = run(make_suite("clock", [case]), assistant, Options(**options))
        return made, assistant

    return asked


def test_earlier_questions_are_asked_first_and_join_the_history(ask):
    case = make_case(question="When?", history=["What is it?", "Where?"])
    _, assistant = ask(case)
    assert [(question, history) for question, history, _ in assistant.asked] == [
        ("What is it?", ()),
        ("Where?", ("What is it?",)),
        ("When?", ("What is it?", "Where?")),
    ]


def test_earlier_turns_with_an_answer_are_not_asked_again(ask):
    case = make_case(question="When?", history=[{"question": "Where?", "answer": "There."}])
    _, assistant = ask(case)
    assert [(question, history) for question, history, _ in assistant.asked] == [
        ("When?", ("Where?",))
    ]


def test_documents_per_question_asks_over_its_contexts_alone(ask):
    case = make_case(question="When?", contexts=["old.md"])
    assert ask(case)[1].asked[0][2] is None
    assert ask(case, documents_per_question=True)[1].asked[0][2] == {"old.md"}


def test_a_document_left_out_is_not_searched(ask):
    _, assistant = ask(make_case("unanswerable", question="When?", leave_out=["old.md"]))
    assert assistant.asked[0][2] == {"new.md"}


@pytest.mark.parametrize(
    ("query", "looked_up"), [("question", "When?"), ("rewrite", "When built?")]
)
def test_retrieval_only_looks_for_the_question_or_its_rewrite_and_asks_nothing(
    ask, query, looked_up
):
    case = make_case(question="When?", rewrite="When built?")
    made, assistant = ask(case, retrieval_only=True, query=query)
    assert (assistant.asked, assistant.looked_up) == ([], [looked_up])
    assert len(made.outcomes[0].answer.passages) == 2


def test_a_follow_up_with_relevant_documents_is_looked_up_by_its_rewrite_too(ask):
    case = make_case(
        question="When?", history=["What?"], rewrite="When built?", relevance={"old.md": 1}
    )
    made, assistant = ask(case)
    assert assistant.looked_up == ["When built?"]
    assert len(made.outcomes[0].by_rewrite) == 2


def test_the_header_says_what_the_run_was_made_of(ask):
    header = ask(make_case(question="When?"), seed=7)[0].header
    assert header.suite == "clock"
    assert header.options["seed"] == 7
    assert header.settings_id == Settings().id
    assert header.settings["retrieval"]["retriever"] == "hybrid"
    assert {"commit", "dirty", "machine", "python", "torch"} <= header.program.keys()


def test_looking_only_for_passages_keeps_every_candidate():
    settings = retrieval_settings(Settings())
    assert settings.retrieval.passages == settings.retrieval.candidates


def test_a_suite_may_be_a_file_or_a_folder_and_must_exist(write_suite, tmp_path):
    path = write_suite('{"id": "a", "kind": "fact", "question": "When?"}')
    assert load_suite(path, Options()).name == "suite"
    write_suite('{"id": "d", "text": "Built in 1871."}', name="documents.jsonl")
    write_suite('{"id": "q", "question": "When?"}', name="questions.jsonl")
    assert len(load_suite(tmp_path, Options()).documents) == 1
    with pytest.raises(SuiteError):
        load_suite(tmp_path / "absent", Options())


def test_documents_of_a_suite_get_an_index_that_is_used_again_while_they_stay(tmp_path):
    steps = []

    def note(step, done, total):
        steps.append(step)

    def open_with(*texts):
        steps.clear()
        documents = [make_document(f"{n}.md", text) for n, text in enumerate(texts)]
        suite = make_suite("clock", [make_case()], documents)
        opened = open_index(suite, data=tmp_path, settings=Settings(), progress=note)
        with closing(opened) as assistant:
            return [d.id for d in assistant.documents()]

    assert open_with(BUILT) == ["0.md"]
    assert "embedding" in steps
    assert open_with(BUILT) == ["0.md"]
    assert steps == []
    assert open_with(BUILT, "It has two faces.") == ["0.md", "1.md"]
    assert len(list((tmp_path / "evals").iterdir())) == 2
