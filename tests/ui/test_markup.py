import pytest

from assistant.types import Step
from tests.ui.panes import parsed, said, shown
from tests.ui.scripted import answer, document, passage, sentence
from ui.markup import element
from ui.page import Conversation, Exchange, Holdings
from ui.render_conversation import render_conversation
from ui.render_opening import render_opening

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "' onmouseover='alert(1)",
    "</section></article><h1>Forged</h1>",
    "![picture](https://example.org/?leak)",
    "<style>body{background:url(https://example.org)}</style>",
    "${alert(1)} {{alert(1)}} {0.__class__} %(x)s",
    "&lt;b&gt; &amp;amp;",
    "<!-- <button data-event=ask>",
)
TAGS = {
    *("div", "section", "article", "header", "h1", "h2", "h3", "p", "ul", "ol", "li", "span"),
    *("strong", "sup", "button", "a", "mark", "cite", "figure", "blockquote", "figcaption"),
    *("pre", "code"),
}
ATTRIBUTES = {
    *("class", "role", "tabindex", "lang", "title", "type", "href", "target", "rel"),
    *("aria-label", "aria-busy", "aria-current"),
    *("data-event", "data-question", "data-exchange", "data-place", "data-view"),
}


def hostile_panes(text: str) -> list[str]:
    """Panes that hold ``text`` wherever text from outside can stand."""
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
        render_opening(Holdings(ready=True, suggestions=(text,))),
        render_opening(Holdings(ready=True, trouble=text)),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_never_becomes_markup(text: str) -> None:
    for pane in hostile_panes(text):
        tags = list(parsed(pane).iterdescendants())
        assert {tag.tag for tag in tags} <= TAGS
        assert {name for tag in tags for name in tag.attrib} <= ATTRIBUTES
        assert {tag.get("data-event") for tag in tags} <= {None, "ask", "cite", "close"}
        assert all(tag.get("href", "https://").startswith("https://") for tag in tags)
        assert text in parsed(pane).text_content()


def test_attributes_are_escaped_like_words() -> None:
    made = element("p", "a < b", title='"&<>', hidden=None)
    assert made == '<p title="&quot;&amp;&lt;&gt;">a &lt; b</p>'
