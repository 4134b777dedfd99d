"""What the tests of the page do as a visitor does."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def ask(page: Page, question: str) -> Locator:
    """Ask as a visitor does and return the exchange once it is complete."""
    before = page.locator(".exchange").count()
    box = page.locator("#form textarea")
    box.fill(question)
    box.press("Enter")
    exchange = page.locator(".exchange").nth(before)
    expect(exchange).to_be_visible(timeout=15_000)
    expect(exchange).not_to_have_attribute("aria-busy", "true", timeout=60_000)
    return exchange
