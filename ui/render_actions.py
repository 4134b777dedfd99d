"""What can be done with an exchange: check it, copy it, ask again, edit, say what one thinks."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.types import Answer
from ui.language import Words
from ui.markup import NOTHING, Html, button, element, form
from ui.page import Conversation, Exchange
from ui.wording import with_sources

REASONS = ("wrong", "off", "source", "missing")
"""What can be wrong with an answer, as the strings of a language name it."""
LONGEST_REMARK = 1_000
"""Characters."""
EXPORTS = {"md": "Markdown", "html": "HTML", "json": "JSON"}


def render_actions(exchange: Exchange, number: int, words: Words) -> Html:
    """Return the line below an exchange that is complete."""
    target = str(number)
    answer = exchange.answer
    parts = [
        *(_figures(answer, words) if answer else ()),
        *(_checks(answer, target, words) if answer else ()),
        button("again", words("again"), data_exchange=target),
        _edit(exchange, target, words),
        *(_opinions(exchange, target, words) if answer else ()),
    ]
    return element("div", *parts, class_="actions", role="group", aria_label=words("actions"))


def render_exports(conversation: Conversation, words: Words) -> Html:
    """Return the links that save a conversation, where it is kept."""
    if not conversation.id:
        return NOTHING
    links = (
        element("a", name, href=f"export/{conversation.id}.{ending}", download="")
        for ending, name in EXPORTS.items()
    )
    return element("p", words("export"), " ", *_apart(links), class_="exports")


def _apart(links: Iterator[Html]) -> Iterator[str]:
    for position, link in enumerate(links):
        if position:
            yield " · "
        yield link


def _figures(answer: Answer, words: Words) -> Iterator[Html]:
    sources = len({citation.document.id for citation in answer.citations})
    if sources:
        yield element("span", words.count("source", sources), class_="figures")
    if sources and "total" in answer.seconds:
        seconds = words.number(answer.seconds["total"], 1)
        yield element("span", words("seconds", seconds=seconds), class_="figures")


def _checks(answer: Answer, target: str, words: Words) -> Iterator[Html]:
    if answer.status != "help":
        refused = answer.status == "not_found"
        yield button("why", words("why_not" if refused else "why"), data_exchange=target)
    yield button(
        "copy",
        words("copy"),
        data_exchange=target,
        data_text=with_sources(answer, words),
        data_done=words("copied"),
    )


def _edit(exchange: Exchange, target: str, words: Words) -> Html:
    box = element("textarea", exchange.question, name="question", rows="2", **_named(words, "edit"))
    send = element("button", words("edit_send"), type="submit")
    return element(
        "details",
        element("summary", words("edit")),
        form("revise", box, send, data_exchange=target),
    )


def _opinions(exchange: Exchange, target: str, words: Words) -> Iterator[Html]:
    given = exchange.feedback.verdict if exchange.feedback else None
    helpful = button(
        "rate",
        "↑",
        data_exchange=target,
        data_verdict="helpful",
        aria_pressed="true" if given == "helpful" else "false",
        title=words("helpful"),
        **_named(words, "helpful"),
    )
    unhelpful = element(
        "details",
        element("summary", "↓", title=words("unhelpful"), **_named(words, "unhelpful")),
        _objection(target, words),
        class_="given" if given == "unhelpful" else None,
    )
    yield element("div", helpful, unhelpful, class_="opinions")
    if given:
        yield element("span", words("thanks"), class_="figures", role="status")


def _objection(target: str, words: Words) -> Html:
    choices = (element("option", words(f"reason_{name}"), value=name) for name in REASONS)
    return form(
        "rate",
        element("label", words("reason"), " ", element("select", *choices, name="reason")),
        element(
            "input",
            name="words",
            maxlength=str(LONGEST_REMARK),
            placeholder=words("reason_words"),
            **_named(words, "reason_words"),
        ),
        element("button", words("send"), type="submit"),
        data_exchange=target,
        data_verdict="unhelpful",
    )


def _named(words: Words, name: str) -> dict[str, str]:
    return {"aria_label": words(name)}
