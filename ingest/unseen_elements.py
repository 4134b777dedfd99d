"""Takes out of a web page what a browser would not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?![.\d])"
    r"|font-size:(?:0(?:\.\d+)?|1(?:\.\d+)?)(?:px|pt|em|rem|%)?(?![.\w%])"
    r"|text-indent:-\d{4,}|(?:left|top):-\d{4,}px|clip:rect\(0)",
    re.IGNORECASE,
)
_SHRINKING_UNITS = re.compile(r"font-size:1(?:\.\d+)?(?:em|rem)", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(r"white|#fff(?:fff)?|rgba?\(255,255,255(?:,[^)]*)?\)", re.IGNORECASE)
_CLEAR = re.compile(r"transparent|rgba\([^)]*,0(?:\.0+)?\)", re.IGNORECASE)

_AT_RULE = re.compile(r"@[\w-]+[^{};]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?:[a-z][\w-]*)?([.#])([\w-]+)", re.IGNORECASE)
_STYLED = etree.XPath("//*[@style]")
_MARKED = etree.XPath("//*[@hidden or @aria-hidden='true'] | //input[@type='hidden']")


def drop_unseen(tree: Any) -> str:
    """Take out the elements that are hidden by mark, style or style sheet; return their text."""
    names = set(_hidden_names(tree))
    unseen = [e for e in _STYLED(tree) if _hides(e.get("style", "")) or _is_white_on_paper(e)]
    unseen += _MARKED(tree)
    if names:
        unseen += [e for e in tree.iter(etree.Element) if names & _names(e)]
    return "".join(_dropped(unseen))


def _dropped(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if element.getparent() is not None and element.tag not in {"body", "html"}:
            if element.tag not in {"script", "style", "template", "noscript"}:
                yield element.text_content()
            element.drop_tree()


def _hides(style: str) -> bool:
    """Whether declarations hide what they apply to."""
    style = re.sub(r"\s+", "", style)
    if _HIDING.search(style) and not _only_shrinks_nothing(style):
        return True
    colour, ground = _COLOUR.search(style), _GROUND.search(style)
    if colour is None:
        return False
    on_white = ground is not None and _WHITE.fullmatch(ground.group(1)) is not None
    white = _WHITE.fullmatch(colour.group(1)) is not None
    return _CLEAR.fullmatch(colour.group(1)) is not None or (white and on_white)


def _is_white_on_paper(element: Any) -> bool:
    """Whether an element is white although nothing gives the page any other ground."""
    style = re.sub(r"\s+", "", element.get("style", ""))
    colour = _COLOUR.search(style)
    if colour is None or _WHITE.fullmatch(colour.group(1)) is None:
        return False
    around = [element, *element.iterancestors()]
    if any("background" in e.get("style", "") or e.get("bgcolor") for e in around):
        return False
    tree = element.getroottree()
    sheets = "".join(sheet.text or "" for sheet in tree.iter("style"))
    return "background" not in sheets and not tree.xpath("boolean(//link[@rel='stylesheet'])")


def _only_shrinks_nothing(style: str) -> bool:
    """Whether all that was found is a type size of about one em."""
    return _HIDING.search(_SHRINKING_UNITS.sub("", style)) is None


def _hidden_names(tree: Any) -> Iterator[str]:
    """Yield the classes (".name") and ids ("#name") that a style sheet of the page hides.

    Rules for some media only, and those with combined selectors, hide nothing for certain.
    """
    for sheet in tree.iter("style"):
        plain = _AT_RULE.sub("", sheet.text or "")
        for selectors, declarations in _RULE.findall(plain):
            if _hides(declarations):
                for selector in selectors.split(","):
                    if simple := _SIMPLE.fullmatch(selector.strip()):
                        yield simple.group(1) + simple.group(2)


def _names(element: Any) -> set[str]:
    classes = {f".{name}" for name in element.get("class", "").split()}
    return classes | ({f"#{element.get('id')}"} if element.get("id") else set())
