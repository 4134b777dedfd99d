"""Seals a generation: the digests of its files, by which damage is seen before Chroma reads it.

Chroma reads the files of a graph unchecked, and what is torn in them kills the process. SQLite
looks at its own file, which an open database changes; and a graph without metadata was never
saved, so that Chroma makes its files anew whenever it opens them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

SEAL = "digests.sha256"
"""Holds a line for each file, as ``sha256sum`` writes and checks them."""
_METADATA = "index_metadata.pickle"


def seal(folder: Path) -> None:
    """Write down the digests of the files that stay as they are."""
    lines = (f"{_digest(path)}  {path.relative_to(folder)}\n" for path in _settled(folder))
    (folder / SEAL).write_text("".join(lines), encoding="utf-8")


def broken(folder: Path) -> str | None:
    """Return the first file that is not as it was sealed; None if all are, or none was."""
    written = folder / SEAL
    if not written.is_file():
        return None
    held = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    for line in written.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        if name not in held or _digest(held[name]) != digest:
            return name if name.isprintable() and name else SEAL
    return None


def _settled(folder: Path) -> Iterator[Path]:
    for metadata in sorted(folder.rglob(_METADATA)):
        yield from sorted(path for path in metadata.parent.iterdir() if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
