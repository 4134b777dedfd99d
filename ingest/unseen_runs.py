"""Takes out of a DOCX what a reader does not see: hidden, tiny, and white text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}
_TINY = 4
"""Half points."""
_LIGHT = 0xE1
_PROPERTIES = {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}
_DARKENING = ("shd", "highlight")


def drop_unseen(roots: Sequence[Any], styles: Any) -> str:
    """Take the runs that would not be seen out of each part; return their text."""
    hiding = _hiding_styles(styles)
    dropped = []
    for root in roots:
        for run in [run for run in root.iter(f"{_W}r") if _is_unseen(run, hiding)]:
            dropped += [text.text or "" for text in run.iter(f"{_W}t")]
            run.getparent().remove(run)
    return "".join(dropped)


def _hiding_styles(styles: Any) -> set[str]:
    """Return the ids of the styles that hide text, also by what they are based on."""
    if styles is None:
        return set()
    by_id = {style.get(f"{_W}styleId", ""): style for style in styles.iter(f"{_W}style")}
    return {id_ for id_, style in by_id.items() if _hides(style, by_id)}


def _hides(style: Any, by_id: dict[str, Any]) -> bool:
    for _ in range(20):
        said = _hidden_by(style.find(f"{_W}rPr"))
        if said is not None:
            return said
        above = style.find(f"{_W}basedOn")
        style = by_id.get(above.get(f"{_W}val", "")) if above is not None else None
        if style is None:
            return False
    return False


def _hidden_by(properties: Any) -> bool | None:
    """Return whether run properties hide or show; ``None`` if they say neither."""
    mark = None if properties is None else properties.find(f"{_W}vanish")
    return None if mark is None else mark.get(f"{_W}val", "1") not in _OFF


def _is_unseen(run: Any, hiding: set[str]) -> bool:
    properties = run.find(f"{_W}rPr")
    said = _hidden_by(properties)
    if said is not None:
        return said
    if _style(properties, "rStyle") in hiding:
        return True
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    frame = None if paragraph is None else paragraph.find(f"{_W}pPr")
    if _style(frame, "pStyle") in hiding:
        return True
    return properties is not None and (_is_tiny(properties) or _is_white(run, properties))


def _style(properties: Any, name: str) -> str | None:
    mark = None if properties is None else properties.find(f"{_W}{name}")
    return None if mark is None else mark.get(f"{_W}val")


def _is_tiny(properties: Any) -> bool:
    size = _style(properties, "sz")
    return size is not None and size.isdecimal() and int(size) < _TINY


def _is_white(run: Any, properties: Any) -> bool:
    """Whether a run is white, with nothing around it that would make it stand out."""
    colour = _style(properties, "color") or ""
    try:
        light = len(colour) == 6 and min(bytes.fromhex(colour)) >= _LIGHT
    except ValueError:
        return False
    if not light:
        return False
    above = list(run.iterancestors())
    around = [element.find(f"{_W}{_PROPERTIES.get(_name(element), '-')}") for element in above]
    shaded = any(p is not None and _shades(p) for p in [properties, *around])
    return not shaded and all(_name(element) != "txbxContent" for element in above)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _shades(properties: Any) -> bool:
    marks = [properties.find(f"{_W}{name}") for name in (*_DARKENING, "tblStyle")]
    return any(mark is not None for mark in marks)
