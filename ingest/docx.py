"""DOCX files to blocks: what a reader of the printed document would see."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Any

import mammoth
from lxml import etree

from assistant.errors import LoadError
from assistant.types import Metadata
from ingest.blocks import Loaded
from ingest.elements import blocks_of, parse_html
from ingest.header import language_code
from ingest.package import Package
from ingest.unseen_runs import drop_unseen

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "docProps/core.xml"
_STYLES = "word/styles.xml"
_SHOWN = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
_USED = re.compile(r"(?:word/)?(?:_rels/)?[^/]+\.(?:xml|rels)")
_BACK = etree.XPath(
    ".//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"
)
_STYLE_MAP = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
r[style-name='Strong'] => strong
comment-reference =>
"""


def parse_docx(data: bytes) -> Loaded:
    """Parse a DOCX file; hidden text is left out and named in a warning.

    A footnote stands below the paragraph that refers to it.

    Raises:
        LoadError: the file is damaged, locked or would grow beyond the limits.
    """
    package = Package(data)
    if "word/document.xml" not in package.names or "[Content_Types].xml" not in package.names:
        raise LoadError("it is no DOCX, whatever its name says; save it as DOCX.")
    parts = {name: package.tree(name) for name in sorted(package.names) if _USED.fullmatch(name)}
    hidden = drop_unseen(
        [root for name, root in parts.items() if _SHOWN.fullmatch(name)], parts.get(_STYLES)
    )
    language = _language(parts)
    _name_headings(parts.get(_STYLES))
    tree = parse_html(_to_html(parts))
    if tree is None:
        return Loaded()
    _place_notes(tree)
    blocks = blocks_of(tree)
    core = package.tree(_CORE) if _CORE in package.names else None
    first = next((block.text for block in blocks if block.level == 1), None)
    return Loaded(
        title=_said(core, "title") or first,
        metadata=Metadata(author=_said(core, "creator"), language=language),
        blocks=blocks,
        warnings=("hidden text was left out",) if hidden.strip() else (),
    )


def _to_html(parts: dict[str, Any]) -> str:
    """Return what mammoth makes of the parts that were checked, and of no others."""
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w") as archive:
        for name, root in parts.items():
            archive.writestr(name, etree.tostring(root, encoding="utf-8", xml_declaration=True))
    result = mammoth.convert_to_html(
        checked, style_map=_STYLE_MAP, convert_image=mammoth.images.img_element(lambda _: {})
    )
    return str(result.value)


def _name_headings(styles: Any) -> None:
    """Name the styles that have a place in the outline as mammoth knows headings."""
    if styles is None:
        return
    by_id = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
    for style in by_id.values():
        name = style.find(f"{_W}name")
        level = _outline_level(style, by_id)
        known = name is None or name.get(f"{_W}val", "").lower() in {"title", "subtitle"}
        if level is not None and level < 6 and not known:
            name.set(f"{_W}val", f"heading {level + 1}")


def _outline_level(style: Any, by_id: dict[str, Any]) -> int | None:
    for _ in range(20):
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None:
            value = level.get(f"{_W}val", "")
            return int(value) if value.isdecimal() else None
        above = style.find(f"{_W}basedOn")
        style = by_id.get(above.get(f"{_W}val")) if above is not None else None
        if style is None:
            return None
    return None


def _place_notes(tree: Any) -> None:
    """Move each note below the block that refers to it, and take the references out."""
    # From the end, so that the notes of one block end up in their order.
    for mark in reversed(list(tree.iter("sup"))):
        link = mark.find("a")
        target = link.get("href", "") if link is not None else ""
        if not target.startswith(("#footnote-", "#endnote-")):
            continue
        note = tree.get_element_by_id(target[1:], None)
        block = _block_of(mark)
        mark.drop_tree()
        if note is not None and block is not None:
            for back in _BACK(note):
                back.drop_tree()
            note.tag = "p"
            block.addnext(note)


def _block_of(element: Any) -> Any:
    """Return the outermost block around a reference: a note does not part a list or a table."""
    above = [e for e in element.iterancestors() if e.tag not in {"html", "body", "div"}]
    return above[-1] if above else None


def _language(parts: dict[str, Any]) -> str | None:
    """Return the language that most of the text is marked with, else that of the styles."""
    said: Counter[str] = Counter()
    body = parts["word/document.xml"]
    for run in body.iter(f"{_W}r"):
        mark = run.find(f"{_W}rPr/{_W}lang")
        if mark is not None and (code := language_code(mark.get(f"{_W}val"))):
            said[code] += sum(len(text.text or "") for text in run.iter(f"{_W}t"))
    if said:
        return said.most_common(1)[0][0]
    marks = parts[_STYLES].iter(f"{_W}lang") if _STYLES in parts else ()
    return next((code for m in marks if (code := language_code(m.get(f"{_W}val")))), None)


def _said(core: Any, name: str) -> str | None:
    return None if core is None else (core.findtext(f"{_DC}{name}") or "").strip() or None
