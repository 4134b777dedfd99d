"""What a visitor does with answers, in a real browser: keep, check, redo, save."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.settings import Settings
from tests.e2e.asking import ask
from tests.e2e.conftest import Visit
from tests.ui.scripted import DOME, ScriptedAssistant, answer, document, sentence, serving
from ui.app import build_app
from ui.language import ENGLISH, LANGUAGES

pytestmark = pytest.mark.browser


class Library(ScriptedAssistant):
    """Waits with its answer when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def stream(self, *asked: object, **named: object) -> Iterator[object]:  # type: ignore[override]
        may_answer = self.may_answer
        for event in super().stream(*asked, **named):  # type: ignore[arg-type]
            yield event
            may_answer.wait(timeout=30)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, str]]:
    library = Library()
    kept_in = tmp_path_factory.mktemp("kept") / "conversations.sqlite"
    with serving(lambda: build_app(lambda: library, Settings(), kept_in=kept_in)) as url:  # type: ignore[arg-type,return-value]
        yield library, url


@pytest.fixture
def library(stage: tuple[Library, str]) -> Library:
    library = stage[0]
    library.given, library.held = DOME, document()
    library.may_answer.set()
    return library


@pytest.fixture
def url(stage: tuple[Library, str], library: Library) -> str:
    return stage[1]


def test_a_reload_loses_nothing_and_the_conversation_goes_on(
    url: str, library: Library, visit: Visit
) -> None:
    page = visit(url)
    ask(page, "When was it?")
    page.reload()
    expect(page.locator(".exchange h2")).to_have_text("When was it?")
    expect(page.locator("mark.chosen")).to_have_text("The dome was finished in 1931.")
    ask(page, "And then?")
    assert library.asked[-1] == ("And then?", ["When was it?"])
    page.reload()
    expect(page.locator(".exchange h2")).to_have_text(["When was it?", "And then?"])


def test_conversations_are_listed_searched_renamed_and_deleted(url: str, visit: Visit) -> None:
    page = visit(url)
    ask(page, "When was the dome finished?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, "Who paid for it?")
    listed = page.get_by_role("navigation", name="Conversations").get_by_role("listitem")
    expect(listed).to_have_count(2)
    page.get_by_label("Search conversations").fill("paid")
    page.get_by_label("Search conversations").press("Enter")
    expect(listed).to_have_count(1)
    listed.locator("summary").click()
    listed.get_by_label("New name").fill("Money")
    listed.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("button", name="Money", exact=True)).to_be_visible()
    expect(listed).to_have_count(2)
    page.get_by_role("button", name="When was the dome finished?").first.click()
    expect(page.locator(".exchange h2")).to_have_text("When was the dome finished?")
    listed.last.locator("summary").click()
    listed.last.get_by_role("button", name="Delete for good").click()
    expect(listed).to_have_count(1)
    expect(page.locator(".exchange")).to_have_count(0)


def test_an_answer_can_be_stopped_and_asked_for_again(
    url: str, library: Library, visit: Visit
) -> None:
    page = visit(url)
    first, again = threading.Event(), threading.Event()
    library.may_answer = first
    page.locator("#form textarea").fill("When?")
    page.locator("#form textarea").press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".refusal")).to_have_text("Stopped before there was an answer.")
    library.may_answer = again
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".refusal")).to_have_count(0)
    with page.expect_response("**/reset"):  # the end of what was stopped, and of nothing else
        first.set()
    again.set()
    expect(page.locator(".exchange strong")).to_have_text("1931")
    expect(page.locator(".exchange")).to_have_count(1)


def test_an_edited_question_takes_the_place_of_the_first(url: str, visit: Visit) -> None:
    page = visit(url)
    exchange = ask(page, "Wen?")
    exchange.get_by_text("Edit the question").click()
    exchange.locator("textarea").fill("When was it finished?")
    exchange.locator("textarea").press("Enter")
    expect(page.locator(".exchange h2")).to_have_text(["When was it finished?"])


def test_why_this_answer_opens_closes_and_asks_again(url: str, visit: Visit) -> None:
    page = visit(url)
    exchange = ask(page, "When?")
    exchange.get_by_role("button", name="Why this answer").click()
    drawer = page.get_by_role("complementary", name="Why this answer")
    expect(drawer.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    exchange.get_by_role("button", name="Why this answer").click()
    drawer.get_by_label("Searched for").fill("When was the dome finished?")
    drawer.get_by_role("button", name="Search for this").click()
    expect(page.locator(".exchange h2").last).to_have_text("When was the dome finished?")


def test_the_keyboard_leads_from_citation_to_citation(
    url: str, library: Library, visit: Visit
) -> None:
    library.given = answer(sentence("The dome", 1), sentence("Its mirror came from Jena.", 2))
    page = visit(url)
    exchange = ask(page, "What?")
    exchange.get_by_role("button", name="Source 1").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("The dome")
    page.keyboard.press("n")
    expect(page.locator("mark.chosen")).to_have_text("Its mirror came from Jena.")
    page.keyboard.press("p")
    expect(page.locator("mark.chosen")).to_have_text("The dome")


def test_an_old_citation_opens_what_it_quoted_and_says_what_became_of_it(
    url: str, library: Library, visit: Visit
) -> None:
    page = visit(url)
    ask(page, "When?")
    library.held = document("The dome was finished in 1932, it is now known.")
    page.reload()
    expect(page.locator("mark.chosen")).to_have_text("The dome was finished in 1931.")
    expect(page.locator(".standing")).to_contain_text("has changed since")
    page.get_by_role("button", name="As it is now").click()
    expect(page.locator("article")).to_contain_text("1932")
    expect(page.locator(".standing")).to_contain_text("no longer stand in it")
    library.held = None
    page.reload()
    expect(page.locator(".standing")).to_contain_text("has been removed since")
    expect(page.locator("mark.chosen")).to_have_text("The dome was finished in 1931.")


def test_an_opinion_is_kept(url: str, visit: Visit) -> None:
    page = visit(url)
    exchange = ask(page, "When?")
    exchange.locator("summary", has_text="↓").click()
    exchange.get_by_label("What is wrong with it?").select_option("wrong")
    exchange.get_by_role("button", name="Send").click()
    expect(exchange.get_by_role("status")).to_have_text("Noted, thank you.")
    page.reload()
    expect(page.locator(".given")).to_have_count(1)


def test_a_conversation_is_saved_as_a_file_by_its_visitor_alone(url: str, visit: Visit) -> None:
    page = visit(url)
    ask(page, "When?")
    for name, ending in (("Markdown", "md"), ("HTML", "html"), ("JSON", "json")):
        with page.expect_download() as saving:
            page.get_by_role("link", name=name).click()
        assert saving.value.suggested_filename == f"conversation.{ending}"
        text = Path(saving.value.path()).read_text(encoding="utf-8")
        assert "1931" in text
    assert json.loads(text)["exchanges"][0]["question"] == "When?"
    address = page.get_by_role("link", name="JSON").get_attribute("href")
    assert visit(url).request.get(f"{url}/{address}").status == 404


def test_a_copied_answer_has_its_citations(url: str, visit: Visit) -> None:
    page = visit(url, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "When?").get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("The dome was finished in 1931. [1]\n\n[1] The observatory")


def test_a_french_browser_reads_french(url: str, visit: Visit) -> None:
    page = visit(url, locale="fr-FR")
    exchange = ask(page, "Quand ?")
    expect(page.locator(".state")).to_contain_text("rien ne quitte cette machine")
    expect(page.get_by_role("button", name="Demander", exact=True)).to_be_visible()
    exchange.get_by_role("button", name="Pourquoi cette réponse").click()
    expect(page.locator(".why")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "fr"
    shown = page.locator("body").inner_text()
    french = LANGUAGES["fr"].strings
    english = [t for name, t in ENGLISH.strings.items() if len(t) > 8 and t != french[name]]
    assert [text for text in english if "{" not in text and text in shown] == []


def test_on_a_phone_the_conversations_are_listed_when_asked_for(url: str, visit: Visit) -> None:
    page = visit(url, viewport={"width": 390, "height": 844})
    ask(page, "When was it?")
    listed = page.get_by_role("navigation", name="Conversations")
    expect(listed).to_be_hidden()
    page.get_by_role("button", name="Conversations").click()
    listed.get_by_role("button", name="When was it?").click()
    expect(listed).to_be_hidden()
    expect(page.locator(".exchange h2")).to_have_text("When was it?")
