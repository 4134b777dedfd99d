"""Which of the evidence is shown side by side, as what contradicts the best of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import HashEmbedder, document, passage

from assistant.question import Question, analyse
from assistant.rank import Evidence, rank
from assistant.readings import readings, same_thing
from assistant.types import Document
from assistant.vocabulary import survey

SURE, UNSURE = 1.0, -3.0


def shown(text: str, said: str, other: str, *, reading: float | None) -> set[str]:
    """Return the values shown of what one document says, and of a rival that the reader read so."""
    documents = [document("One", said), document("Other", other)]
    vocabulary = survey(documents)
    (question,) = analyse(text, vocabulary)

    def best(asked: Question, of: Document) -> Evidence:
        found = rank(asked, [passage(of)], vocabulary, HashEmbedder(), encoded=9)
        chosen = max(found, key=lambda e: (bool(e.values), e.confidence))
        return replace(chosen, veto=None, confidence=0.9, reading=SURE)

    level = 0.9 if reading == SURE else 0.15
    rival = best(question.renamed(), documents[1])
    rival = replace(rival, reading=reading, confidence=level, rival=True)
    found = readings(question, [best(question, documents[0])], [rival], vocabulary)
    assert len(found) == 1 or same_thing(question, found, vocabulary)
    return {e.statement.text[v.start : v.end] for e in found for v in e.values}


BRIDGE = "When was the Marren bridge opened?", "The Marren bridge was opened in 1931."
BOOKS = "How many books does the Ostrel library hold?", "The Ostrel library holds 210,000 books."
HEIGHT = "How high is the Brae tower?", "The Brae tower is 60 metres high."
PAINTER = "Who painted the Brae altarpiece?", "The Brae altarpiece was painted by Ida Lund."
SEAT = "Which town is Appleby twinned with?", "Since 1990 Appleby has been twinned with Montrel."
MIRROR = "How heavy is the Brae mirror?", "The Brae mirror weighs 6 tonnes."
ORGAN = "How many pipes has the new organ of the hall?", "The new organ of the hall has 412 pipes."
SHARE = "What share of the readers at Ostrel is children?", "Of Ostrel's readers 60% are children."
GUIDES = "Who guided the Appleby tour?", "Noel Petit and Ida Lund guided the tour of Appleby."
JUDGE = "Which judge led the Brae trial?", "The Brae trial of Bo Hay was led by Judge Ida Lund."
BEST = {
    BRIDGE: "1931",
    BOOKS: "210,000",
    HEIGHT: "60",
    PAINTER: "Ida Lund",
    SEAT: "Montrel",
    SHARE: "60%",
    GUIDES: "Ida Lund",
}
"""The value of each that nothing contradicts."""


@pytest.mark.parametrize(
    ("asked", "other", "values"),
    [
        (
            JUDGE,
            "The trial in Brae was led by Judge Teo Rask.",
            {"Judge Ida Lund", "Judge Teo Rask"},
        ),
        (BRIDGE, "Cars first crossed the river at Marren in 1934.", {"1931", "1934"}),
        (BOOKS, "At Ostrel 185,000 volumes stand on nine shelves.", {"210,000", "185,000"}),
        (PAINTER, "In Brae the shepherds are from the hand of Teo Rask.", {"Ida Lund", "Teo Rask"}),
        (SEAT, "Guests came to Appleby from its twin Castelnovo.", {"Montrel", "Castelnovo"}),
    ],
)
def test_another_value_in_other_words_contradicts_where_the_reader_says_it_answers(
    asked, other, values
):
    assert shown(*asked, other, reading=SURE) == values


@pytest.mark.parametrize(
    ("asked", "other", "values"),
    [
        (MIRROR, "The mirror, which weighs 7 tonnes, came by road.", {"6", "7"}),
        (ORGAN, "With 460 pipes the organ is a pet of the town.", {"412", "460"}),
    ],
)
def test_a_number_contradicts_without_the_name_or_the_description_where_the_reader_is_sure(
    asked, other, values
):
    assert shown(*asked, other, reading=SURE) == values
    assert len(shown(*asked, other, reading=-0.5)) == 1


@pytest.mark.parametrize(
    "other",
    ["The Brae mirror of 90 tonnes is a tale.", "The mirror is 7 metres wide."],
    ids=["order of magnitude", "unit"],
)
def test_a_measure_is_contradicted_by_one_of_its_size_alone(other):
    assert shown(*MIRROR, other, reading=SURE) == {"6"}


@pytest.mark.parametrize("reading", [UNSURE, None])
@pytest.mark.parametrize(
    ("asked", "other"),
    [
        (BRIDGE, "Cars first crossed the river at Marren in 1934."),
        (PAINTER, "In Brae the shepherds are from the hand of Teo Rask."),
    ],
)
def test_other_words_contradict_nothing_where_the_reader_does_not_say_so(asked, other, reading):
    assert len(shown(*asked, other, reading=reading)) == 1


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        (BRIDGE, "Cars first crossed the river at Marren on 4 May 1931."),
        (BRIDGE, "Cars first crossed the river at Marren on 4 May."),
        (BRIDGE, "Cars first crossed the river at Brae in 1934."),
        (BOOKS, "At Ostrel about 200,000 volumes stand on shelves."),
        (BOOKS, "At Ostrel forty stoves keep the readers warm."),
        (PAINTER, "In Brae the shepherds are from the hand of Mayor I. Lund."),
        (PAINTER, "In Brae the shepherds of Teo Rask hang. Ida Lund restored them."),
        (SEAT, "Guests came to Appleby from its twin, the town of Montrel."),
        (BRIDGE, "At the Marren bridge the water was opened to its highest level since 1968."),
        (BRIDGE, "Marren bridge committee, minutes of the meeting opened on 4 May 1958"),
        (HEIGHT, "The Brae tower is seen from 80 metres below the dome."),
        (BRIDGE, "Minutes reported in 1958 that the Marren bridge was opened by a mayor."),
        (SHARE, "At Ostrel 55 readers are children."),
        (GUIDES, "Noel Petit guided the tour of Appleby with a petit four for Teo Rask."),
    ],
    ids=[
        *("more", "no year", "elsewhere", "rough", "too few", "initial", "known", "longer"),
        *("record", "headline", "apart", "telling", "count", "same person"),
    ],
)
def test_what_may_say_the_same_or_speak_of_something_else_contradicts_nothing(asked, other):
    assert shown(*asked, other, reading=SURE) <= {BEST[asked]}


OTHERS = [
    document(name, text)
    for name, text in {
        "Inn": "The inn was opened in 1902. It has nine rooms.",
        "Mill": "The bridge by the mill was opened to carts. It fell down.",
        "Fair": "Every spring a fair is opened on the meadow by the school.",
        "Ferry": "The last ferry was sold for firewood. Nobody wept.",
    }.items()
]


def beside(*others: Document) -> set[str]:
    """Return the years shown for the Marren bridge beside 1931, where other documents are faint."""
    said = document("One", BRIDGE[1])
    vocabulary = survey([said, *others, *OTHERS])
    (question,) = analyse(BRIDGE[0], vocabulary)

    def judged(of: Document) -> list[Evidence]:
        found = rank(question, [passage(of)], vocabulary, HashEmbedder(), encoded=9)
        return [e for e in found if e.values]

    best = replace(judged(said)[0], veto=None, confidence=0.9, reading=SURE)
    faint = [
        replace(
            e, veto=None, reading=UNSURE, confidence=0.24 if "opened" in e.statement.text else 0.22
        )
        for other in others
        for e in judged(other)
    ]
    found = readings(question, [best], faint, vocabulary)
    return {e.statement.text[v.start : v.end] for e in found for v in e.values}


CROSSED = document("Diary", "Cars first crossed the river at Marren in 1934.")


def test_what_faintly_says_otherwise_contradicts_where_it_stands_alone():
    assert beside(CROSSED) == {"1931", "1934"}


@pytest.mark.parametrize(
    "others",
    [
        (CROSSED, document("Paper", "The town of Marren got its first lamp in 1921.")),
        (document("Diary", "The bridge was opened in 1931. Marren got its lamp in 1921."),),
        (document("Paper", "Cars first crossed the river at Brae in 1934."),),
    ],
    ids=["several", "settled", "elsewhere"],
)
def test_what_is_faint_contradicts_nothing_where_others_do_or_its_document_agrees(others):
    assert beside(*others) == {"1931"}


def test_who_built_it_owns_no_date():
    spa = document("The Marren spa", "Spa built in 1882 by the carpenter Alois Wick.")
    vocabulary = survey([spa, document("Walk", "It is an hour to Marren on foot."), *OTHERS])
    (question,) = analyse("When was the Marren spa built?", vocabulary)
    found = rank(question, [passage(spa)], vocabulary, HashEmbedder(), encoded=9)
    assert [e.veto for e in found] == [None]


def test_a_name_within_a_longer_one_is_another_thing():
    assert beside(document("Fell", "Fell-Marren was opened in 1934.")) == {"1931"}
    assert beside(document("Fell", "Marren Bridge on the Fell was opened in 1934.")) != {"1931"}


def test_of_what_is_the_oldest_there_is_one():
    said = [
        document("Paper", "A ferry, the Fulmar, sailed in 1848."),
        document("Diary", "A ferry, the Petrel, sailed in 1843."),
    ]
    vocabulary = survey(said)

    def alike(text: str) -> bool:
        (question,) = analyse(text, vocabulary)
        found = rank(question, [*map(passage, said)], vocabulary, HashEmbedder(), encoded=9)
        return same_thing(question, found, vocabulary)

    assert alike("When did the oldest ferry sail?")
    assert not alike("When did the ferry sail?")
