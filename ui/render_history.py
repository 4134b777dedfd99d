"""The list of conversations that are kept: search, open, rename, delete."""

from __future__ import annotations

from collections.abc import Sequence

from ui.conversations import LONGEST_TITLE, Entry
from ui.language import ENGLISH, Words
from ui.markup import Html, button, element, form


def render_history(
    entries: Sequence[Entry], *, current: str = "", search: str = "", words: Words = ENGLISH
) -> Html:
    """Return the list; ``current`` is the id of the conversation that is open."""
    label = words("conversations")
    return element(
        "nav",
        element("h2", label),
        _search(search, words),
        _list(entries, current, words) if entries else _nothing(search, words),
        class_="history",
        aria_label=label,
    )


def _search(search: str, words: Words) -> Html:
    box = element(
        "input",
        name="words",
        type="search",
        value=search,
        placeholder=words("search"),
        aria_label=words("search"),
        maxlength="200",
    )
    return form("search", box, role="search")


def _nothing(search: str, words: Words) -> Html:
    return element("p", words("found_none") if search else words("kept_none"))


def _list(entries: Sequence[Entry], current: str, words: Words) -> Html:
    return element("ul", *(_entry(entry, entry.id == current, words) for entry in entries))


def _entry(entry: Entry, current: bool, words: Words) -> Html:
    opener = button(
        "open",
        entry.title or words("untitled"),
        data_conversation=entry.id,
        aria_current="page" if current else None,
    )
    return element("li", opener, _more(entry, words))


def _more(entry: Entry, words: Words) -> Html:
    name = element(
        "input",
        name="title",
        value=entry.title,
        maxlength=str(LONGEST_TITLE),
        aria_label=words("rename"),
    )
    return element(
        "details",
        element("summary", "⋯", aria_label=words("more", title=entry.title)),
        form(
            "rename",
            name,
            element("button", words("rename_send"), type="submit"),
            data_conversation=entry.id,
        ),
        button("delete", words("delete"), data_conversation=entry.id),
    )
