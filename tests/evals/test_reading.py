"""The reader's training and measuring, on a small set made here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.metrics import log_loss

from assistant.errors import SuiteError
from assistant.reader import WEIGHTS, network, trained, untrained
from evals.reading.calibration import calibration_error, platt, reliability
from evals.reading.exercises import OWN, Exercise, part, read_exercises, read_own
from evals.reading.measure import (
    answerability,
    by_sentence,
    compare_order,
    compare_right,
    judge,
    right_sentence,
    sample,
)
from evals.reading.pairs import make_pairs
from evals.reading.tables import comparison, curve
from evals.reading.train import RECIPE, blend, fit, save, train

TOWNS = ["Orrin", "Vell", "Skerry", "Tamsin", "Brack", "Lorne", "Mirfield", "Quill", "Easby", "Dun"]
THINGS = ["mill", "bridge", "school", "tower", "harbour"]

SEED = 1


def exercise(town: str, thing: str, year: int, *, answerable: bool = True) -> Exercise:
    sentences = (
        f"The {thing} of {town} was built in {year} by the weavers.",
        f"In {town} the people of Fairing hold a market by the {thing}.",
        f"Visitors reach the {thing} on foot from the square of {town}.",
    )
    asked = f"When was the {thing} of {town} built?"
    return Exercise(
        source="towns",
        document=town,
        question=asked if answerable else f"Who painted the {thing} of {town}?",
        title=town,
        sentences=sentences,
        answers=frozenset([0]) if answerable else frozenset(),
        strings=(str(year),) if answerable else (),
    )


@pytest.fixture
def towns() -> dict[str, list[Exercise]]:
    rows = [
        exercise(town, thing, 1800 + 7 * n + m, answerable=answerable)
        for n, town in enumerate(TOWNS)
        for m, thing in enumerate(THINGS)
        for answerable in (True, False)
    ]
    return {"towns": rows}


def test_no_sentence_of_a_kept_back_document_is_trained_on(towns) -> None:
    shared = Exercise(
        source="towns",
        document="Gathered",
        question="Where do visitors come from?",
        title="",
        sentences=tuple(s for rows in towns.values() for e in rows for s in e.sentences),
        answers=frozenset([2]),
    )
    towns["others"] = [shared, *(exercise(f"New {n}", "mill", n) for n in range(40))]
    kept = [s for e in part(towns, "test")["towns"] for s in e.sentences]
    trained = {s for rows in part(towns, "train").values() for e in rows for s in e.sentences}
    assert kept
    assert trained
    assert trained.isdisjoint(kept)


def test_the_parts_hold_different_documents_and_miss_none(towns) -> None:
    documents = [
        {e.document for e in part(towns, name)["towns"]} for name in ("train", "validation", "test")
    ]
    assert sum(map(len, documents)) == len(set().union(*documents)) == len(TOWNS)


def test_a_positive_pair_holds_the_answer_and_a_negative_of_the_passage_does_not(towns) -> None:
    pairs = make_pairs(towns, seed=1)
    own = [p for p in pairs if p.question.startswith("When was the mill of Orrin")]
    assert any(p.label for p in own)
    for pair in own:
        answers = pair.passage.startswith("The mill of Orrin was built in 1800")
        assert answers == bool(pair.label)


def test_a_swapped_question_is_no_longer_answered(towns) -> None:
    asked = {e.question for rows in towns.values() for e in rows}
    swapped = [p for p in make_pairs(towns, seed=1) if p.question not in asked]
    assert swapped
    assert not any(p.label for p in swapped)


def test_pairs_depend_on_the_seed_alone(towns) -> None:
    assert make_pairs(towns, seed=3) == make_pairs(towns, seed=3)
    assert make_pairs(towns, seed=3) != make_pairs(towns, seed=4)


def test_a_perfect_scorer_is_right_and_a_blind_one_is_not(towns) -> None:
    rows = towns["towns"]
    perfect = judge(
        rows,
        lambda pairs: np.array(
            [q[:4] == "When" and "built" in p.split(".")[0] for q, p in pairs], float
        ),
    )
    blind = judge(rows, lambda pairs: np.arange(len(pairs), dtype=float))
    assert right_sentence(perfect) == answerability(perfect) == 1.0
    assert right_sentence(blind) == 0.0
    assert answerability(blind) == pytest.approx(0.5, abs=0.02)
    found = compare_right(blind, perfect)
    assert (found.cosine, found.reader) == (0.0, 1.0)
    assert found.p < 0.001
    order = compare_order(blind, perfect)
    assert order is not None
    assert order.cosine == pytest.approx(1 / 3)
    assert (order.reader, order.low, order.p < 0.01) == (1.0, 1.0, True)
    assert compare_order([], []) is None


def test_the_calibration_error_is_the_gap_between_score_and_share(towns) -> None:
    sure = judge(towns["towns"], lambda pairs: np.full(len(pairs), 0.9))
    (only,) = reliability(*by_sentence(sure))
    assert (only.score, only.share) == (pytest.approx(0.9), pytest.approx(1 / 6))
    assert calibration_error([only]) == pytest.approx(0.9 - 1 / 6)


def test_scores_that_are_too_sure_are_brought_back_to_the_share_that_is_right() -> None:
    odds = np.repeat([-4.0, 4.0], 100)
    right = np.concatenate([np.arange(100) < 20, np.arange(100) < 80]).astype(float)
    slope, shift = platt(odds, right)
    assert 1 / (1 + np.exp(-(slope * 4 + shift))) == pytest.approx(0.8, abs=0.01)
    assert 1 / (1 + np.exp(-(slope * -4 + shift))) == pytest.approx(0.2, abs=0.01)


def test_the_tables_have_a_row_for_each_set(towns) -> None:
    judged = judge(towns["towns"], lambda pairs: np.linspace(0, 1, len(pairs)))
    assert "| towns | 50 |" in comparison(judged, judged)
    assert "Expected calibration error" in curve(reliability(*by_sentence(judged)))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    for name in ("squad2_dev", "clapnq_dev"):
        (tmp_path / name).mkdir()
        for file in ("documents", "questions"):
            (tmp_path / name / f"{file}.jsonl").write_text("")
    (tmp_path / "reading").mkdir()
    (tmp_path / "reading" / "broken.jsonl").write_text("{")
    with pytest.raises(SuiteError, match=r"broken\.jsonl"):
        read_exercises(tmp_path)


def test_a_row_is_read_with_its_right_and_its_doubtful_sentences(tmp_path: Path) -> None:
    documents = {"id": "d", "title": "Mills", "text": "A mill grinds. It has a wheel."}
    question = {"question": "What has a wheel?", "doc_ids": ["d"], "answers": ["wheel"]}
    for name in ("squad2_dev", "clapnq_dev"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "documents.jsonl").write_text(json.dumps(documents))
        (tmp_path / name / "questions.jsonl").write_text(json.dumps(question))
    (tmp_path / "reading").mkdir()
    row = {
        "question": "What grinds?",
        "title": "Mills_of_the_north",
        "sentences": ["A mill grinds.", "Stones grind.", "It rains."],
        "answer_sentences": [0],
        "answer_sentences_any": [0, 1],
        "answers": ["A mill"],
        "source": "derived from small: elsewhere",
    }
    (tmp_path / "reading" / "more.jsonl").write_text(json.dumps(row))
    found = read_exercises(tmp_path)
    assert sorted(found) == [
        "callers",
        "clapnq_dev",
        "named",
        "small",
        "squad2_dev",
        "strangers",
        "written",
    ]
    assert found["squad2_dev"][0].answers == {1}
    assert (found["small"][0].answers, found["small"][0].masked) == ({0}, {1})
    assert found["small"][0].title == "Mills of the north"


def test_training_on_fifty_questions_makes_the_loss_fall(towns, tmp_path: Path) -> None:
    # The classifier is drawn: an unlucky one ranks these few towns right before it is trained,
    # and what did best first is kept.
    torch.manual_seed(SEED)
    reader = untrained()
    pairs = make_pairs({"towns": towns["towns"][:50]}, seed=1)
    labels = [p.label for p in pairs]
    given = [(p.question, p.passage) for p in pairs]
    before = log_loss(labels, reader.predict(given))
    fit(reader, pairs, towns["towns"][90:], tmp_path / "run", seed=1, rate=RECIPE[0].rate)
    assert log_loss(labels, reader.predict(given)) < before
    save(reader, tmp_path / "reader.safetensors")
    again = trained(tmp_path / "reader.safetensors")
    asked = [("When was the mill of Dun built?", "The mill of Dun was built in 1863. | Dun")]
    assert again.predict(asked) == pytest.approx(reader.predict(asked), abs=0.02)


def test_training_goes_on_with_the_pass_after_the_last_one_done(towns, tmp_path: Path) -> None:
    kept = part(towns, "test")
    fresh, more = tmp_path / "fresh", tmp_path / "more"
    more.mkdir()
    shutil.copy(WEIGHTS, more / "reader-1.safetensors")
    readers = [
        trained(train(towns, folder, share=0.1, recipe=recipe))
        for folder, recipe in ((fresh, RECIPE[:1]), (more, RECIPE[:2]))
    ]
    losses = [
        log_loss(*reversed(by_sentence(judge(sample(kept, 20), reader.predict))))
        for reader in readers
    ]
    assert losses[1] < losses[0] / 2
    assert (more / "reader-1.safetensors").read_bytes() == WEIGHTS.read_bytes()
    assert not torch.equal(*(network(r).classifier.weight for r in (readers[1], trained())))


def test_a_reader_is_blended_with_the_one_before() -> None:
    reader, other = untrained(), trained()
    mine, its = (network(r).classifier.bias.item() for r in (reader, other))
    blend(reader, other, 0.75)
    assert network(reader).classifier.bias.item() == pytest.approx(0.75 * mine + 0.25 * its)


def test_every_exercise_of_ours_names_sentences_that_are_there(ours) -> None:
    assert {e.source for e in ours} == OWN
    assert len(ours) > 13_000
    for made in ours:
        marked = (*made.answers, *made.masked, *made.near)
        assert len(set(marked)) == len(marked)
        assert set(marked) <= set(range(len(made.sentences)))
        assert made.answers or made.masked or made.near


def test_what_looks_right_is_the_first_negative(ours) -> None:
    (asked,) = (e for e in ours if e.question == "How many people work in Marrick?")
    (near,) = asked.near
    pairs = [p for p in make_pairs({"written": [asked]}, seed=1) if p.question == asked.question]
    assert any(p.passage.startswith(asked.sentences[near]) for p in pairs)
    assert not any(p.label for p in pairs)


@pytest.fixture(scope="module")
def ours() -> tuple[Exercise, ...]:
    return tuple(e for rows in read_own().values() for e in rows)
