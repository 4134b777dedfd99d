"""The one place where text becomes HTML, so that nothing is left unescaped by forgetting to."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final


class Html(str):
    """Text that is HTML already; made by ``element`` and ``joined`` alone."""

    __slots__ = ()


NOTHING: Final = Html()
_VOID = frozenset({"input", "meta", "link"})
"""Elements without content or end tag."""


def element(name: str, /, *children: str, **attributes: str | None) -> Html:
    """Return an element around ``children``, escaping each that is not ``Html``.

    An attribute of ``None`` is left out. In names a trailing underscore goes and any other
    becomes a hyphen: ``class_``, ``data_place``.
    """
    opening = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{opening}>")
    return Html(f"<{name}{opening}>{joined(children)}</{name}>")


def joined(children: Iterable[str]) -> Html:
    """Return ``children`` one after another, escaping each that is not ``Html``."""
    return Html("".join(c if isinstance(c, Html) else escape(c) for c in children))


def button(event: str, /, *children: str, **attributes: str | None) -> Html:
    """Return a button whose click the page reports as ``event``, with its data attributes."""
    return element("button", *children, type="button", data_event=event, **attributes)


def form(event: str, /, *children: str, **attributes: str | None) -> Html:
    """Return a form that the page reports as ``event`` when it is sent, with its fields."""
    return element("form", *children, data_event=event, **attributes)
