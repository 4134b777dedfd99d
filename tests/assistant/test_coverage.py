"""What a statement speaks of without saying it."""

from __future__ import annotations

import pytest
from fakes import document

from assistant.coverage import NAMED, cover
from assistant.question import analyse
from assistant.statements import statements
from assistant.vocabulary import survey

CALL = "The TERN called for projects in spring."


@pytest.mark.parametrize(
    ("said", "of_tern"),
    [
        ("Farmers handed in 67 applications.", True),
        ("It had 67 applications.", True),
        ("Then Vellmar handed in 67 applications.", False),
    ],
)
def test_a_statement_that_names_nothing_goes_on_about_the_name_before_it(
    said: str, *, of_tern: bool
) -> None:
    letter = document("Letter", f"Many letters came. {CALL} {said}")
    vocabulary = survey([letter, document("Vellmar", "In Vellmar many came.")])
    (question,) = analyse("How many applications did the TERN receive?", vocabulary)
    (name,) = question.names
    assert (cover(name, statements(letter)[2], vocabulary) >= NAMED) is of_tern
