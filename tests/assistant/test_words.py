from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.abbreviations import abbreviations
from assistant.sentences import sentences
from assistant.values import agree, dates, numbers, persons
from assistant.words import stem, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("programmes", "program"),
        ("centre", "centers"),
        ("organised", "organize"),
        ("colours", "color"),
        ("4th", "4"),
        ("2,900", "2900"),
        ("Université", "universite"),
    ],
)
def test_spelling_number_and_form_do_not_matter(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("researcher", "research"), ("founder", "found")])
def test_who_does_something_is_not_what_is_done(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_short_prefix_belongs_to_its_word_and_other_hyphens_divide() -> None:
    assert stems("co-publications") == stems("copublication")
    assert stems("Franco-Japanese") == ("franco", stem("Japanese"))


def test_an_elided_article_is_no_part_of_the_word() -> None:
    assert stems("l’Université") == stems("Université")


def test_words_stand_where_they_say() -> None:
    text = "L’été, the U.S. grew 3.5 %."
    assert [text[w.start : w.end] for w in words(text)] == [w.text for w in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("signed on 4 October 2022.", ["4 October 2022"]),
        ("on October 4th, 2022, and in May 2021", ["October 4th, 2022", "May 2021"]),
        ("from 2016 to 2020", ["from 2016 to 2020"]),
        ("in the 1990s and the 19th century", ["1990s", "19th century"]),
        ("2020-11-05 or 1995-96", ["2020-11-05", "1995-96"]),
        ("Rennes 1 may march on", []),
        ("a cost of 1,995 euros, 2020.5 in all", []),
    ],
)
def test_dates_are_found_whole(text: str, found: list[str]) -> None:
    assert [text[d.start : d.end] for d in dates(text)] == found


def test_numbers_leave_dates_and_codes_alone() -> None:
    text = "Since 2020 over 50 students, 2,900 papers, 3.5 million euros, two prizes, CO2."
    assert [v.key[0] for v in numbers(text)] == [50, 2900, 3.5e6, 2]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("4 October 2022", "October 4th, 2022", True),
        ("2022", "4 October 2022", True),
        ("4 October", "4 October 2022", True),
        ("2021", "4 October 2022", False),
        ("2022", "4 October", False),
    ],
)
def test_two_wordings_of_a_date_agree(one: str, other: str, *, same: bool) -> None:
    assert agree(dates(one)[0], dates(other)[0]) is same


def test_persons_are_told_from_titles_and_organisations() -> None:
    text = "Professors Ida Brandt and Vincent van Gogh met CEO Jean Petit at Vellmar University."
    names = [s.within(text) for s in persons(text, common=frozenset({"university"}))]
    assert names == ["Ida Brandt", "Vincent van Gogh", "Jean Petit"]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the Northern Light Observatory (NLO) opened", "NLO", "Northern Light Observatory"),
        (
            "run by the Bureau for Tides, Currents and Coastal Ice (BTCCI)",
            "BTCCI",
            "Bureau for Tides, Currents and Coastal Ice",
        ),
        ("the University of Vellmar (UVellmar)", "UVellmar", "University of Vellmar"),
    ],
)
def test_an_abbreviation_is_learnt_with_its_long_form(text: str, short: str, long: str) -> None:
    found = abbreviations(text)
    assert [(a.short, a.long, text[a.start : a.end]) for a in found] == [(short, long, long)]


@pytest.mark.parametrize("text", ["in Rome (Italy)", "a thing (XQZ)", "the third (NLO)"])
def test_brackets_that_define_nothing_are_left_alone(text: str) -> None:
    assert abbreviations(text) == ()


def test_sentences_cover_the_text_and_lines_never_join() -> None:
    text = "Prof. A. Brandt met Dr. Lund.  She left.\n- one item\n- another, e.g. this"
    assert [s.within(text) for s in sentences(text)] == [
        "Prof. A. Brandt met Dr. Lund.",
        "She left.",
        "- one item",
        "- another, e.g. this",
    ]


def test_several_threads_may_stem_at_once() -> None:
    made = [f"{a}{b}{c}ationally" for a in "bdfgklmnp" for b in "aeiou" for c in "drstvlmn"]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem, made * 8))
    stem.cache_clear()
    assert together == [stem(word) for word in made] * 8
