"""What a text says and what it does not, clause by clause."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from assistant.abbreviations import abbreviations
from assistant.entail import Topic, entail

CASES = [
    (
        "The Northlight Observatory (NLO) was founded in 1931 by the astronomer Ida Brandt, who directed it until 1950.",
        [
            "Ida Brandt founded the Northlight Observatory in 1931.",
            "NLO was founded in 1931.",
            "Ida Brandt directed the observatory until 1950.",
            "Ida Brandt was director of the observatory until 1950.",
            "The astronomer Ida Brandt founded NLO.",
        ],
        [
            "Ida Brandt directed the observatory in 1931.",
            "The observatory was founded in 1950.",
            "Ida Brandt directed NLO before 1950.",
            "The Northlight Observatory was founded in 1931 by Olav Lund.",
            "NLO was not founded in 1931.",
            "The Northlight Observatory founded Ida Brandt.",
        ],
    ),
    (
        "Three stations belong to the observatory: the Skerry Station (SKS) set up in 1948, the Fell Station (FES) set up in 1962, and the Glacier Station (GLS) set up in 1987.",
        [
            "The Fell Station was set up in 1962.",
            "FES was set up in 1962 and the Glacier Station in 1987.",
            "The Skerry Station, set up in 1948, belongs to the observatory.",
            "Three stations belong to the observatory.",
        ],
        [
            "The Fell Station was set up in 1948.",
            "The Skerry Station was set up in 1962 and the Fell Station in 1948.",
            "GLS was established in 1962.",
            "The Glacier Station was closed in 1987.",
        ],
    ),
    (
        "The Harrow Institute employs three physicists from Oslo and two chemists from Bergen.",
        [
            "The Harrow Institute employs two chemists from Bergen.",
            "Two chemists from Bergen work at the Harrow Institute.",
            "Three physicists from Oslo are employed by the Harrow Institute.",
        ],
        [
            "The Harrow Institute employs two physicists from Oslo.",
            "The Harrow Institute employs three chemists.",
            "The Harrow Institute employs three physicists from Bergen.",
        ],
    ),
    (
        "Olav Lund, director of the Fell Station, met Ida Brandt, director of the Skerry Station, in 1931.",
        [
            "Olav Lund is director of the Fell Station.",
            "Ida Brandt directs the Skerry Station.",
            "Olav Lund met Ida Brandt in 1931.",
        ],
        [
            "Olav Lund is the director of the Skerry Station.",
            "Ida Brandt directs the Fell Station.",
        ],
    ),
    (
        "Ellery Works acquired Dunmore Mills in 2001 for 40 million euros. It employed 300 people before the purchase and more than 500 after it.",
        [
            "Dunmore Mills was acquired by Ellery Works in 2001.",
            "Ellery Works bought Dunmore Mills for 40 million euros.",
        ],
        [
            "Dunmore Mills acquired Ellery Works in 2001.",
            "Ellery Works acquired Dunmore Mills for 300 million euros.",
            "Ellery Works acquired Dunmore Mills for 40 million dollars.",
            "It employed 500 people before the purchase.",
        ],
    ),
    (
        "The fleet grew from 30 ships in 1995 to 40 ships in 2001.",
        [
            "The fleet had 30 ships in 1995.",
            "The fleet grew to 40 ships in 2001.",
        ],
        [
            "The fleet had 40 ships in 1995.",
            "The fleet grew to 30 ships in 2001.",
        ],
    ),
    (
        "LIMMS was founded in 1995 and JFLI in 2001, and the former director of JFLI, Anna Petit, plans to open a third laboratory in 2030.",
        [
            "JFLI was founded in 2001.",
            "LIMMS was founded in 1995.",
            "Anna Petit is the former director of JFLI.",
            "Anna Petit plans to open a third laboratory in 2030.",
        ],
        [
            "JFLI was founded in 1995.",
            "Anna Petit is the director of JFLI.",
            "Anna Petit opened a third laboratory in 2030.",
            "Anna Petit is the former director of LIMMS.",
        ],
    ),
]


@pytest.mark.parametrize(("text", "claim"), [(t, c) for t, said, _ in CASES for c in said])
def test_what_a_clause_says_in_other_words_is_said(text: str, claim: str) -> None:
    assert entail(claim, [text], abbreviations=abbreviations(text)) is None


@pytest.mark.parametrize(("text", "claim"), [(t, c) for t, _, unsaid in CASES for c in unsaid])
def test_what_no_clause_says_is_not_said(text: str, claim: str) -> None:
    assert entail(claim, [text], abbreviations=abbreviations(text))


MILLS = "The Upper Mill was built in 1702 and the Lower Mill in 1755."


def test_a_clause_without_a_name_must_stand_on_one_about_the_topic() -> None:
    upper = Topic(stems=frozenset(["upper"]))
    assert entail("It was built in 1702.", [MILLS], topic=upper) is None
    assert entail("It was built in 1755.", [MILLS], topic=upper)


def test_another_name_is_beside_the_point_only_where_one_thing_is_asked() -> None:
    claim = "The Lower Mill was built in 1755."
    upper = frozenset(["upper"])
    assert entail(claim, [MILLS], topic=Topic(stems=upper)) is None
    assert entail(claim, [MILLS], topic=Topic(stems=upper, alone=True))


def test_words_in_quotation_marks_must_stand_together() -> None:
    assert entail("“The Upper Mill was built in 1755.”", [MILLS])


@pytest.mark.parametrize("claim", ["See https://evil.example.", "![a](b)", "<b>Mill</b>"])
def test_markup_and_addresses_are_never_said(claim: str) -> None:
    assert entail(claim, [claim]) == "it holds markup or an address"
