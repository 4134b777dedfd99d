"""The conversation as HTML: questions as headings, answers as text with numbered citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.types import Answer, Citation, Sentence, Step
from ui.language import ENGLISH, Words
from ui.markup import NOTHING, Html, button, element, joined
from ui.page import Conversation, Exchange, Selection
from ui.render_actions import render_actions, render_exports
from ui.wording import description, lead

_EXCERPT = 110
"""Characters of a passage that are shown on the button which opens it."""
_LONG_WORD = 30
"""Characters; a longer word may have to be broken to fit a narrow screen."""


@dataclass(frozen=True)
class _Openers:
    """Makes the controls that open the places of one exchange."""

    exchange: int
    words: Words
    numbers: tuple[int, ...] = ()
    selected: int | None = None

    def citation(self, citation: Citation) -> Html:
        """Return the number of a citation, as a button once the answer is complete."""
        number = str(citation.number)
        if citation.number not in self.numbers:
            return element("sup", number)
        opener = self.place(
            self.numbers.index(citation.number),
            number,
            aria_label=self.words("source_number", number=number, name=citation.document.name),
            data_quote=citation.quote,
            data_origin=description(citation.document, self.words, page=citation.page),
        )
        return element("sup", opener)

    def place(self, place: int, *children: str, **attributes: str | None) -> Html:
        """Return a button that opens a place."""
        return button(
            "cite",
            *children,
            data_exchange=str(self.exchange),
            data_place=str(place),
            aria_current="true" if place == self.selected else None,
            **attributes,
        )


def render_conversation(
    conversation: Conversation, selection: Selection | None = None, *, words: Words = ENGLISH
) -> Html:
    """Return every exchange; the last one is the one to bring into view."""
    last = len(conversation.exchanges) - 1
    sections = (
        element(
            "section",
            element("h2", exchange.question),
            _body(exchange, _openers(exchange, number, selection, words)),
            class_="exchange",
            aria_busy=None if exchange.complete else "true",
            data_view=f"{conversation.id}-{number}-{exchange.progress}" if number == last else None,
        )
        for number, exchange in enumerate(conversation.exchanges)
    )
    return element(
        "div",
        *sections,
        render_exports(conversation, words),
        role="log",
        tabindex="0",
        aria_label=words("conversation"),
        data_conversation=conversation.id,
    )


def _openers(
    exchange: Exchange, number: int, selection: Selection | None, words: Words
) -> _Openers:
    return _Openers(
        exchange=number,
        words=words,
        numbers=tuple(c.number for c in exchange.answer.citations) if exchange.answer else (),
        selected=selection.place if selection and selection.exchange == number else None,
    )


def _body(exchange: Exchange, openers: _Openers) -> Html:
    actions = render_actions(exchange, openers.exchange, openers.words)
    if exchange.error is not None:
        return joined([element("p", exchange.error, class_="error", role="alert"), actions])
    if exchange.answer is not None:
        return joined([*_answer(exchange.answer, openers), actions])
    if exchange.stopped:
        line = element("p", openers.words("stopped"), class_="refusal")
        return joined([*_prose(exchange.sentences, openers), line, actions])
    return joined([_steps(exchange.steps, openers.words), *_prose(exchange.sentences, openers)])


def _steps(steps: Sequence[Step], words: Words) -> Html:
    items = (
        element(
            "li",
            words(f"step_{step.name}") if f"step_{step.name}" in words.strings else step.name,
            class_="done" if step.seconds is not None else None,
        )
        for step in steps
    )
    return element("ol", *items, class_="steps")


def _answer(answer: Answer, openers: _Openers) -> Iterator[Html]:
    said = lead(answer, openers.words)
    if said:
        yield element(
            "p",
            said,
            class_="refusal" if answer.status == "not_found" else "lead",
            lang="en" if said == answer.lead and openers.words is not ENGLISH else None,
        )
    if answer.status == "disagreement":
        yield _sides(answer.sentences, openers)
    else:
        yield from _prose(answer.sentences, openers)
    if answer.status == "not_found":
        yield _nearest(answer, openers)
    if answer.notice:
        yield element("p", answer.notice, class_="notice", role="note")


def _prose(sentences: Sequence[Sentence], openers: _Openers) -> Iterator[Html]:
    """Yield sentences as paragraphs, items as lists, labelled readings each on its own.

    An item that answers alone is no list.
    """
    for kind, group in groupby(sentences, key=_kind):
        said = [_sentence(sentence, openers) for sentence in group]
        if kind == "item" and len(said) > 1:
            yield element("ul", *(element("li", one) for one in said), class_="answer")
        elif kind == "reading":
            yield from (element("p", one, class_="answer") for one in said)
        else:
            yield element("p", *_spaced(said), class_="answer")


def _kind(sentence: Sentence) -> str:
    if sentence.item:
        return "item"
    return "sentence" if sentence.label is None else "reading"


def _sentence(sentence: Sentence, openers: _Openers) -> Html:
    label = element("span", sentence.label, class_="label") if sentence.label else NOTHING
    return joined([label, *_cited(sentence, openers)])


def _cited(sentence: Sentence, openers: _Openers, *, end: str = "") -> Iterator[str]:
    """Yield the words and the numbers, which no line break parts from the last word."""
    *highlighted, rest = _highlighted(sentence)
    before, space, last = f"{rest}{end}".rpartition(" ")
    yield from highlighted
    if len(last) > _LONG_WORD:
        before, space, last = f"{rest}{end}", "", ""
    yield before + space
    numbers = (openers.citation(citation) for citation in sentence.citations)
    yield element("span", last, *numbers, class_="unbroken")


def _spaced(parts: Sequence[Html]) -> Iterator[str]:
    for position, part in enumerate(parts):
        if position:
            yield " "
        yield part


def _highlighted(sentence: Sentence) -> Iterator[str]:
    at = 0
    for span in sorted(sentence.highlights, key=lambda span: span.start):
        start = max(span.start, at)
        if start < span.end:
            yield sentence.text[at:start]
            yield element("strong", sentence.text[start : span.end])
            at = span.end
    yield sentence.text[at:]


def _sides(sentences: Sequence[Sentence], openers: _Openers) -> Html:
    """Return what documents disagree about: one side for each value, with all that say it."""
    sides: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        sides.setdefault(_value(sentence), []).append(sentence)
    shown = (_side(value, said, openers) for value, said in sides.items())
    return element("div", *shown, class_="sides")


def _value(sentence: Sentence) -> str:
    return ", ".join(span.within(sentence.text) for span in sentence.highlights)


def _side(value: str, sentences: Sequence[Sentence], openers: _Openers) -> Html:
    quotes = (
        element(
            "figure",
            element("blockquote", "“", *_cited(sentence, openers, end="”")),
            *(
                element("figcaption", description(c.document, openers.words, page=c.page))
                for c in sentence.citations
            ),
        )
        for sentence in sentences
    )
    heading = element("p", value, class_="value") if value else NOTHING
    return element("div", heading, *quotes, class_="side")


def _nearest(answer: Answer, openers: _Openers) -> Html:
    if not answer.nearest:
        return NOTHING
    items = (
        element(
            "li",
            openers.place(place, _excerpt(passage.text), element("cite", passage.document.name)),
        )
        for place, passage in enumerate(answer.nearest, start=len(answer.citations))
    )
    return joined(
        [
            element("p", openers.words("nearest"), class_="nearest-lead"),
            element("ul", *items, class_="nearest"),
        ]
    )


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
