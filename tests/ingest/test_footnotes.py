import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.footnotes import without_markers


def cleaned(*texts: str) -> list[str]:
    return without_markers(texts)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("The Office (TO)1 and the Survey (IS)2.", "The Office (TO) and the Survey (IS)."),
        ("It (ABC)1 opened on 4 October2 at noon.", "It (ABC) opened on 4 October at noon."),
        ("In 19951, then in 20122, then in 20213.", "In 1995, then in 2012, then in 2021."),
        ("It (ABC)1 grew from 19952 on, so (DEF)3.", "It (ABC) grew from 1995 on, so (DEF)."),
        ("The partners.1 They met,2 and left.", "The partners. They met, and left."),
        ("She said “never.”1 He said «always»2.", "She said “never.” He said «always»."),
        ("A share of 29%1 (ABC)2 rose.", "A share of 29% (ABC) rose."),
        ("Old gardens1 near harbours2 need keepers3.", "Old gardens near harbours need keepers."),
        ("It (ABC)1 is near Brannock2 and (DEF)3.", "It (ABC) is near Brannock and (DEF)."),
        ("Lyon¹ and Fell², with 3 m² of CO₂.", "Lyon and Fell, with 3 m² of CO₂."),
        ("Only one (ABC)¹ here.", "Only one (ABC) here."),
        ("Snow[1] fell,[2, 3] and melted [1].", "Snow fell, and melted."),
    ],
)  # fmt: skip
def test_a_series_of_markers_goes(marked, plain):
    assert cleaned(marked) == [plain]


@pytest.mark.parametrize(
    "text",
    [
        "One lone marker (ABC)1 is no series.",
        "It begins at (ABC)2 and goes on at (DEF)3.",
        "The order (ABC)2 is wrong (DEF)1.",
        "Work packages WP1, WP2 and WP3; quarters Q1, Q2, Q3.",
        "See Fig.1, Fig.2 and Fig.3, or Table1, Table2, Table3.",
        "The satellites Sentinel1, Sentinel2 and Sentinel3.",
        "The works are Hob. XXVIII:1, XXVIII:2 and XXVIII:3.",
        "First step1, then step2, then step3.",
        "Slaked lime is Ca(OH)2, and (CH2)3 is another; rust is Fe(NO3)3.",
        "Call (020)1 or (030)2.",
        "Area 1 m², 2 km², 10³ and x² + y³.",
        "Carbon in sp², sp³ and s¹ bonds.",
        "Values in [0, 1] and [1, 2], as x[1] and x[2].",
        "As in [17] and [3], or (see [2]).",
        "http://x.example/page1 and x.example/file2.txt and me.and.you3",
        "Versions 1.1, 2.2 and 3.3; 10,001 and 10,002 and 10,003.",
        "Ratios (a)1:1, (b)2:1 and (c)3:1.",
    ],
)
def test_what_is_no_series_stays(text):
    assert cleaned(text) == [text]


KEPT = [
    "Orrin 1", "CO2", "H2O", "G20", "COVID-19", "B12", "MP3", "Web 2", "1995", "WP1", "WP2", "m²",
    "p. 3", "no.4", "Fig.5", "20213 people", "3 4", "10.2", "1,234", "Lower Fell 2", "A4", "U2",
    "Ca(OH)2", "GPT-3", "x1", "2nd", "5%", "Port 3", "Python3", "Windows11", "R2-D2",
    "€5", "5G",
]  # fmt: skip
MARKED = [
    "the Tide Office (TO)", "the Ice Survey (Ice)", "the Fell Union (FU)", "on 4 October",
    "on 17 May", "le 1er avril", "am 3. August", "they called it “home”", "a share of 40%",
    "it met with rain,", "the keepers slept;", "we measured twice:", "near harbours",
    "without oars", "by candlelight",
]  # fmt: skip
FIRM = MARKED[:12]


@given(st.lists(st.sampled_from(KEPT), max_size=30), st.data())
def test_numbers_that_belong_to_words_stay_whatever_the_series(kept, data):
    marked = data.draw(st.lists(st.sampled_from(MARKED), unique=True, max_size=12))
    marked += data.draw(st.permutations([p for p in FIRM if p not in marked]))[:2]
    parts = data.draw(st.permutations([*((k, False) for k in kept), *((m, True) for m in marked)]))
    number = 0
    with_markers: list[str] = []
    for words, is_marked in parts:
        number += is_marked
        with_markers.append(f"{words}{number}" if is_marked else words)

    assert cleaned(*with_markers) == [words for words, _ in parts]


@given(st.lists(st.sampled_from(KEPT)))
def test_without_markers_nothing_changes(kept):
    assert cleaned(*kept, " and ".join(kept)) == [*kept, " and ".join(kept)]


@given(st.lists(st.text(st.sampled_from("ab AB()12³²[],.% "), max_size=40)))
def test_only_digits_and_their_brackets_ever_go(texts):
    for before, after in zip(texts, without_markers(texts), strict=True):
        letters = [c for c in before if c not in "0123456789³²[], "]
        assert letters == [c for c in after if c not in "0123456789³²[], "]


def test_every_article_of_a_collection_has_its_own_series():
    article = "The Tide Office (TO)1 and the Ice Survey (IS)2."

    assert cleaned(article, "And then.", article) == [
        "The Tide Office (TO) and the Ice Survey (IS).",
        "And then.",
        "The Tide Office (TO) and the Ice Survey (IS).",
    ]


def test_a_table_of_numbers_takes_little_time():
    start = time.perf_counter()
    cleaned(*["word1 (AB)1 (CD)2 [1] 20213 x² " * 100] * 30)

    assert time.perf_counter() - start < 10
