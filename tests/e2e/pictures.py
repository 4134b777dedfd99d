"""Pictures of every state of the page, to be looked at: light, dark and on a phone.

    python -m tests.e2e.pictures FOLDER [STATE ...]

Serves the page over a copy of corpus/ in a data folder of its own, brings it into each state, and
writes FOLDER/STATE-LOOK.png. With names of states, only these are drawn.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.chain import open_assistant
from assistant.settings import Settings
from ingest.pipeline import ingest
from ingest.target import Target
from tests.e2e.asking import ask
from tests.e2e.conftest import ARGUMENTS, NAMES
from tests.ui.scripted import serving
from ui.app import build_app

CORPUS = Path(__file__).parents[2] / "corpus"
LOOKS = {
    "light": {"viewport": {"width": 1400, "height": 900}},
    "dark": {"viewport": {"width": 1400, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
ANSWERED = "What does GOLDMINE explore?"
DISPUTED = "When was LIMMS established?"
REFUSED = "Who designed the logo of LIMMS?"
CHANGED = "cnrs-utokyo.md"
STREAMED = "Which areas do the projects of the PhD program of Imperial and the CNRS range over?"

Draw = Callable[[Page], None]


def opening(page: Page) -> None:
    page.locator(".suggestions button").first.wait_for(timeout=60_000)


def answered(page: Page) -> None:
    ask(page, ANSWERED)
    page.locator(".follow-ups button").first.wait_for(timeout=60_000)


def hovered(page: Page) -> None:
    ask(page, ANSWERED).locator("sup button").first.hover()
    page.locator("#card").wait_for()


def cited(page: Page) -> None:
    ask(page, ANSWERED).locator("sup button").last.click()
    page.locator(".source.opened mark.chosen").first.wait_for()


def disagreement(page: Page) -> None:
    ask(page, DISPUTED)


def refusal(page: Page) -> None:
    ask(page, REFUSED)


def nearest(page: Page) -> None:
    ask(page, REFUSED).locator(".nearest button").first.click()
    page.locator(".source.opened mark.chosen").first.wait_for()


def follow_up(page: Page) -> None:
    ask(page, "What is the aim of LhARA?")
    ask(page, "Which therapy does it rely on?")


def streaming(page: Page) -> None:
    page.locator("#form textarea").fill(STREAMED)
    page.locator("#form textarea").press("Enter")
    page.locator(".exchange .steps li").first.wait_for()


def stopped(page: Page) -> None:
    page.locator("#form textarea").fill(STREAMED)
    page.locator("#form textarea").press("Enter")
    page.locator("#stop").click()
    page.locator(".exchange:not([aria-busy])").wait_for()


def edited(page: Page) -> None:
    ask(page, ANSWERED).get_by_text("Edit the question").click()


def objected(page: Page) -> None:
    ask(page, ANSWERED).locator("summary", has_text="↓").click()


def why(page: Page) -> None:
    ask(page, DISPUTED).locator("[data-event=why]").click()
    page.locator(".why").wait_for()


def why_refused(page: Page) -> None:
    ask(page, REFUSED).locator("[data-event=why]").click()
    page.locator(".why").wait_for()


def helped(page: Page) -> None:
    ask(page, "hello")
    ask(page, "Which documents have you?")


def kept(page: Page) -> None:
    ask(page, ANSWERED)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".exchange").wait_for(state="detached")
    ask(page, DISPUTED)
    if page.locator(".toggle").is_visible():
        page.locator(".toggle").click()
    page.locator(".history summary").first.click()


STATES: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        opening,
        streaming,
        answered,
        hovered,
        cited,
        disagreement,
        refusal,
        nearest,
        follow_up,
        stopped,
        edited,
        objected,
        why,
        why_refused,
        helped,
        kept,
    )
}


class Studio:
    """Brings a served page into its states, and draws them."""

    def __init__(self, browser: Browser, url: str, folder: Path) -> None:
        self._browser = browser
        self._url = url
        self._folder = folder

    def draw(self, name: str, bring: Draw, *, locale: str = "en-GB") -> None:
        """Draw a state as it looks to three new visitors."""
        for look in LOOKS:
            page = self.visit(look, locale=locale)
            bring(page)
            self.take(page, f"{name}-{look}")
            page.context.close()

    def draw_changed(self, change: Callable[[], None]) -> None:
        """Draw an answer whose document changes while it is on the screen."""
        pages = {look: self.visit(look) for look in LOOKS}
        for page in pages.values():
            disagreement(page)
        change()
        for look, page in pages.items():
            page.reload()
            page.locator("sup button").first.click()
            page.locator(".source.opened .standing").wait_for()
            self.take(page, f"changed-{look}")
            page.locator(".standing button").last.click()
            page.locator(".standing [aria-pressed=true]").last.wait_for()
            self.take(page, f"changed_now-{look}")
            page.context.close()

    def visit(self, look: str, *, locale: str = "en-GB") -> Page:
        """Open the page as a new visitor."""
        options: dict[str, Any] = {"locale": locale, "reduced_motion": "reduce", **LOOKS[look]}
        page = self._browser.new_context(**options).new_page()
        page.goto(self._url)
        return page

    def take(self, page: Page, name: str) -> None:
        """Write what is on the screen."""
        page.wait_for_timeout(400)  # Gradio fades some of its parts in
        page.screenshot(path=self._folder / f"{name}.png")


def main(folder: Path, wanted: Collection[str]) -> None:
    """Draw every state, or only those that are named."""
    program = next(filter(None, map(shutil.which, NAMES)))
    with ExitStack() as stack:
        given = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        corpus, data, settings = given / "corpus", given / "data", Settings()
        shutil.copytree(CORPUS, corpus)
        ingest([corpus], Target(data, settings))
        url = stack.enter_context(
            serving(
                lambda: build_app(
                    partial(open_assistant, data, settings), settings, kept_in=data / "kept.sqlite"
                )
            )
        )
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        studio = Studio(browser, url, folder)
        for name, bring in STATES.items():
            if not wanted or name in wanted:
                studio.draw(name, bring)
        if not wanted or "french" in wanted:
            studio.draw("french", disagreement, locale="fr-FR")
        if not wanted or "changed" in wanted:
            studio.draw_changed(partial(_change, corpus, Target(data, settings)))
        browser.close()


def _change(corpus: Path, target: Target) -> None:
    """Let the first of the documents that disagree say something else."""
    path = corpus / CHANGED
    path.write_text(
        path.read_text(encoding="utf-8").replace("In 1995", "In the year 1995"), encoding="utf-8"
    )
    ingest([corpus], target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
