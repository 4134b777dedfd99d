"""Of several values in a sentence, those of the thing and the time that are asked about."""

from __future__ import annotations

import pytest
from fakes import document

from assistant.binding import asked_values
from assistant.clauses import clauses, told_of
from assistant.question import Question, analyse
from assistant.statements import Statement, statements
from assistant.values import dates, persons
from assistant.vocabulary import survey

VISITORS = "The Marden Museum had 3,400 visitors in 2021, 4,200 in 2022 and 5,100 in 2023."
LAMPS = "Pellen has 300 lamps, Marden 400 lamps and Kessel 520."
HALL = "The hall was built in 1920, restored in 1960 and sold in 1998."
WINNERS = "Winners of the cup: 2021, Ned Abbery of Tarn; 2022, no contest; 2023, Florian Metz."
HEADS = "In 2021 the director was Ada Holm, in 2022 Per Lind."
MAYORS = "The mayor of Pellen is Ada Holm and the mayor of Marden is Per Lind."


def read(asked: str, text: str) -> tuple[Question, Statement]:
    annals = document("Annals", text)
    (question,) = analyse(asked, survey([annals]))
    (statement,) = statements(annals)
    return question, statement


@pytest.mark.parametrize(
    ("asked", "text", "values"),
    [
        ("How many visitors did the Marden Museum have in 2022?", VISITORS, ["4,200"]),
        ("How many visitors did the Marden Museum have in 2021?", VISITORS, ["3,400"]),
        ("How many visitors did the Marden Museum have?", VISITORS, ["3,400", "4,200", "5,100"]),
        (
            "How many lamps did Pellen have in 2021?",
            "Pellen, founded in 1790, had 300 lamps in 2021 and 400 in 2022.",
            ["300"],
        ),
        ("How many lamps does Pellen have?", LAMPS, ["300"]),
        ("How many lamps does Marden have?", LAMPS, ["400"]),
        ("How many lamps does Kessel have?", LAMPS, ["520"]),
        ("How many lamps are there?", LAMPS, ["300", "400"]),
        (
            "How many people saw the show on Saturday?",
            "The show was seen by 300 people on Friday and 450 on Saturday.",
            ["450"],
        ),
        (
            "How much is a ticket for adults?",
            "Tickets are 5 crowns for children and 9 crowns for adults.",
            ["9"],
        ),
        (
            "How much do the lamps of Tarn cost?",
            "The lamps of Orven cost 30 crowns and those of Tarn 45 crowns.",
            ["45"],
        ),
        (
            "How many co-publications did Pellen and Marden have?",
            "Pellen and Marden had 2,900 co-publications, 29% of all those of Marden.",
            ["2,900"],
        ),
        (
            "What share did the Pellen Fund pay?",
            "It cost 900 crowns, of which the town paid 400 and the Pellen Fund 30%.",
            ["30%"],
        ),
        (
            "How many books do Pellen and Marden share?",
            "Pellen and Marden share 40 books, which is 5% of all books.",
            ["40"],
        ),
        (
            "How many pupils came in 2023/24?",
            "In 2023/24 Pellen had 1,870 pupils in 26 schools.",
            ["1,870"],
        ),
        ("When was the hall built?", HALL, ["1920"]),
        ("When was the hall restored?", HALL, ["1960"]),
        ("When was the hall sold?", HALL, ["1998"]),
        (
            "When did the school in Tarn open?",
            "The school in Orven opened in 1990 and the one in Tarn in 1995.",
            ["1995"],
        ),
    ],
)
def test_of_several_values_the_one_asked_for(asked: str, text: str, values: list[str]) -> None:
    question, statement = read(asked, text)
    assert [text[v.start : v.end] for v in asked_values(question, statement)] == values


@pytest.mark.parametrize(
    ("asked", "text", "names"),
    [
        ("Who won the cup in 2023?", WINNERS, ["Florian Metz"]),
        ("Who won the cup in 2021?", WINNERS, ["Ned Abbery"]),
        ("Who won the cup in 2022?", WINNERS, []),
        ("Who won the cup?", WINNERS, ["Ned Abbery", "Florian Metz"]),
        ("Who was the director in 2021?", HEADS, ["Ada Holm"]),
        ("Who was the director in 2022?", HEADS, ["Per Lind"]),
        ("Who was the director in 1990?", HEADS, []),
        ("Who is the mayor of Marden?", MAYORS, ["Per Lind"]),
        (
            "Who heads the mill of Pellen?",
            "Ada Holm, head of the mill of Pellen, and Per Lind of Marden met.",
            ["Ada Holm"],
        ),
        (
            "Who is the mayor of Marden?",
            "It rained; the mayor of Pellen, Ada Holm, and the mayor of Marden, Per Lind, came.",
            ["Per Lind"],
        ),
        (
            "Who founded Pellen?",
            "Ada Holm, a chemist, and Per Lind, a baker, founded Pellen.",
            ["Ada Holm", "Per Lind"],
        ),
    ],
)
def test_of_several_names_those_of_the_thing_and_time(
    asked: str, text: str, names: list[str]
) -> None:
    question, statement = read(asked, text)
    told = told_of(question, statement, persons(text))
    assert [span.within(text) for span in told] == names


def test_an_and_within_a_name_begins_no_clause() -> None:
    statement = read(
        "When was it opened?", "Arts and Crafts Hall says it was opened in 1902, restored in 1960."
    )[1]
    first, _ = clauses(statement, dates(statement.text))
    assert first.within(statement.text).startswith("Arts and Crafts Hall")
