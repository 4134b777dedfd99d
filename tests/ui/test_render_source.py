from typing import Any

import pytest

from assistant.standing import Standing
from assistant.types import Document, Section, Span
from tests.ui.panes import elements, found, parsed, shown, talk
from tests.ui.scripted import DOME, answer, document, sentence
from ui.page import Selection
from ui.render_source import render_source


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "ftp://a.org/",
        "https://",
        "[",
        "",
    ],
)
def test_only_a_web_address_is_a_link(url: str) -> None:
    cited = sentence("Its mirror came from Jena.", of=document(url=url))
    assert found(shown(answer(cited)), "a") == []


def test_the_original_opens_in_a_page_of_its_own() -> None:
    cited = sentence("Its mirror came from Jena.", of=document(url="https://example.org/a?b=c&d"))
    (link,) = elements(shown(answer(cited)), "a")
    assert link.text_content() == "Original at example.org"
    assert (link.get("href"), link.get("target")) == ("https://example.org/a?b=c&d", "_blank")
    assert "noopener" in link.get("rel")


def test_the_source_is_the_whole_document_with_every_citation_marked() -> None:
    given = answer(sentence("The dome was finished", 1), sentence("was finished in 1931.", 2))
    source = shown(given, place=1)
    assert found(source, "article/*")[1:4] == [
        "The observatory",
        "The dome was finished in 1931. Its mirror came from Jena.",
        "Instruments",
    ]
    assert found(source, "article/ul/li") == ["a refractor of 30 cm", "a spectrograph"]
    assert [mark.text for mark in elements(source, "mark")] == [
        "The dome ",
        "was finished",
        " in 1931.",
    ]
    assert "".join(m.text for m in elements(source, "mark[@class='chosen']")) == (
        "was finished in 1931."
    )
    assert [m.text for m in elements(source, "*[@data-view]")] == ["was finished"]


def test_citations_of_another_version_of_the_document_are_not_marked() -> None:
    older = document("The dome was begun in 1929.")
    given = answer(
        sentence("The dome was begun", 1, of=older), sentence("The dome was finished", 2)
    )
    assert found(shown(given, place=1), "mark") == ["The dome was finished"]


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        ({}, ["publisher unknown", "date unknown", "language unknown"]),
        (
            {"publisher": "The Society", "date": "2022-10-04", "language": "fr"},
            ["The Society", "4 October 2022", "French"],
        ),
        ({"language": "zz"}, ["publisher unknown", "date unknown", "zz"]),
        (
            {"author": "Ida Brandt", "warnings": ("hidden text was left out",)},
            [
                "publisher unknown",
                "date unknown",
                "language unknown",
                "by Ida Brandt",
                "Note: hidden text was left out",
            ],
        ),
    ],
)
def test_what_is_unknown_of_a_document_is_said_to_be_unknown(
    known: dict[str, Any], facts: list[str]
) -> None:
    cited = sentence("Its mirror came from Jena.", of=document(**known))
    assert found(shown(answer(cited)), "*[@class='facts']/span") == facts


def test_a_title_that_the_text_does_not_open_with_is_set_above_it() -> None:
    cited = sentence("Its mirror came from Jena.", of=document(title="A visit"))
    source = shown(answer(cited))
    assert found(source, "h2") == ["A visit"]
    assert found(source, "h3") == ["The observatory"]
    assert found(source, "h4") == ["Instruments"]


def test_opening_the_same_place_again_brings_it_into_view_again() -> None:
    conversation = talk(DOME)
    once = conversation.select(0, 0)
    again = conversation.select(0, 0, before=once)
    assert render_source(conversation, once) != render_source(conversation, again)


def test_only_what_the_visitor_opened_lies_over_the_conversation() -> None:
    conversation = talk(DOME)
    for opened in (True, False):
        pane = render_source(conversation, conversation.select(0, 0, opened=opened))
        assert ("opened" in parsed(pane)[0].get("class")) is opened


@pytest.mark.parametrize(("exchange", "place"), [(1, 0), (0, 1), (-1, 0), (0, -1)])
def test_a_place_that_does_not_exist_changes_nothing(exchange: int, place: int) -> None:
    before = Selection(exchange=0, place=0)
    assert talk(DOME).select(exchange, place, before=before, opened=True) == before


NEWER = document("The observatory\n\nSince 1990 a museum. The dome was finished in 1931.")


def standing_in(today: Document) -> Standing:
    """Return that the words of DOME stand in a document today."""
    start = today.text.index(DOME.text)
    return Standing(
        state="unchanged", today=today, span=Span(start=start, end=start + len(DOME.text))
    )


def test_a_document_that_changed_can_be_read_as_it_was_and_as_it_is_now() -> None:
    conversation = talk(DOME)
    was = render_source(conversation, conversation.select(0, 0), standing=standing_in(NEWER))
    assert found(was, "*[@class='standing']/p") == [
        "This document has changed since the answer. The quoted words still stand in it."
    ]
    assert [b.get("aria-pressed") for b in elements(was, "*[@class='standing']/button")] == [
        "true",
        "false",
    ]
    assert "museum" not in parsed(was).text_content()
    now = render_source(
        conversation, conversation.select(0, 0, now=True), standing=standing_in(NEWER)
    )
    assert "museum" in parsed(now).text_content()
    assert found(now, "mark[@class='chosen']") == ["The dome was finished in 1931."]


@pytest.mark.parametrize(
    ("span", "said", "marked"),
    [
        (None, "no longer stand in it.", []),
        (Span(start=0, end=6), "no longer stand in it, but something like them.", ["Closed"]),
    ],
)
def test_words_that_are_gone_are_said_to_be_gone(
    span: Span | None, said: str, marked: list[str]
) -> None:
    conversation, today = talk(DOME), document("Closed.", title="X")
    gone = Standing(state="changed", today=today, span=span)
    now = render_source(conversation, conversation.select(0, 0, now=True), standing=gone)
    assert found(now, "*[@class='standing']/p")[0].endswith(said)
    assert found(now, "mark") == marked


def test_a_document_that_says_the_same_under_another_name_is_unchanged() -> None:
    conversation, renamed = talk(DOME), document().model_copy(update={"id": "else.md"})
    pane = render_source(conversation, conversation.select(0, 0), standing=standing_in(renamed))
    assert found(pane, "*[@class='standing']") == []


def test_a_document_that_was_removed_is_shown_as_it_was_and_says_so() -> None:
    conversation = talk(DOME)
    pane = render_source(
        conversation, conversation.select(0, 0), standing=Standing(state="removed")
    )
    assert found(pane, "*[@class='standing']") == [
        "This document has been removed since the answer."
    ]
    assert found(pane, "mark") == ["The dome was finished in 1931."]


def test_citations_lead_to_the_one_before_and_the_one_after() -> None:
    given = answer(sentence("The dome", 1), sentence("Its mirror", 2), sentence("Jena", 3))
    before, after = elements(shown(given, place=1), "*[@data-step]")
    assert (before.get("data-place"), after.get("data-place")) == ("0", "2")
    assert [b.get("disabled") for b in elements(shown(given), "*[@data-step]")] == ["", None]


def test_pages_are_told_where_they_begin() -> None:
    text = "First.\n\nSecond.\n\nThird."
    sections = tuple(
        Section(page=page, start=text.index(word), end=len(text))
        for page, word in ((1, "First"), (2, "Third"))
    )
    paged = document(text).model_copy(update={"sections": sections})
    pane = shown(answer(sentence("Third.", of=paged)))
    assert found(pane, "*[@class='page']") == ["page 1", "page 2"]
