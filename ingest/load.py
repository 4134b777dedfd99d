"""Reads a file into blocks, by its kind. To support another kind, add a row to the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.errors import LoadError
from ingest.blocks import Block, Loaded
from ingest.markdown import parse_markdown
from ingest.plaintext import parse_plaintext, parse_text
from ingest.webpage import parse_webpage

__all__ = ["SUFFIXES", "Block", "Loaded", "load", "parse_text"]

_PARSERS: dict[str, Callable[[bytes], Loaded]] = {
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".txt": parse_plaintext,
    ".html": parse_webpage,
    ".htm": parse_webpage,
}

SUFFIXES = frozenset(_PARSERS)
"""The suffixes, in lower case, of the files that can be read."""


def load(path: Path) -> Loaded:
    """Read and parse a file.

    Raises:
        LoadError: there is no such file, it cannot be read, its kind is unknown, its header is
            wrong, or it holds no text. The message names the file and the remedy.
    """
    parser = _PARSERS.get(path.suffix.lower())
    try:
        data = _read(path)
        if parser is None:
            known = " ".join(sorted(SUFFIXES))
            kind = f"the suffix {path.suffix}" if path.suffix else "no suffix"
            raise LoadError(f"a file with {kind} cannot be read; known are {known}.")
        loaded = parser(data)
        if not loaded.blocks:
            raise LoadError("there is no text in it; add some or remove the file.")
    except LoadError as error:
        raise LoadError(f"{_shown(path)}: {error}") from error
    return loaded


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise LoadError("this is a folder; name a file in it.")
        # Reading a pipe or a device might never end.
        if path.exists() and not path.is_file():
            raise LoadError("this is no ordinary file; name one.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise LoadError("there is no such file; check the name.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "impossible name"
        raise LoadError(f"it cannot be read ({reason}); check its name and permissions.") from error


def _shown(path: Path) -> str:
    """A file name may hold anything, control characters and broken encodings included."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))
