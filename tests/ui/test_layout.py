import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Section, Span
from tests.ui.scripted import TEXT, document
from ui.layout import Block, layout


def words(block: Block) -> str:
    return "".join(run.text for run in block.runs)


def marked(blocks: tuple[Block, ...], mark: int) -> list[str]:
    return [run.text for block in blocks for run in block.runs if mark in run.marks]


def test_every_line_becomes_a_block_of_its_kind() -> None:
    assert [(block.kind, block.level, words(block)) for block in layout(document())] == [
        ("heading", 1, "The observatory"),
        ("paragraph", 0, "The dome was finished in 1931. Its mirror came from Jena."),
        ("heading", 2, "Instruments"),
        ("item", 0, "a refractor of 30 cm"),
        ("item", 0, "a spectrograph"),
    ]


def test_a_section_that_goes_on_after_a_page_break_does_not_begin_with_a_heading() -> None:
    text = "Instruments\n\nInstruments were bought in 1932."
    after = text.index("\n\n") + 2
    sections = (
        Section(headings=("Instruments",), page=1, start=0, end=after),
        Section(headings=("Instruments",), page=2, start=after, end=len(text)),
    )
    blocks = layout(document(text).model_copy(update={"sections": sections}))
    assert [block.kind for block in blocks] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        (("finished in 1931", "in 1931. Its"), (["finished ", "in 1931"], ["in 1931", ". Its"])),
        (("The dome", " was finished"), (["The dome"], [" was finished"])),
        (("dome was finished", "was"), (["dome ", "was", " finished"], ["was"])),
    ],
    ids=["overlapping", "adjacent", "nested"],
)
def test_spans_are_marked_exactly(
    quotes: tuple[str, str], expected: tuple[list[str], list[str]]
) -> None:
    starts = [TEXT.index(quote) for quote in quotes]
    spans = [Span(start=s, end=s + len(q)) for s, q in zip(starts, quotes, strict=True)]
    blocks = layout(document(), spans)
    assert (marked(blocks, 0), marked(blocks, 1)) == expected


def test_a_span_over_several_blocks_is_marked_in_each() -> None:
    span = Span(start=TEXT.index("Its mirror"), end=TEXT.index("of 30 cm"))
    assert marked(layout(document(), [span]), 0) == [
        "Its mirror came from Jena.",
        "Instruments",
        "a refractor ",
    ]


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
    lambda ends: Span(start=min(ends), end=max(ends))
)


@given(
    st.lists(st.text(string.ascii_letters + " -", max_size=12), max_size=6).map("\n".join),
    st.lists(SPANS, max_size=4),
)
def test_each_character_is_shown_once_and_knows_its_marks(text: str, spans: list[Span]) -> None:
    expected, at = [], 0
    for line in text.split("\n"):
        hidden = 2 if line.startswith("- ") else 0
        expected += [
            (text[i], tuple(m for m, span in enumerate(spans) if span.start <= i < span.end))
            for i in range(at + hidden, at + len(line))
            if line.strip()
        ]
        at += len(line) + 1
    blocks = layout(document(text).model_copy(update={"sections": ()}), spans)
    assert expected == [
        (character, run.marks) for block in blocks for run in block.runs for character in run.text
    ]
