"""How long a visitor waits: for the first paint, and for the first sentence of an answer.

    python -m ui --port 7860
    python -m tests.load.measure http://127.0.0.1:7860

Run by hand against a page that has been used once, so that models are loaded.
"""

from __future__ import annotations

import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from tests.e2e.conftest import ARGUMENTS, NAMES

VISITS = 5
ASK_AND_WAIT = """() => new Promise(resolve => {
    const began = performance.now();
    const look = () => document.querySelector(".answer, .side")
        ? resolve(performance.now() - began) : requestAnimationFrame(look);
    document.querySelector(".suggestions button").click();
    look();
})"""
"""Looks before each picture that is drawn, as an eye would."""


def first_paint(page: Page, url: str) -> float:
    """Return the milliseconds from the visit to the first contentful paint."""
    page.goto(url)
    page.locator("#form textarea").wait_for()
    entry = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    return float(page.evaluate(entry))


def first_sentence(page: Page) -> float:
    """Return the milliseconds from asking to the first sentence of an answer on the screen.

    The browser itself takes the time: to be told by it costs as much as the answer.
    """
    page.locator(".suggestions button").first.wait_for(timeout=60_000)
    return float(page.evaluate(ASK_AND_WAIT))


def main(url: str) -> None:
    """Print the median and the worst of some visits."""
    program = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        paints, sentences = [], []
        for _ in range(VISITS):
            page = browser.new_context().new_page()
            paints.append(first_paint(page, url))
            sentences.append(first_sentence(page))
            page.context.close()
        browser.close()
    for name, taken in (("first paint", paints), ("first sentence", sentences)):
        print(f"{name}: median {statistics.median(taken):.0f} ms, worst {max(taken):.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
