"""Which numbers are the measure that a question asks for."""

from __future__ import annotations

import pytest

from assistant.measures import measured, measures
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
