"""Questions that say whom they want to hear from."""

import pytest

from assistant.narrow import Narrowed, narrow
from assistant.types import Document, Metadata, Section

TEXT = "The pier is long."


def document(name: str, *, title: str | None = None, **metadata: str) -> Document:
    return Document(
        id=name,
        title=title,
        text=TEXT,
        sections=(Section(start=0, end=len(TEXT)),),
        metadata=Metadata(**metadata),
        content_hash="",
    )


DOCUMENTS = [
    document("news", title="A longer pier", publisher="Vellmar Gazette", date="2021-03-04"),
    document("report", title="Annual report", publisher="Harbour Board", date="2019"),
    document("letter", author="Ida Brandt"),
    document("page", url="https://www.tidewatch.example/pier"),
]


@pytest.mark.parametrize(
    ("question", "asked", "names"),
    [
        ("According to the Vellmar Gazette, how long is it?", "How long is it?", {"news"}),
        ("How long is it according to the Gazette?", "How long is it?", {"news"}),
        ("According to Ida Brandt, how long is it?", "How long is it?", {"letter"}),
        ("How long is it, according to the annual report?", "How long is it?", {"report"}),
        ("According to the report of 2019, how long is it?", "How long is it?", {"report"}),
        ("According to the Gazette's article, how long is it?", "How long is it?", {"news"}),
        ("How long is it according to Tidewatch?", "How long is it?", {"page"}),
    ],
)
def test_a_source_is_known_by_what_the_document_says_of_itself(question, asked, names):
    assert narrow(question, DOCUMENTS) == Narrowed(asked, frozenset(names))


@pytest.mark.parametrize(
    "question",
    [
        "According to Olav Lund, how long is it?",
        "According to the report of 2020, how long is it?",
        "And according to the Gazette?",
        "According to the documents, how long is it?",
        "How long is it?",
    ],
)
def test_a_source_that_no_document_is_of_leaves_the_question_as_it_is(question):
    assert narrow(question, DOCUMENTS) == Narrowed(question)
