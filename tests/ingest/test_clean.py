import hashlib
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import LoadError
from assistant.types import Document, Metadata
from ingest.clean import clean
from ingest.load import Block, Loaded, load, parse_text

DOCUMENTS = Path(__file__).parents[1] / "documents"


def document(*texts: str) -> Document:
    return clean(Loaded(blocks=tuple(paragraph(text) for text in texts)), "note.txt")


def paragraph(text: str, page: int | None = None) -> Block:
    return Block(kind="paragraph", text=text, page=page)


def item(text: str) -> Block:
    return Block(kind="item", text=text)


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return Block(kind="heading", text=text, level=level, page=page)


# The canonical text and its sections


def test_blocks_are_lines_and_lists_stand_together():
    blocks = (
        heading("Tower"),
        paragraph("It has:"),
        item("steps"),
        item("a door"),
        paragraph("So."),
    )

    assert clean(Loaded(blocks=blocks), "x").text == "Tower\n\nIt has:\n\n- steps\n- a door\n\nSo."


def test_sections_follow_headings_and_pages_and_cover_the_text():
    blocks = (
        paragraph("Before.", 1),
        heading("Tower", 1, 1),
        paragraph("Old.", 1),
        heading("Door", 3, 1),
        paragraph("Red.", 1),
        paragraph("Round.", 2),
        heading("Sea", 2, 2),
        heading("Port", 1, 2),
    )
    made = clean(Loaded(blocks=blocks), "x")
    found = [(s.headings, s.page, made.text[s.start : s.end].strip()) for s in made.sections]

    assert found == [
        ((), 1, "Before."),
        (("Tower",), 1, "Tower\n\nOld."),
        (("Tower", "Door"), 1, "Door\n\nRed."),
        (("Tower", "Door"), 2, "Round."),
        (("Tower", "Sea"), 2, "Sea"),
        (("Port",), 2, "Port"),
    ]
    assert "".join(made.text[s.start : s.end] for s in made.sections) == made.text


def test_a_document_carries_what_is_known_of_it():
    known = Metadata(
        publisher="The\u00a0Press", date="2019", language="en", url="https://x.example/"
    )
    made = clean(Loaded(title="A\u00adbc", metadata=known, blocks=(paragraph("Text."),)), "a/b.md")

    assert made.id == "a/b.md"
    assert made.title == "Abc"
    assert made.metadata == known.model_copy(update={"publisher": "The Press"})
    assert made.content_hash == hashlib.sha256(b"Text.").hexdigest()


def test_a_title_that_stands_in_the_text_is_cleaned_with_it():
    loaded = parse_text("The Tower Trust (TTR)1 sells\n\nIt asks the Port Office (POF)2 first.")

    assert clean(loaded, "x").title == "The Tower Trust (TTR) sells"


@pytest.mark.parametrize("text", ["![a](b.png)", "\u200b", "Advertisement", "* * *"])
def test_a_document_that_is_empty_after_cleaning_is_an_error(text):
    with pytest.raises(LoadError, match=r"note\.txt"):
        document(text)


# What surrounds an article


def test_an_article_with_dirt_comes_out_whole_and_clean():
    made = clean(load(DOCUMENTS / "seed-vault.txt"), "seed-vault.txt")

    assert made.title == "Two botanic gardens open a shared seed vault"
    assert "lamp" not in made.text
    assert "http" not in made.text
    assert "Advertisement" not in made.text
    for words in (
        "- It will freeze what is rare, and teach what is nearly forgotten.\n\nThe gardens",
        "Carbon dioxide (CO2) and water (H2O) are drawn from its air, and the G20 meeting of 2030",
        "(CODUP) begun in 1987, the Varnholm Register of Mosses (VROM) begun in 2004",
        "(TBOL) begun in 2019.",
        "begun on 3 March with the University of Orrin 2 and named after vitamin B12.",
        "(MP3) are kept as well; COVID-19 delayed it twice.",
        "\n\nThe vault in numbers\n\n- 4,100 samples, or 37% of those known",
        "\n- 3 cold rooms (out of the 11 on the island)\n- 2 gardeners",
    ):
        assert words in made.text
    assert made.sections[-1].headings == (made.title, "The vault in numbers")


@pytest.mark.parametrize(
    "image",
    [
        "![alt](https://img.example/a.jpg)",
        "![alt [with [nested] brackets]](https://img.example/a_(1).jpg)",
        '![alt](https://img.example/a.jpg "a title")',
        "![alt][reference]",
        "![](a.png)",
        '<img src="https://img.example/a.jpg" alt="alt">',
    ],
)
def test_an_image_goes_with_its_words_and_its_address(image):
    assert document(f"Before {image} after.", image).text == "Before after."


def test_an_unfinished_image_takes_no_text_with_it():
    text = "Wow![see below and (note) the rest of it."

    assert document(text).text == text


def test_a_hostile_image_is_searched_quickly():
    text = "![" * 20_000 + "(" * 20_000 + "words"

    assert document(text).text.endswith("words")


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENTS",
        "Sponsored content",
        "Share this article",
        "Share on Facebook",
        "Share this: Facebook | Twitter | LinkedIn",
        "Follow us on X, LinkedIn and Instagram",
        "Read more: Cow wins chess prize",
        "Read more »",
        "Subscribe to our weekly newsletter!",
        "Sign up for the newsletter today",
        "This website uses cookies to work.",
        "We use cookies. By continuing you accept them.",
        "Accept all cookies",
        "Skip to main content",
        "Back to top",
        "Publicité",
        "Lire aussi : la vache joue aux échecs",
        "[Home](https://x.example/) | [Sport](https://x.example/sport)",
        "https://img.example/picture.JPEG?w=200",
        "—",
    ],
)
def test_a_line_of_the_page_goes(line):
    assert document("Kept.", line).text == "Kept."


@pytest.mark.parametrize(
    "line",
    [
        "The advertisement cost the town more than the tower.",
        "Share prices fell in May.",
        "Join us on 4 October.",
        "Follow us on the coastal path to the tower.",
        "Read the report.",
        "We use cookies as bait.",
        "Our newsletter has 3,000 readers; subscribe to it by letter.",
        "Related work",
        "More news from the tower came in May.",
        "https://tower.example/report",
        "See [the report](https://tower.example/report).",
        "1903",
        "?",
    ],
)
def test_a_line_of_the_text_stays(line):
    assert document("Kept.", line).text == f"Kept.\n\n{line}"


def test_a_list_of_links_stays():
    links = Loaded(blocks=(item("[Tower](https://tower.example/)"),))

    assert "Tower" in clean(links, "x").text


# Unicode


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("e\u0301te\u0301", "été"),
        ("light\u00adhouse", "lighthouse"),
        ("29\u00a0% of\u202f3\u2009m\u3000x", "29 % of 3 m x"),
        ("to\u200bw\ufeffer\u2060", "tower"),
        ("in\u202evert\u202c \u2066ed\u2069", "invert ed"),
        ("say\U000e0068\U000e0069 no", "say no"),
        ("bell\x07 and\x1b[31m red", "bell and[31m red"),
        ("line\x85break\u2028two", "line break two"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("lat\u200din l\u200cetters", "latin letters"),
        ("x\ufe0f\ufe0f\U000e0101y", "x\ufe0fy"),
    ],
)
def test_characters_take_one_form(text, cleaned):
    assert document(text).text == cleaned


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क्\u200dष", "👩\u200d🔬 and 👨🏽\u200d🚀", "🏳️\u200d🌈"]
)
def test_joiners_that_shape_what_is_seen_stay(text):
    assert document(text).text == text


@given(st.text(st.characters(), min_size=1))
def test_canonical_text_is_composed_visible_and_encodable(text):
    made = document("Start.", text).text

    assert unicodedata.is_normalized("NFC", made)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]", made
    )
    assert "  " not in made
    made.encode()


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_cleaning_clean_text_changes_nothing(texts):
    once = document("Start.", *texts).text

    assert document(*once.split("\n\n")).text == once
