"""The texts in ``texts/``, of which ``make.py`` has real programs make files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["h1", "h2", "p", "item", "row", "page"]


class Part(NamedTuple):
    """A heading, a paragraph, an item, a row of a table, or the start of a new page."""

    kind: Kind
    text: str = ""
    cells: tuple[str, ...] = ()


class Text(NamedTuple):
    """A text in one language; its first part is its title."""

    language: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        return self.parts[0].text

    def lines(self) -> list[str]:
        """Return the text of each part in reading order; a row reads with semicolons."""
        shown = (part for part in self.parts if part.kind != "page")
        return ["; ".join(part.cells) if part.cells else part.text for part in shown]

    def pages(self) -> list[list[str]]:
        """Return the paragraphs of each page, as far as page breaks were asked for."""
        found: list[list[str]] = [[]]
        for part in self.parts:
            if part.kind == "page":
                found.append([])
            elif part.kind == "p":
                found[-1].append(part.text)
        return found


def _read(path: Path) -> Text:
    lines = path.read_text(encoding="utf-8").splitlines()
    return Text(path.suffixes[0].removeprefix("."), tuple(_part(line) for line in lines))


def _part(line: str) -> Part:
    if line == "---":
        return Part("page")
    if line.startswith("|"):
        return Part("row", cells=tuple(cell.strip() for cell in line.strip("|").split("|")))
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return Part(kind, line.removeprefix(mark))
    return Part("p", line)


_MARKS: dict[str, Kind] = {"## ": "h2", "# ": "h1", "- ": "item"}

TEXTS = {
    path.name.partition(".")[0]: _read(path)
    for path in sorted((Path(__file__).parent / "texts").glob("*.txt"))
}
