from __future__ import annotations

import json
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.replies import Disagreeing, Refused, Said, replies

MILL = Said(text="The mill was built in 1702.", evidence=(1, 2))
LINE = json.dumps({"sentence": MILL.text, "evidence": [1, 2]})


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        f"```json\n{LINE}\n```",
        f"Here you are:\n{LINE}",
        f'{{"sentences": [{LINE}]}}',
        f"[{LINE}]",
        json.dumps({"sentence": f"{MILL.text} [1, 2]"}),
        json.dumps({"sentence": MILL.text, "evidence": ["1", "2"]}),
        json.dumps(json.loads(LINE), indent=1),
        "The mill was built in 1702 [1][2].",
        "- The mill was built in 1702. [1, 2]",
        "1. The mill was built in 1702 [1,2].",
        "According to the evidence, The mill was built in 1702 [1, 2].",
    ],
)
def test_a_sentence_is_read_whatever_shape_it_has(text: str) -> None:
    assert list(replies([text])) == [MILL]
    assert list(replies(text)) == [MILL]


def test_sentences_come_as_soon_as_they_are_complete() -> None:
    def pieces():  # type: ignore[no-untyped-def]
        yield LINE + "\n"
        raise AssertionError("read too far")

    assert next(replies(pieces())) == MILL


def test_an_object_that_is_cut_off_loses_only_what_is_not_complete() -> None:
    assert list(replies([f'{{"sentences": [{LINE}, {{"sentence": "The br'])) == [MILL]


def test_refusal_and_disagreement_are_read() -> None:
    assert list(replies(['{"refusal": "no date"}'])) == [Refused()]
    assert list(replies([f'{{"disagreement": true}}\n{LINE}'])) == [Disagreeing(), MILL]
    assert list(replies(['{"refusal": ""}'])) == []


@pytest.mark.parametrize(
    "text",
    [
        "As follows:",
        "## Answer",
        '{"sentence": 5, "evidence": [1]}',
        '{"sentence": "", "evidence": [1]}',
        json.dumps({"sentence": "x" * 700, "evidence": [1]}),
        "null",
        "[1]",
    ],
)
def test_what_is_no_sentence_is_left_out(text: str) -> None:
    assert list(replies([text])) == []


def test_evidence_that_is_no_number_is_dropped() -> None:
    text = json.dumps({"sentence": "Built.", "evidence": [True, -1, 1.5, "x", None, {"a": 1}, 3]})
    assert list(replies([text])) == [Said(text="Built.", evidence=(3,))]


def test_control_and_direction_characters_are_taken_out() -> None:
    text = json.dumps({"sentence": "Built\u202e in\u200b\x00 1702.", "evidence": [1]})
    assert list(replies([text])) == [Said(text="Built in 1702.", evidence=(1,))]


@given(st.text(alphabet='{}[]",:\n1 a\\', max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert all(isinstance(r, Said | Refused | Disagreeing) for r in replies(text))


@pytest.mark.parametrize("text", ["{" * 20_000, "{}" * 10_000, "}{" * 10_000, "[" * 20_000])
def test_hostile_text_is_read_in_little_time(text: str) -> None:
    began = time.process_time()
    list(replies(text))
    assert time.process_time() - began < 20


def test_reading_does_not_depend_on_how_the_reply_is_cut() -> None:
    rng = random.Random(3)
    text = f"{LINE}\nAlso: The tower fell in 1811 [3].\n{LINE}\n"
    whole = list(replies([text]))
    assert len(whole) == 3
    for _ in range(20):
        cuts = sorted(rng.sample(range(len(text)), 6))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert list(replies(pieces)) == whole


def test_plain_lines_are_sentences_without_numbers() -> None:
    found = list(replies(["Answer: The mill was built in 1702. Bread is dear.\n- Ask me more."]))
    said = ("The mill was built in 1702.", "Bread is dear.", "Ask me more.")
    assert found == [Said(text=text) for text in said]


def test_a_sentence_that_opens_with_a_pronoun_stays_with_the_one_before() -> None:
    found = list(replies(["Bread is dear. The mill was built in 1702. It burnt down.\nIt fell."]))
    said = ("Bread is dear.", "The mill was built in 1702. It burnt down.", "It fell.")
    assert found == [Said(text=text) for text in said]


def test_nothing_is_lost_where_sentences_that_lean_on_each_other_grow_too_long() -> None:
    text = " ".join(["The mill was built in 1702.", *["It burnt down."] * 60])
    found = [reply for reply in replies([text]) if isinstance(reply, Said)]
    assert len(found) > 1
    assert " ".join(said.text for said in found) == text
