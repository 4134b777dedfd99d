import pytest
from lxml import html

from assistant.types import Step
from tests.ui.hostile import HOSTILE
from tests.ui.panes import parsed, said, shown, talk
from tests.ui.scripted import answer, document, passage, sentence
from ui.conversations import Entry
from ui.export import export
from ui.markup import element
from ui.page import Conversation, Exchange, Holdings
from ui.render_conversation import render_conversation
from ui.render_history import render_history
from ui.render_opening import render_follow_ups, render_opening
from ui.render_why import render_why

TAGS = {
    *("div", "section", "article", "header", "h1", "h2", "h3", "p", "ul", "ol", "li", "span"),
    *("strong", "sup", "button", "a", "mark", "cite", "figure", "blockquote", "figcaption"),
    *("pre", "code", "nav", "aside", "form", "input", "textarea", "select", "option", "label"),
    *("details", "summary", "q", "table", "thead", "tbody", "tr", "th", "td", "ol"),
}
ATTRIBUTES = {
    *("class", "role", "tabindex", "lang", "title", "type", "href", "target", "rel"),
    *("aria-label", "aria-busy", "aria-current"),
    *("aria-pressed", "data-event", "data-question", "data-exchange", "data-place", "data-view"),
    *("data-quote", "data-origin", "data-conversation", "data-text", "data-done", "data-step"),
    *("data-verdict", "data-now", "name", "value", "rows", "placeholder", "maxlength", "scope"),
    *("disabled", "download", "open"),
}
EVENTS = {
    *("ask", "revise", "again", "cite", "close", "why", "copy", "rate"),
    *("open", "search", "rename", "delete"),
}


def hostile_panes(text: str) -> list[str]:
    """Panes that hold ``text`` wherever text from outside can stand."""
    text = " ".join(text.split())
    source = document(
        f"{text}\n\n- {text}\n\nSaid.",
        title=text,
        publisher=text,
        date=text,
        language=text,
        url=f"https://example.org/{text}",
    )
    quoted = sentence(text, of=source, bold=text).model_copy(update={"label": text})
    fields = {"question": text, "lead": text, "missing": (text,)}
    answered = answer(quoted, **fields)
    growing = Exchange(question=text, steps=(Step(name=text),), sentences=(quoted,))
    return [
        said(answered),
        said(answer(quoted, status="disagreement", **fields)),
        said(answer(status="not_found", nearest=(passage(text, of=source),), **fields)),
        shown(answered),
        render_conversation(Conversation(exchanges=(growing,))),
        render_conversation(Conversation(exchanges=(Exchange(question=text, error=text),))),
        render_why(answered, (), current=False),
        render_history([Entry(id="x", title=text, changed="")], search=text),
        render_follow_ups((text,)),
        render_opening(Holdings(ready=True, suggestions=(text,))),
        render_opening(Holdings(ready=True, trouble=text)),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_never_becomes_markup(text: str) -> None:
    for pane in hostile_panes(text):
        tags = list(parsed(pane).iterdescendants())
        assert {tag.tag for tag in tags} <= TAGS
        assert {name for tag in tags for name in tag.attrib} <= ATTRIBUTES
        assert {tag.get("data-event") for tag in tags} <= {None, *EVENTS}
        assert all(
            tag.get("href", "https://example.org/").startswith("https://example.org/")
            for tag in tags
        )
        assert " ".join(text.split()) in " ".join(parsed(pane).text_content().split())


def test_attributes_are_escaped_like_words() -> None:
    made = element("p", "a < b", title='"&<>', hidden=None)
    assert made == '<p title="&quot;&amp;&lt;&gt;">a &lt; b</p>'


def test_there_are_fifty_different_hostile_strings() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) == 50


@pytest.mark.parametrize("text", HOSTILE)
def test_a_saved_page_holds_text_from_outside_as_text(text: str) -> None:
    text = " ".join(text.split())
    quoted = sentence(text, of=document(f"{text}\n\nSaid.", title=text, url=text))
    conversation = talk(answer(quoted, question=text)).model_copy(update={"title": text})
    media_type, page = export(conversation, "html")
    assert media_type == "text/html"
    read = html.document_fromstring(page)
    tags = [tag.tag for tag in read.iter()]
    assert set(tags) <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", *TAGS}
    assert tags.count("style") == 1
    assert read.text_content().count(text) >= 4
