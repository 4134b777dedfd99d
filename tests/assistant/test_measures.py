"""Which numbers are the measure that a question asks for."""

from __future__ import annotations

import pytest
from fakes import document

from assistant.binding import told_otherwise
from assistant.measures import measured, measures
from assistant.question import analyse
from assistant.statements import statements
from assistant.vocabulary import survey
from assistant.words import stem


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("price", "It cost 38.4 million crowns to build."),
        ("fare", "A ticket is € 4.50 one way."),
        ("funding", "They got US $499 from the state."),
        ("length", "It is 74 metres from stem to stern."),
        ("duration", "The crossing takes 55 minutes."),
        ("weight", "It weighs 12 tonnes."),
        ("percentage", "Some 44% of them came by train."),
        ("percentage", "Some 44 per cent of them came by train."),
        ("time", "The last boat sails at 20.15 on weekdays."),
        ("time", "It opens at noon."),
    ],
)
def test_a_measure_is_known_by_its_unit(word: str, text: str):
    assert measured(text, measures(stem(word)))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("price", "It has room for 78 cars."),
        ("height", "It took 55 minutes."),
        ("time", "It cost 12 crowns."),
        ("weight", "In 1974 it was sold."),
        ("colour", "It is 74 metres long."),
    ],
)
def test_another_number_is_not_the_measure(word: str, text: str):
    assert not measured(text, measures(stem(word)))


def test_the_date_until_when_something_lasts_tells_how_long_and_no_other_does() -> None:
    told = document("Sund", "The Sund treaty of 1920 lasts until January 1935.")
    (question,) = analyse("How long does the Sund treaty last?", survey([told]))
    (statement,) = statements(told)
    values = told_otherwise(question, statement)
    assert [value.span.within(statement.text) for value in values] == ["January 1935"]
