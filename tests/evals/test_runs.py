import json

import ir_measures
import pytest
from builders import (
    ScriptedAssistant,
    make_answer,
    make_case,
    make_outcome,
    make_passage,
    make_sentence,
)

from assistant.errors import SuiteError
from evals.cases import Peer, make_suite
from evals.run import Options, run
from evals.runs import costs, read_run, read_scores, score_run, write_run

BUILT = "The tide clock was built in 1871."


@pytest.fixture
def made(old_report, new_report):
    cases = [
        make_case(id="a b", question="When?", nuggets=[["1871"]], relevance={"old.md": 1}),
        make_case("unanswerable", id="none", question="Who?"),
        make_case(
            id="later",
            question="And when?",
            history=[{"question": "Where?", "answer": "There."}],
            rewrite="When was it built?",
            relevance={"old.md": 1, "new.md": 2},
        ),
    ]
    passages = make_passage(new_report), make_passage(old_report)
    answer = make_answer(make_sentence(old_report, BUILT, highlight="1871"), passages=passages)
    script = {"When?": answer, "And when?": answer}
    suite = make_suite("clock", cases)
    suite = suite.model_copy(
        update={"peers": (Peer(run="bm25", results={"a b": ("old.md",), "later": ()}),)}
    )
    return run(suite, ScriptedAssistant(script, (old_report, new_report)), Options())


def test_a_run_is_read_back_as_it_was_written(made, tmp_path):
    write_run(tmp_path, made)
    assert read_run(tmp_path) == made


def test_each_document_is_written_once(made, tmp_path):
    write_run(tmp_path, made)
    rows = [json.loads(line) for line in (tmp_path / "documents.jsonl").read_text().splitlines()]
    assert sorted(row["id"] for row in rows) == ["new.md", "old.md"]


def test_answers_are_what_every_interface_gives_out_with_the_id_of_their_case(made, tmp_path):
    write_run(tmp_path, made)
    first = json.loads((tmp_path / "answers.jsonl").read_text().splitlines()[0])
    assert (first["id"], first["status"], first["citations"][0]["quote"]) == (
        "a b",
        "answered",
        BUILT,
    )


def test_scores_from_saved_answers_are_the_same_to_the_byte(made, tmp_path):
    write_run(tmp_path, made)
    score_run(tmp_path, made)
    before = (tmp_path / "scores.json").read_bytes()
    score_run(tmp_path, read_run(tmp_path))
    assert (tmp_path / "scores.json").read_bytes() == before


def test_the_summary_is_flat_and_without_time(made, tmp_path):
    write_run(tmp_path, made)
    scored = score_run(tmp_path, made)
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary == {f.metric: f.value for f in scored.figures}
    assert summary["right"] == 1


def test_figures_equal_what_ir_measures_makes_of_the_run_file(made, tmp_path):
    write_run(tmp_path, made)
    ours = {f.metric: f.value for f in score_run(tmp_path, made).figures}
    measures = [ir_measures.nDCG @ 10, ir_measures.R @ 5]
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.trec")))
    ranked = list(ir_measures.read_trec_run(str(tmp_path / "ranking.trec")))
    theirs = ir_measures.calc_aggregate(measures, qrels, ranked)
    assert ours["ndcg@10"] == pytest.approx(theirs[measures[0]])
    assert ours["recall@5"] == pytest.approx(theirs[measures[1]])


def test_peers_are_measured_over_the_same_cases(made, tmp_path):
    write_run(tmp_path, made)
    peer = {f.metric: f for f in score_run(tmp_path, made).peers["bm25"]}
    assert (peer["recall@5"].value, peer["recall@5"].scored) == (0.5, 2)


def test_cost_is_the_median_and_95th_percentile_of_each_step():
    seconds = [{"total": float(n)} for n in range(1, 101)]
    outcomes = [make_outcome(make_case(), make_answer(seconds=s)) for s in seconds]
    assert costs(outcomes) == {"total": {"p50": 50.5, "p95": pytest.approx(95.05)}}


def test_a_folder_without_a_run_is_an_error(tmp_path):
    with pytest.raises(SuiteError, match=r"holds no run \(header.json cannot be read\)"):
        read_run(tmp_path)
    with pytest.raises(SuiteError, match=r"holds no run \(scores.json cannot be read\)"):
        read_scores(tmp_path)


def test_a_run_whose_files_do_not_fit_together_is_an_error(made, tmp_path):
    write_run(tmp_path, made)
    (tmp_path / "documents.jsonl").write_text("")
    with pytest.raises(SuiteError, match=r"traces\.jsonl, line 1: does not fit"):
        read_run(tmp_path)


def test_scores_of_a_metric_that_is_no_more_are_an_error(made, tmp_path):
    write_run(tmp_path, made)
    score_run(tmp_path, made)
    path = tmp_path / "scores.json"
    path.write_text(path.read_text().replace('"nugget_recall"', '"charm"'))
    with pytest.raises(SuiteError, match="unknown metric 'charm'"):
        read_scores(tmp_path)
