"""What a question asks about, and what it takes from the conversation."""

from __future__ import annotations

import pytest

from assistant.question import Question, analyse
from assistant.rewrite import rewrite
from assistant.types import Answer, Document, Section, Sentence, Turn
from assistant.vocabulary import Vocabulary, survey

TEXT = (
    "The Marren spa has a reading room. Ida Lund keeps the spa. The fee of the spa is 4 marks. "
    "Moths ate the curtains of the reading room. The photographs are by Cosima Hart."
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    sections = (Section(start=0, end=len(TEXT)),)
    return survey([Document(id="spa", title="", text=TEXT, sections=sections, content_hash="")])


def asked(text: str, vocabulary: Vocabulary) -> Question:
    (question,) = analyse(text, vocabulary)
    return question


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("What's the fee of the Marren spa?", "What is the fee of the Marren spa?"),
        ("Who’s the keeper of the Marren spa?", "Who is the keeper of the Marren spa?"),
        ("Who doesn't like the Marren spa?", "Who does not like the Marren spa?"),
        ("What did Ms Lund keep?", "What did Lund keep?"),
        ("Why did moths ever eat curtains?", "Why did moths eat curtains?"),
        ("For what reason did moths eat curtains?", "Why did moths eat curtains?"),
    ],
)
def test_a_question_asks_the_same_in_short_and_in_full(
    short: str, long: str, vocabulary: Vocabulary
) -> None:
    one, other = asked(short, vocabulary), asked(long, vocabulary)
    assert one.kind == other.kind
    assert [(t.stem, t.role) for t in one.terms] == [(t.stem, t.role) for t in other.terms]


def test_what_somebody_does_with_a_thing_is_not_asked_of_it(vocabulary: Vocabulary) -> None:
    question = asked("What is the fee I have to pay in advance?", vocabulary)
    assert [t.text for t in question.terms if t.role == "head"] == ["fee"]


@pytest.mark.parametrize(
    ("earlier", "given", "follow_up", "stands_alone"),
    [
        (
            "Whose are the photographs in the spa?",
            "The photographs are by Cosima Hart.",
            "Where did she have her studio?",
            "Where did Cosima Hart have her studio?",
        ),
        (
            "Who keeps the spa in 1990?",
            "Somebody keeps it.",
            "Where was she born?",
            "Where was she born?",
        ),
        (
            "Who lost the keys of the spa in Marren?",
            "Somebody did.",
            "Where was she born?",
            "Where was she born?",
        ),
        (
            "Have there been moths in the reading room?",
            "Moths ate the curtains of the reading room.",
            "How did they get rid of them?",
            "How did they get rid of moths in the reading room?",
        ),
    ],
    ids=["she is named", "no thing is she", "no place is she", "not those who do it"],
)
def test_a_pronoun_stands_for_what_it_can_stand_for(
    earlier: str, given: str, follow_up: str, stands_alone: str, vocabulary: Vocabulary
) -> None:
    said = (Sentence(text=given, citations=()),)
    answer = Answer(question=earlier, query=earlier, status="answered", sentences=said)
    turn = Turn(question=earlier, answer=answer)
    assert rewrite(follow_up, [turn], vocabulary) == stands_alone


@pytest.mark.parametrize(
    ("text", "stands_alone"),
    [
        ("I am on my way to the Marren spa. Who keeps it?", "Who keeps Marren?"),
        (
            "Is there a reading room? Who keeps it?",
            "Is there a reading room? Who keeps a reading room?",
        ),
        (
            "What is Marren's fee? What is its colour?",
            "What is Marren's fee? What is Marren's colour?",
        ),
        ("Thanks. Who keeps it?", "Who keeps it?"),
        (
            "We have a dog. What does it cost to leave the car behind?",
            "What does it cost to leave the car behind?",
        ),
    ],
    ids=["what was told", "the question before", "an owner", "nothing", "it is nothing"],
)
def test_a_question_takes_what_it_needs_from_the_sentences_around_it(
    text: str, stands_alone: str, vocabulary: Vocabulary
) -> None:
    assert rewrite(text, [], vocabulary) == stands_alone


def test_how_far_ahead_is_a_time_and_an_age_is_a_number(vocabulary: Vocabulary) -> None:
    question = asked("How far ahead must the spa be booked?", vocabulary)
    assert "duration" in question.measures
    question = asked("At what age may a child enter the spa?", vocabulary)
    assert (question.kind, question.measures) == ("number", {"age"})
