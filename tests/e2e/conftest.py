"""A real browser for the tests of the page; without one they are left out, by name."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAYS_TO_GET_ONE = "apt-get install chromium (Debian), brew install chromium (macOS)"
HERE = {"127.0.0.1", "localhost"}

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        left_out = f"there is no Chromium on this machine; get one with {WAYS_TO_GET_ONE}"
        if os.environ.get("CI") == "true":
            pytest.fail(left_out)
        pytest.skip(left_out)
    # Until it is closed, an event loop runs in this thread: so it does not outlive these tests.
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def reached() -> set[str]:
    """Names and addresses of hosts that this process looks up or connects to from now on."""
    hosts: set[str] = set()

    def note(event: str, given: tuple[object, ...]) -> None:
        if event == "socket.getaddrinfo":
            hosts.add(str(given[0]))
        elif event == "socket.connect" and isinstance(given[1], tuple):
            hosts.add(str(given[1][0]))

    sys.addaudithook(note)
    return hosts


@pytest.fixture
def visit(browser: Browser, reached: set[str]) -> Iterator[Visit]:
    """Open pages; at the end neither they nor what serves them may have asked another host.

    Nor may a page have met an error, or something that its policy forbids.
    """
    requested: list[str] = []
    errors: list[str] = []
    console: list[str] = []
    contexts = []

    def open_page(url: str, **options: object) -> Page:
        context = browser.new_context(**{"locale": "en-GB", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: console.append(line.text))
        page.on("dialog", lambda dialog: errors.append(f"a dialog opened: {dialog.message}"))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    away = [url for url in requested if urlsplit(url).hostname not in {None, *HERE}]
    assert requested
    assert (away, errors) == ([], [])
    assert [line for line in console if "Content Security Policy" in line] == []
    assert reached <= HERE
