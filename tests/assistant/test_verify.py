"""What has no exact span in a document is not shown, however it came about."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from assistant.types import Citation, Document, Section, Sentence, Span
from assistant.verify import verify

FIRST = "The mill was built in 1702. It burnt down in 1811."
SECOND = "The bridge was opened in 1888."


def document(name: str, text: str) -> Document:
    return Document(
        id=name,
        title=None,
        text=text,
        sections=(Section(start=0, end=len(text)),),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


MILL, BRIDGE = document("mill", FIRST), document("bridge", SECOND)
HELD = {d.id: d for d in (MILL, BRIDGE)}


def cited(start: int, end: int, *, quote: str | None = None, source: Document = MILL) -> Sentence:
    quote = source.text[start:end] if quote is None else quote
    citation = Citation(number=1, document=source, start=start, end=end, quote=quote)
    return Sentence(text=quote, citations=(citation,))


def test_an_exact_quote_stays() -> None:
    sentence = cited(0, 27)
    assert verify([sentence], HELD.get) == ((sentence,), ())


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda: cited(1, 28, quote=FIRST[:27]), id="shifted span"),
        pytest.param(lambda: cited(0, 30, quote=SECOND), id="quote of another document"),
        pytest.param(
            lambda: cited(0, 39, quote="The mill was built in 1702. in 1811."), id="stitched"
        ),
        pytest.param(lambda: cited(0, 27, quote="The mill was built in 1999."), id="invented"),
        pytest.param(lambda: cited(40, 90, quote=FIRST[40:]), id="beyond the end"),
        pytest.param(lambda: cited(-27, 27, quote=FIRST[-27:27]), id="before the start"),
        pytest.param(lambda: cited(5, 5), id="empty"),
        pytest.param(lambda: cited(0, 3, source=document("gone", "New")), id="unknown document"),
        pytest.param(lambda: cited(0, 3, source=document("mill", "New")), id="another version"),
    ],
)
def test_a_broken_citation_is_caught(broken: Callable[[], Sentence]) -> None:
    kept, removed = verify([broken()], HELD.get)
    assert kept == ()
    assert len(removed) == 1
    assert removed[0].reason


def test_a_sentence_without_a_citation_is_removed() -> None:
    kept, removed = verify([Sentence(text=FIRST, citations=())], HELD.get)
    assert (kept, removed[0].reason) == ((), "nothing is cited for it")


def test_a_sentence_that_is_not_its_quote_is_removed() -> None:
    sentence = cited(0, 27).model_copy(update={"text": "The mill was built in 1703."})
    assert verify([sentence], HELD.get)[0] == ()


def test_a_highlight_outside_its_sentence_is_removed() -> None:
    sentence = cited(0, 27).model_copy(update={"highlights": (Span(start=22, end=60),)})
    assert verify([sentence], HELD.get)[0] == ()


def test_one_broken_sentence_does_not_take_the_others_along() -> None:
    good, bad = cited(0, 27), cited(1, 28, quote=FIRST[:27])
    kept, removed = verify([good, bad], HELD.get)
    assert kept == (good,)
    assert [r.text for r in removed] == [bad.text]
