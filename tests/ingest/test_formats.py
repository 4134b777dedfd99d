"""Files that real programs made of known texts: what went in comes out, on the right page."""

import re
from pathlib import Path

import pytest
from documents.texts import TEXTS

from assistant.types import Document
from ingest.clean import clean
from ingest.load import Loaded, load
from ingest.normalise import normalise

MADE = Path(__file__).parents[1] / "documents" / "made"
EVERY = [pytest.param(name, suffix, id=name + suffix) for name in TEXTS
         for suffix in (".pdf", ".docx", ".html", ".md", ".txt")]  # fmt: skip
STRUCTURED = [case for case in EVERY if case.values[1] in {".docx", ".html", ".md"}]


def made(name: str, suffix: str) -> Loaded:
    return load(MADE / f"{name}{suffix}")


def document(name: str) -> Document:
    return clean(load(MADE / name), name)


def words(lines: list[str]) -> list[str]:
    return re.findall(r"\w+", normalise(" ".join(lines)))


def untitled(lines: list[str]) -> list[str]:
    """Leave out a title that a program wrote twice: above the text and as its first heading."""
    return lines[1:] if lines[:1] == lines[1:2] else lines


@pytest.mark.parametrize(("name", "suffix"), EVERY)
def test_every_word_comes_back_in_reading_order(name, suffix):
    lines = untitled([block.text for block in made(name, suffix).blocks])

    assert words(lines) == words(TEXTS[name].lines())


@pytest.mark.parametrize(("name", "suffix"), STRUCTURED)
def test_paragraphs_items_and_rows_come_back_as_they_were(name, suffix):
    lines = untitled([normalise(block.text) for block in made(name, suffix).blocks])

    assert lines == [normalise(line) for line in TEXTS[name].lines()]


@pytest.mark.parametrize(("name", "suffix"), EVERY)
def test_the_headings_come_back_as_headings(name, suffix):
    headings = untitled([b.text for b in made(name, suffix).blocks if b.kind == "heading"])

    assert headings == [p.text for p in TEXTS[name].parts if p.kind in {"h1", "h2"}]
    assert made(name, suffix).title == TEXTS[name].title


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_language_of_an_office_document_is_known(name, suffix):
    assert made(name, suffix).metadata.language == TEXTS[name].language


@pytest.mark.parametrize("name", ["lighthouse", "ferry", "library"])
def test_each_paragraph_of_a_pdf_is_on_its_page(name):
    found = document(f"{name}.pdf")

    for number, paragraphs in enumerate(TEXTS[name].pages(), start=1):
        for paragraph in paragraphs:
            at = found.text.index(paragraph)
            pages = {s.page for s in found.sections if s.start <= at < s.end}
            assert pages == {number}


def test_a_sentence_across_two_pages_is_whole_and_on_the_first():
    loaded = made("canal", ".pdf")
    sentence = (
        "The navigation was ceremonially reopened on 14 June 1997 in the presence of approximately"
        " four thousand spectators."
    )

    assert [block.page for block in loaded.blocks if sentence in block.text] == [1]


def test_words_parted_in_narrow_columns_are_mended():
    text = document("canal.pdf").text

    assert "collieries of the northern valley" in text
    assert "well-preserved medieval settlement" in text
    assert "\u00ad" not in text


@pytest.mark.parametrize("name", ["canal", "library", "lighthouse"])
def test_running_heads_and_page_numbers_are_left_out(name):
    text = document(f"{name}.pdf").text

    assert "Page " not in text
    assert "file://" not in text
    assert text.count(TEXTS[name].title) == 1


def test_the_rows_of_a_table_read_one_by_one():
    lines = document("herbarium.pdf").text.splitlines()

    assert "Region; Sheets; Oldest" in lines
    assert "Uplands; 22,140; 1841" in lines
    assert "Saturday; 13 to 17" in lines


def test_a_footnote_stands_below_its_paragraph():
    lines = document("weather-station.docx").text.split("\n\n")
    at = lines.index("The station was opened in 1881. It stands on the roof of the school.")

    assert lines[at + 1 : at + 3] == [
        "The date is that of the first entry in the log.",
        "Until 1902 it stood in the garden of the vicar.",
    ]


def test_a_raised_marker_does_not_become_part_of_a_year():
    assert "opened in 1881. It stands" in document("weather-station.pdf").text


@pytest.mark.parametrize("name", ["weather-station.docx", "weather-station.pdf"])
def test_the_author_of_an_office_document_is_known(name):
    assert document(name).metadata.author == "Ines Calder"


def test_a_citation_of_a_pdf_names_the_page(take_in, assistant):
    take_in(MADE / "lighthouse.pdf")
    answer = assistant.ask("When was the light made automatic?")

    assert "1988" in answer.text
    assert [citation.page for citation in answer.citations] == [2]
