"""Export a conversation: Markdown, one HTML file that fetches nothing, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from assistant.types import Answer, record
from ui.language import ENGLISH, Words
from ui.markup import Html, element, joined
from ui.page import Conversation, Exchange
from ui.wording import PRODUCT, description, lead

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")
_STYLE = (
    "body{max-width:44rem;margin:3rem auto;padding:0 1.2rem;color:#1c1b19;background:#fbfaf7;"
    "font:1.05rem/1.6 Georgia,serif}h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.2rem}"
    "ol{font-size:.9rem;color:#5d5951}"
)


def export(conversation: Conversation, ending: str, *, words: Words = ENGLISH) -> tuple[str, str]:
    """Return a conversation as a file's media type and text.

    Raises:
        KeyError: ``ending`` is none of ``md``, ``html`` and ``json``.
    """
    media_type, made = _FORMS[ending]
    return media_type, made(conversation, words)


def _markdown(conversation: Conversation, words: Words) -> str:
    parts = [f"# {_plain(conversation.title)}", _plain(words("exported", product=PRODUCT))]
    for exchange in conversation.exchanges:
        parts += [f"## {_plain(exchange.question)}", *_paragraphs(exchange, words)]
    return "\n\n".join(parts) + "\n"


def _paragraphs(exchange: Exchange, words: Words) -> Iterator[str]:
    answer = exchange.answer
    if answer is None:
        yield _plain(exchange.error or words("stopped"))
        return
    yield from (_plain(line) for line in _said(answer, words))
    sources = [f"{number}. {_plain(text)}" for number, text in _sources(answer, words)]
    if sources:
        yield "\n".join([f"{_plain(words('sources'))}:", "", *sources])


def _html(conversation: Conversation, words: Words) -> str:
    title = element("title", conversation.title)
    head = element("head", element("meta", charset="utf-8"), title, element("style", Html(_STYLE)))
    shown = [element("h1", conversation.title), element("p", words("exported", product=PRODUCT))]
    for exchange in conversation.exchanges:
        shown += [element("h2", exchange.question), *_blocks(exchange, words)]
    page = element("html", head, element("body", joined(shown)), lang=words.code)
    return f"<!doctype html>\n{page}\n"


def _blocks(exchange: Exchange, words: Words) -> Iterator[Html]:
    answer = exchange.answer
    if answer is None:
        yield element("p", exchange.error or words("stopped"))
        return
    yield from (element("p", line) for line in _said(answer, words))
    sources = [element("li", text, value=str(n)) for n, text in _sources(answer, words)]
    if sources:
        yield element("ol", *sources)


def _json(conversation: Conversation, words: Words) -> str:  # noqa: ARG001 (programs read it)
    exchanges = [
        {
            "question": exchange.question,
            "answer": record(exchange.answer) if exchange.answer else None,
            "error": exchange.error,
            "feedback": exchange.feedback.model_dump() if exchange.feedback else None,
        }
        for exchange in conversation.exchanges
    ]
    made = {"title": conversation.title, "exchanges": exchanges}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _said(answer: Answer, words: Words) -> Iterator[str]:
    opening = lead(answer, words)
    if opening:
        yield opening
    for sentence in answer.sentences:
        label = f"{sentence.label}: " if sentence.label else ""
        yield label + sentence.text + "".join(f" ({c.number})" for c in sentence.citations)


def _sources(answer: Answer, words: Words) -> Iterator[tuple[int, str]]:
    for citation in answer.citations:
        address = citation.document.metadata.url
        where = description(citation.document, words, page=citation.page)
        yield citation.number, f"{where}{f', {address}' if address else ''}: “{citation.quote}”"


def _plain(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that Markdown would take for markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


_FORMS: Mapping[str, tuple[str, Callable[[Conversation, Words], str]]] = {
    "md": ("text/markdown", _markdown),
    "html": ("text/html", _html),
    "json": ("application/json", _json),
}
