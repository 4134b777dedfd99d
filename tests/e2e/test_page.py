"""The page in a real browser; the first tests ask the real assistant over a small index."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from assistant.chain import open_assistant
from assistant.errors import IndexDamaged
from assistant.settings import Settings
from ingest.pipeline import ingest
from ingest.target import Target
from tests.e2e.asking import ask
from tests.e2e.conftest import Visit
from tests.ui.hostile import HOSTILE
from tests.ui.scripted import (
    DOME,
    ScriptedAssistant,
    answer,
    document,
    passage,
    sentence,
    serving,
)
from ui.app import build_app

pytestmark = pytest.mark.browser

FILLER = "The keepers wrote the weather into a book every evening, and little else happened. " * 30
LIGHTHOUSE = f"""---
title: The lighthouse of Skerra
publisher: The Coast Society
date: 2019-05-02
language: en
source: https://coast.example/skerra
---

{FILLER}

## Early years

{FILLER}

The Skerra Lighthouse Station (SLS) was founded in 1874 by the harbour board. It had two keepers.

## Later

{FILLER}

{FILLER}

<img src="https://elsewhere.example/pixel.png" onerror="alert(1)">
![a picture](https://elsewhere.example/leak.png)
"""
FOUNDED = "was founded in 1874"


@pytest.fixture(scope="module")
def skerra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page over an index of one document that is longer than a screen."""
    folder = tmp_path_factory.mktemp("skerra")
    (folder / "documents").mkdir()
    (folder / "documents" / "lighthouse.md").write_text(LIGHTHOUSE, encoding="utf-8")
    settings, data = Settings(), Path(folder / "data")
    report = ingest([folder / "documents"], Target(data, settings))
    assert report.added == ("lighthouse.md",)
    with serving(lambda: build_app(lambda: open_assistant(data, settings), settings)) as url:
        yield url


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[ScriptedAssistant, str]]:
    """Serve the page over an assistant whose answer each test sets."""
    assistant = ScriptedAssistant()
    with serving(lambda: build_app(lambda: assistant, Settings())) as url:  # type: ignore[arg-type,return-value]
        yield assistant, url


@pytest.fixture
def scripted(stage: tuple[ScriptedAssistant, str]) -> tuple[ScriptedAssistant, str]:
    assistant, url = stage
    assistant.given = DOME
    return assistant, url


def in_view(mark: Locator) -> bool:
    """Whether all of a mark lies in the visible part of the pane that scrolls."""
    return bool(
        mark.evaluate(
            """mark => {
                const [inner, outer] = [mark, mark.closest("section")].map(
                    element => element.getBoundingClientRect());
                const bottom = Math.min(outer.bottom, innerHeight);
                return outer.top <= inner.top && inner.bottom <= bottom;
            }"""
        )
    )


def wait_until_in_view(mark: Locator) -> None:
    for _ in range(40):
        if in_view(mark):
            return
        mark.page.wait_for_timeout(100)
    pytest.fail("the mark was not brought into view")


def test_a_citation_opens_the_document_at_the_quoted_words(skerra: str, visit: Visit) -> None:
    page = visit(skerra)
    exchange = ask(page, "When was the Skerra Lighthouse Station founded?")
    expect(exchange.locator("strong")).to_have_text("1874")
    exchange.get_by_role("button", name="Source 1: The lighthouse of Skerra").click()
    source = page.get_by_role("region", name="Source")
    expect(source.get_by_role("heading", level=2)).to_have_text("The lighthouse of Skerra")
    expect(source.locator(".facts")).to_contain_text("2 May 2019")
    mark = source.locator("mark.chosen")
    expect(mark).to_contain_text(FOUNDED)
    wait_until_in_view(mark)
    assert exchange.locator(".answer").inner_text().startswith(mark.inner_text()[:40])


def test_a_citation_brings_its_words_back_after_scrolling_away(skerra: str, visit: Visit) -> None:
    page = visit(skerra)
    exchange = ask(page, "When was the Skerra Lighthouse Station founded?")
    mark = page.locator("mark.chosen")
    wait_until_in_view(mark)
    page.locator(".source").evaluate("pane => pane.scrollTo({top: 0, behavior: 'instant'})")
    assert not in_view(mark)
    exchange.get_by_role("button", name="Source 1").click()
    wait_until_in_view(mark)


def test_what_leads_on_is_asked_by_a_click_and_not_offered_again(skerra: str, visit: Visit) -> None:
    page = visit(skerra)
    ask(page, "How many keepers did the Skerra Lighthouse Station have?")
    leading = page.locator(".follow-ups button")
    expect(leading.first).to_be_visible(timeout=15_000)
    offered = leading.first.inner_text()
    leading.first.click()
    expect(page.locator(".exchange h2").last).to_have_text(offered)
    expect(page.locator(".exchange").last).not_to_have_attribute("aria-busy", "true")
    assert offered not in leading.all_inner_texts()


def test_all_of_it_works_by_keyboard_alone(skerra: str, visit: Visit) -> None:
    page = visit(skerra)
    page.get_by_label("Your question").focus()
    page.keyboard.type("When was the Skerra Lighthouse Station founded?")
    page.keyboard.press("Enter")
    number = page.get_by_role("button", name="Source 1")
    expect(number).to_be_visible(timeout=60_000)
    for _ in range(12):
        if number.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".source.opened mark.chosen")).to_contain_text(FOUNDED)


def test_on_a_phone_the_source_lies_over_the_answer_until_it_is_closed(
    skerra: str, visit: Visit
) -> None:
    page = visit(skerra, viewport={"width": 390, "height": 844})
    exchange = ask(page, "When was the Skerra Lighthouse Station founded?")
    source = page.get_by_role("region", name="Source")
    expect(source).to_be_hidden()
    exchange.get_by_role("button", name="Source 1").click()
    wait_until_in_view(source.locator("mark.chosen"))
    back = page.get_by_role("button", name="Back to the answer")
    expect(back).to_be_focused()
    page.keyboard.press("Escape")
    expect(source).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_example_question_is_asked_by_a_click(
    scripted: tuple[ScriptedAssistant, str], visit: Visit
) -> None:
    page = visit(scripted[1])
    page.get_by_role("button", name="When was the dome finished?").click()
    expect(page.locator(".exchange strong")).to_have_text("1931")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("button", name="When was the dome finished?")).to_be_visible()
    expect(page.locator(".source")).to_have_count(0)


def test_a_question_asked_while_the_documents_are_being_opened_is_kept(visit: Visit) -> None:
    may_open = threading.Event()

    def open_late() -> ScriptedAssistant:
        may_open.wait(timeout=30)
        return ScriptedAssistant()

    with serving(lambda: build_app(open_late, Settings())) as url:  # type: ignore[arg-type,return-value]
        page = visit(url)
        page.get_by_label("Your question").fill("When?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator(".exchange h2")).to_have_text("When?")
        may_open.set()
        expect(page.locator(".exchange strong")).to_have_text("1931")
        expect(page.locator(".state")).to_contain_text("1 document, version 3")
        page.wait_for_timeout(500)
        expect(page.locator(".exchange h2")).to_have_text("When?")


def test_a_new_conversation_stays_new_while_the_old_answer_still_comes(visit: Visit) -> None:
    may_answer = threading.Event()

    class Slow(ScriptedAssistant):
        def stream(self, *asked: object, **named: object) -> Iterator[object]:  # type: ignore[override]
            for event in super().stream(*asked, **named):  # type: ignore[arg-type]
                yield event
                may_answer.wait(timeout=30)

    with serving(lambda: build_app(Slow, Settings())) as url:  # type: ignore[arg-type]
        page = visit(url)
        page.get_by_role("button", name="When was the dome finished?").click()
        expect(page.locator(".exchange")).to_have_count(1)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".exchange")).to_have_count(0)
        may_answer.set()
        page.wait_for_timeout(500)
        expect(page.locator(".exchange")).to_have_count(0)
        expect(ask(page, "And now?").locator("strong")).to_have_text("1931")
        expect(page.locator(".exchange")).to_have_count(1)


def test_a_refusal_offers_passages_that_open(
    scripted: tuple[ScriptedAssistant, str], visit: Visit
) -> None:
    assistant, url = scripted
    assistant.given = answer(
        status="not_found", lead="The documents do not say.", nearest=(passage("a spectrograph"),)
    )
    page = visit(url)
    exchange = ask(page, "Who built it?")
    expect(exchange.locator(".refusal")).to_have_text("The documents do not say.")
    exchange.get_by_role("button", name="a spectrograph").click()
    expect(page.locator("mark.chosen")).to_have_text("a spectrograph")


def test_an_error_of_the_index_is_one_line_and_the_next_question_is_answered(
    scripted: tuple[ScriptedAssistant, str], visit: Visit
) -> None:
    assistant, url = scripted
    assistant.given = IndexDamaged("The index is damaged. Run: python -m ingest --rebuild")
    page = visit(url)
    failed = ask(page, "When?")
    expect(failed.get_by_role("alert")).to_have_text(str(assistant.given))
    assistant.given = DOME
    expect(ask(page, "And now?").locator("strong")).to_have_text("1931")


def test_two_visitors_do_not_see_each_other(
    scripted: tuple[ScriptedAssistant, str], visit: Visit
) -> None:
    one, other = visit(scripted[1]), visit(scripted[1])
    ask(one, "When did I ask?")
    expect(ask(other, "And I?").locator("h2")).to_have_text("And I?")
    assert [page.locator(".exchange").count() for page in (one, other)] == [1, 1]
    assert scripted[0].asked[-1] == ("And I?", [])


def test_fifty_hostile_strings_are_shown_as_text_and_none_runs(
    scripted: tuple[ScriptedAssistant, str], visit: Visit
) -> None:
    assistant, url = scripted
    texts = [" ".join(text.split()) for text in HOSTILE]
    sources = [
        document(f"{text}\n\nSaid.", title=text, publisher=text, url=text).model_copy(
            update={"id": f"{text}.md"}
        )
        for text in texts
    ]
    said = [sentence(t, n, of=s) for n, (t, s) in enumerate(zip(texts, sources, strict=True), 1)]
    assistant.given = answer(
        *said, lead=texts[0], passages=tuple(passage("Said.", of=s) for s in sources)
    )
    page = visit(url)
    exchange = ask(page, " ".join(texts))
    expect(exchange.locator("h2")).to_have_text(" ".join(texts))
    for text in texts:
        expect(exchange.locator(".answer")).to_contain_text(text)
    for place in (0, 10, 20, 32, 49):
        exchange.locator(f"[data-place='{place}']").click()
        expect(page.locator("mark.chosen")).to_have_text(texts[place])
    exchange.get_by_role("button", name="Why this answer").click()
    expect(page.locator(".why tbody tr").nth(49)).to_contain_text(texts[49])
    page.get_by_role("button", name="Close").click()
    assistant.given = IndexDamaged(" ".join(texts))
    expect(ask(page, "And now?").get_by_role("alert")).to_have_text(" ".join(texts))
    page.reload()
    expect(page.locator(".exchange h2").first).to_have_text(" ".join(texts))
    strange = "article, .exchange, .why, .history"
    inside = "script, img, iframe, object, svg, video, a[href^=javascript], a[href^=data]"
    assert page.locator(strange).locator(inside).count() == 0


def test_the_two_opinions_stay_in_one_line_at_every_width(
    stage: tuple[ScriptedAssistant, str], visit: Visit
) -> None:
    assistant, url = stage
    assistant.given = DOME
    page = visit(url)
    exchange = ask(page, "When was the dome finished?")
    helpful, unhelpful = exchange.get_by_text("↑"), exchange.get_by_text("↓")
    for opened in (False, True):
        for width in range(320, 640, 20):
            page.set_viewport_size({"width": width, "height": 800})
            one, other = helpful.bounding_box(), unhelpful.bounding_box()
            assert one is not None
            assert other is not None
            assert abs(one["y"] - other["y"]) < 5, (width, opened)
        unhelpful.click()
