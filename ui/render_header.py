"""The line at the top: what the program is called, and the state it is in."""

from __future__ import annotations

from ui.markup import Html, element, joined
from ui.page import Holdings
from ui.wording import PRODUCT, count


def render_header(holdings: Holdings) -> Html:
    """Return name and state: which documents answer, by what means, and what leaves the machine."""
    return joined([element("h1", PRODUCT), element("p", _state(holdings), class_="state")])


def _state(holdings: Holdings) -> str:
    if not holdings.ready:
        return "opening the documents …"
    if holdings.missing:
        return "no documents yet · nothing leaves this machine"
    if holdings.trouble:
        return "nothing leaves this machine"
    return (
        f"{count(holdings.documents, 'document')}, version {holdings.version}"
        " · answers without a model · nothing leaves this machine"
    )
