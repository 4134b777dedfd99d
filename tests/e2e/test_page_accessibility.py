"""What axe finds on the page: nothing serious in our markup, in light and in dark."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from assistant.settings import Settings
from tests.e2e.asking import ask
from tests.e2e.conftest import Visit
from tests.ui.scripted import ScriptedAssistant, answer, document, passage, sentence, serving
from ui.app import build_app

pytestmark = pytest.mark.browser

OURS = ".pane"
GRADIO_AS_OF_2026_11: frozenset[str] = frozenset()
"""Rules that Gradio's own markup breaks, seen with gradio 6.31.0."""


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[ScriptedAssistant, str]]:
    assistant = ScriptedAssistant()
    with serving(lambda: build_app(lambda: assistant, Settings())) as url:  # type: ignore[arg-type,return-value]
        yield assistant, url


def violations(page: Page) -> list[dict[str, Any]]:
    if importlib.util.find_spec("axe_playwright_python") is None:
        left_out = "axe is not installed; get it with pip install axe-playwright-python"
        if os.environ.get("CI") == "true":
            pytest.fail(left_out)
        pytest.skip(left_out)
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 (may be missing)

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        {"rule": one["id"], "at": [node["html"][:160] for node in one["nodes"]]}
        for one in found
        if one["impact"] in {"serious", "critical"} and one["id"] not in GRADIO_AS_OF_2026_11
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_wherever_one_asks_and_checks(
    stage: tuple[ScriptedAssistant, str], visit: Visit, scheme: str
) -> None:
    assistant, url = stage
    page = visit(url, color_scheme=scheme, reduced_motion="reduce")
    page.get_by_role("button", name="When was the dome finished?").wait_for()
    assert violations(page) == []
    later = document("The dome was finished in 1932.", date="1950").model_copy(update={"id": "b"})
    assistant.given = answer(
        sentence("The dome was finished in 1931.", 1, bold="1931"),
        sentence("The dome was finished in 1932.", 2, of=later, bold="1932"),
        status="disagreement",
        lead="The documents disagree.",
    )
    ask(page, "When?").get_by_role("button", name="Source 2").click()
    page.locator("mark.chosen").wait_for()
    assistant.given = answer(
        status="not_found", lead="The documents do not say.", nearest=(passage("a spectrograph"),)
    )
    refused = ask(page, "Who?")
    assert violations(page) == []
    refused.get_by_role("button", name="Why no answer").click()
    page.locator(".why").wait_for()
    assert violations(page) == []
