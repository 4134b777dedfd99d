"""What a PDF shows besides plain pages: scans, odd titles, cells of several lines."""

import pytest
from attacks import pdf, shown

from assistant.errors import LoadError
from ingest.layout import arrange
from ingest.lines import Line, Page
from ingest.pdf import parse_pdf

PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    " /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
)
WHOLE_PAGE = "q 612 0 0 792 0 0 cm /X Do Q "


def line(text: str, *, left: float = 72, top: float = 700, size: float = 10, **look: bool) -> Line:
    return Line(
        text=text,
        left=left,
        right=left + len(text) * size / 2,
        bottom=top - size,
        top=top,
        size=size,
        bold=look.get("bold", False),
        hyphenated=look.get("hyphenated", False),
    )


def arranged(*lines: Line) -> list[str]:
    return [block.text for block in arrange([Page(1, 792, lines)])]


def test_a_scan_without_text_is_told_from_an_empty_page():
    with pytest.raises(LoadError, match="character recognition"):
        parse_pdf(pdf(WHOLE_PAGE, more=(PICTURE,)))
    with pytest.raises(LoadError, match="no text"):
        parse_pdf(pdf(""))


def test_the_recognised_text_of_a_scan_is_read_with_a_warning():
    words = shown("The pier was built in 1871.").replace("BT", "BT 3 Tr")
    loaded = parse_pdf(pdf(WHOLE_PAGE + words, more=(PICTURE,)))

    assert [block.text for block in loaded.blocks] == ["The pier was built in 1871."]
    assert loaded.warnings == ("the text comes from character recognition and may hold errors",)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The pier", "The pier"),
        ("Microsoft Word - pier.doc", None),
        ("pier_final.indd", None),
        ("untitled", None),
        ("", None),
    ],
)
def test_a_title_that_a_program_made_up_is_none(title, expected):
    data = pdf(shown("It is old.")).replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 6 0 R")
    at = data.index(b"xref\n")
    data = data[:at] + f"6 0 obj\n<< /Title ({title}) >>\nendobj\n".encode() + data[at:]

    assert parse_pdf(data).title == expected


def test_cells_of_several_lines_make_one_row():
    texts = arranged(
        line("Ship", top=700),
        line("Amundsen, an", left=200, top=700),
        line("icebreaker", left=200, top=688),
        line("The ship was built in the last century and still sails the ice.", top=650),
    )

    assert texts[0] == "Ship; Amundsen, an icebreaker"
    assert len(texts) == 2


def test_a_word_parted_by_a_line_is_written_as_elsewhere_in_the_document():
    texts = arranged(
        line("A well-known and co-operative harbour that is not known to coope-", top=700),
        line("rate, with a keeper who is well-", top=688),
        line("known.", top=676),
    )

    assert texts == [
        "A well-known and co-operative harbour that is not known to cooperate, with a keeper who"
        " is well-known."
    ]


def test_a_larger_line_is_a_heading_and_a_bold_one_below_it():
    lines = (
        line("The pier", top=740, size=18),
        line("It stands in the water, as piers do, and is made of wood.", top=700),
        line("Its keeper", top=660, bold=True),
        line("He sleeps in a hut at its end and wakes when ships come in.", top=640),
    )
    blocks = arrange([Page(1, 792, lines)])

    assert [(block.kind, block.level) for block in blocks] == [
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]
