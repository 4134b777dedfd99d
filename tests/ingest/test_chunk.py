import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sentences import sentences
from assistant.types import Chunk, Document
from ingest.chunk import chunk
from ingest.clean import clean
from ingest.load import Block, Loaded

WORDS = ["amber", "birch", "cliff", "dune", "ember", "fjord", "glade", "heron", "juniper", "kelp"]


def count(texts: Sequence[str]) -> list[int]:
    """One token per word or mark, two for a long word: like a subword tokenizer."""
    return [sum(1 + (len(w) > 6) for w in re.findall(r"\w+|[^\w\s]", text)) for text in texts]


def document(*blocks: Block, name: str = "note.md") -> Document:
    return clean(Loaded(blocks=blocks), name)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block(kind="paragraph", text=text, page=page)


def item(text: str) -> Block:
    return Block(kind="item", text=text)


def heading(text: str, level: int = 1) -> Block:
    return Block(kind="heading", text=text, level=level)


def cut(made: Document, max_tokens: int = 40) -> tuple[Chunk, ...]:
    return chunk(made, count_tokens=count, max_tokens=max_tokens)


def texts(made: Document, max_tokens: int = 40) -> list[str]:
    return [made.text[c.start : c.end] for c in cut(made, max_tokens)]


def sentence(length: int, draw: random.Random) -> str:
    return " ".join(draw.choices(WORDS, k=length)).capitalize() + "."


def prose(sentence_count: int, draw: random.Random, *, longest: int = 12) -> str:
    return " ".join(sentence(draw.randint(3, longest), draw) for _ in range(sentence_count))


# What travels together


def test_a_paragraph_that_fits_is_one_chunk():
    fits = prose(3, random.Random(1), longest=8)

    assert texts(document(paragraph(fits), paragraph(fits)), 60) == [fits, fits]


def test_a_long_paragraph_is_filled_up_by_whole_sentences():
    long = prose(20, random.Random(2))
    made = texts(document(paragraph(long)))

    assert " ".join(made) == long
    assert all(text.endswith(".") for text in made)
    assert 5 <= len(made) <= 8


def test_a_list_travels_with_the_line_that_introduces_it():
    blocks = [
        paragraph("It has:"),
        item("a door"),
        item("a lamp"),
        paragraph(prose(4, random.Random(3))),
    ]

    assert texts(document(*blocks))[0] == "It has:\n\n- a door\n- a lamp"


def test_a_list_that_is_too_long_is_parted_between_items():
    items = [item(prose(1, random.Random(n))) for n in range(30)]
    made = texts(document(paragraph("It has:"), *items))

    assert made[0].startswith("It has:\n\n- ")
    assert [line for text in made for line in text.split("\n") if line] == [
        "It has:",
        *(f"- {i.text}" for i in items),
    ]


def test_a_section_of_few_short_paragraphs_is_one_chunk():
    assert texts(document(*map(paragraph, ("One is.", "Two is.", "Three is.")))) == [
        "One is.\n\nTwo is.\n\nThree is."
    ]


def test_short_paragraphs_travel_together():
    made = texts(document(*(paragraph(f"{n} is {WORDS[n % 10]}.") for n in range(100))))

    assert 10 < len(made) < 50


# Headings, sections, pages


def test_no_chunk_crosses_a_heading_or_a_page():
    blocks = [
        paragraph("A.", 1),
        paragraph("B.", 2),
        heading("Door").model_copy(update={"page": 2}),
    ]
    made = document(*blocks, paragraph("C.", 2), heading("Sea"), paragraph("D."))

    assert [(made.text[c.start : c.end], c.headings, c.page) for c in cut(made)] == [
        ("A.", (), 1),
        ("B.", (), 2),
        ("C.", ("Door",), 2),
        ("D.", ("Sea",), None),
    ]


def test_a_heading_is_a_chunk_only_if_nothing_stands_below_it():
    made = document(
        heading("Tower", 1),
        heading("Door", 2),
        paragraph("Red."),
        heading("Sea", 2),
        heading("Port", 2),
    )

    assert texts(made) == ["Red.", "Sea", "Port"]


def test_a_body_that_repeats_its_heading_stays():
    assert texts(document(heading("Door"), paragraph("Door"), paragraph("Red."))) == [
        "Door\n\nRed."
    ]


# Sentences that are too long


@pytest.mark.parametrize(
    "text",
    [
        "amber birch, cliff dune; ember fjord " * 40 + "end.",
        "amber birch cliff dune ember fjord " * 40 + "end.",
    ],
)
def test_an_overlong_sentence_is_parted_at_a_clause_or_a_word(text):
    made = texts(document(paragraph(text)))

    assert " ".join(made) == text
    assert max(count(made)) <= 40


def test_an_overlong_word_is_parted_anywhere():
    characters = "灯台" * 200
    made = chunk(
        document(paragraph(characters)), count_tokens=lambda ts: [len(t) for t in ts], max_tokens=30
    )

    assert made[0].start == 0
    assert made[-1].end == len(characters)
    assert all(a.end == b.start for a, b in pairwise(made))
    assert all(c.end - c.start <= 30 for c in made)


# Properties

BLOCKS = st.lists(
    st.builds(
        lambda kind, seed, size, page: Block(
            kind=kind,
            text=prose(size, random.Random(seed), longest=60 if seed % 9 == 0 else 12).rstrip(
                "." if kind == "heading" else ""
            ),
            level=1 + seed % 3 if kind == "heading" else 0,
            page=page,
        ),
        kind=st.sampled_from(["heading", "paragraph", "paragraph", "item"]),
        seed=st.integers(0, 10**6),
        size=st.integers(1, 6),
        page=st.sampled_from([None, None, 1, 2]),
    ),
    min_size=1,
    max_size=25,
)


@given(blocks=BLOCKS, max_tokens=st.integers(12, 60))
@settings(max_examples=60, deadline=None)
def test_chunks_cover_every_sentence_once_and_exactly(blocks, max_tokens):
    made = document(*blocks)
    chunks = cut(made, max_tokens)

    assert all(one.end <= other.start for one, other in pairwise(chunks))
    for c in chunks:
        text = made.text[c.start : c.end]
        home = next(s for s in made.sections if s.start <= c.start and c.end <= s.end)
        assert text == text.strip()
        assert count([text])[0] <= max_tokens
        assert (home.headings, home.page) == (c.headings, c.page)
    for start, end in body_sentences(made):
        parts = [made.text[max(c.start, start) : min(c.end, end)] for c in chunks]
        assert "".join(parts).replace(" ", "") == made.text[start:end].replace(" ", "")
        if count([made.text[start:end]])[0] <= max_tokens:
            assert made.text[start:end] in parts


def body_sentences(made: Document) -> Iterator[tuple[int, int]]:
    for span in sentences(made.text):
        home = next(s for s in made.sections if s.start <= span.start < s.end)
        heading_end = home.start + len(home.headings[-1]) if home.headings else home.start
        opens = bool(home.headings) and made.text.startswith(home.headings[-1], home.start)
        if not opens or span.start >= heading_end:
            yield span.start, span.end


@pytest.mark.parametrize("longest", [3, 8, 30], ids=["short", "mixed", "long"])
def test_an_edited_paragraph_changes_at_most_three_chunks(longest):
    draw = random.Random(longest)
    blocks = [paragraph(prose(draw.randint(1, 3), draw, longest=longest)) for _ in range(200)]
    before = Counter(texts(document(*blocks), 100))
    changed = []
    for _ in range(60):
        edited = list(blocks)
        edited[draw.randrange(200)] = paragraph(prose(draw.randint(1, 3), draw, longest=longest))
        after = Counter(texts(document(*edited), 100))
        changed.append((after - before).total())

    assert min(changed) >= 1
    assert max(changed) <= 3


def test_an_edit_at_the_start_of_a_long_list_leaves_its_end():
    draw = random.Random(5)
    items = [item(prose(1, draw)) for _ in range(300)]
    before = set(texts(document(*items)))
    after = texts(document(item("A new first item of some words."), *items))

    assert len(set(after) - before) <= 8


# Ids


def test_a_chunk_keeps_its_id_when_others_move():
    rest = [paragraph(prose(3, random.Random(n), longest=9)) for n in range(5)]
    before = document(*rest)
    after = document(paragraph(prose(4, random.Random(9))), *rest)

    assert [c.id for c in cut(after)][-5:] == [c.id for c in cut(before)][-5:]


def test_equal_texts_have_ids_of_their_own():
    same = paragraph(prose(4, random.Random(7)))
    chunks = cut(document(same, same, same), 60)

    assert len(chunks) == len({c.id for c in chunks}) == 3


def test_equal_texts_of_two_documents_have_ids_of_their_own():
    same = paragraph(prose(2, random.Random(7)))

    assert cut(document(same, name="a.md"))[0].id != cut(document(same, name="b.md"))[0].id
