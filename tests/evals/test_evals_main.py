import json

import pytest
from builders import ScriptedAssistant, make_answer, make_case, make_sentence

from assistant.errors import ColloquyError, SuiteError
from evals.__main__ import main
from evals.cases import make_suite
from evals.run import Options, run
from evals.runs import read_scores, write_run

GOOD = '{"id": "a", "kind": "fact", "question": "When?", "nuggets": [["1871"]]}'


@pytest.fixture
def saved(old_report, tmp_path):
    answer = make_answer(make_sentence(old_report, "It has two faces."))
    suite = make_suite("clock", [make_case(id="a", question="When?", nuggets=[["1871"]])])
    assistant = ScriptedAssistant({"When?": answer}, (old_report,))
    (tmp_path / "run").mkdir()
    write_run(tmp_path / "run", run(suite, assistant, Options()))
    return tmp_path / "run"


def test_a_saved_run_is_scored_reported_and_compared(saved, capsys):
    assert main(["score", str(saved)]) == 0
    assert read_scores(saved).scores
    assert main(["report", str(saved)]) == 0
    assert "two faces" in (saved / "report.html").read_text()
    assert main(["compare", str(saved), str(saved)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no change"


@pytest.mark.parametrize("command", [["score", "X"], ["report", "X"], ["compare", "X", "X"]])
def test_a_run_that_is_not_there_is_one_clear_line(command, tmp_path):
    with pytest.raises(SuiteError, match="X holds no run"):
        main([part.replace("X", str(tmp_path / "X")) for part in command])


def test_an_unknown_metric_is_refused_before_anything_is_asked(write_suite, tmp_path):
    suite = write_suite(GOOD)
    with pytest.raises(SuiteError, match="no metric 'rihgt'"):
        main(["run", str(suite), "--out", str(tmp_path / "o"), "--fail-under", "rihgt=1"])
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["dance"],
        ["run"],
        ["run", "S"],
        ["run", "S", "--out", "O", "--fail-under", "right"],
        ["run", "S", "--out", "O", "--limit", "0"],
    ],
)
def test_wrong_usage_ends_with_exit_code_2(wrong):
    with pytest.raises(SystemExit) as caught:
        main(wrong)
    assert caught.value.code == 2


def test_without_an_index_the_error_says_how_to_make_one(write_suite, tmp_path):
    suite = write_suite(GOOD)
    with pytest.raises(ColloquyError, match="python -m ingest"):
        main(["run", str(suite), "--out", str(tmp_path / "o"), "--data", str(tmp_path / "d")])


def test_a_suite_with_documents_of_its_own_is_indexed_asked_and_held_to_its_floors(
    write_suite, tmp_path, capsys
):
    written(write_suite)
    out = tmp_path / "out"
    asked = ["run", str(tmp_path), "--data", str(tmp_path / "data"), "--out", str(out)]
    floors = ["--fail-under", "recall@5=0.9", "--fail-under", "mrr=0.9"]
    assert main([*asked, "--retrieval-only", *floors]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("mrr is 0.750, below 0.9. Failed: q2")
    assert json.loads((out / "summary.json").read_text())["recall@5"] == 1


def test_a_folder_that_cannot_be_written_is_named_before_anything_is_asked(write_suite, tmp_path):
    written(write_suite)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    asked = ["run", str(tmp_path), "--data", str(tmp_path / "data"), "--retrieval-only", "--out"]
    with pytest.raises(SuiteError, match=r"blocked.*cannot be written"):
        main([*asked, str(blocked / "run")])


def written(write_suite) -> None:
    write_suite(
        '{"id": "d1", "title": "Clock", "text": "The tide clock was built in 1871."}',
        '{"id": "d2", "title": "Vault", "text": "The seed vault was dug in 1931."}',
        name="documents.jsonl",
    )
    write_suite(
        '{"id": "q1", "question": "When was the tide clock built?", "doc_ids": ["d1"]}',
        '{"id": "q2", "question": "When was the seed vault dug?", "doc_ids": ["d1"]}',
        name="questions.jsonl",
    )


def test_pairs_that_are_not_there_are_refused_before_anything_is_asked(tmp_path):
    out = tmp_path / "o"
    with pytest.raises(SuiteError, match=r"pairs\.jsonl cannot be read"):
        main(["planted", str(tmp_path / "pairs.jsonl"), str(tmp_path), "--out", str(out)])
    assert not out.exists()
