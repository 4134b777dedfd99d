"""Reads a file into blocks, by its kind. To support another kind, add a row to the table."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from assistant.errors import LoadError
from ingest.blocks import Block, Loaded
from ingest.limits import LIMITS
from ingest.plaintext import parse_text

__all__ = ["SUFFIXES", "Block", "Loaded", "load", "parse", "parse_text", "read"]

_PARSERS = {
    ".md": "ingest.markdown:parse_markdown",
    ".markdown": "ingest.markdown:parse_markdown",
    ".txt": "ingest.plaintext:parse_plaintext",
    ".html": "ingest.webpage:parse_webpage",
    ".htm": "ingest.webpage:parse_webpage",
    ".pdf": "ingest.pdf:parse_pdf",
    ".docx": "ingest.docx:parse_docx",
}
"""By suffix; as names, so that a parser is imported when the first file of its kind comes."""
_TEXTUAL = frozenset({".md", ".markdown", ".txt", ".html", ".htm"})

SUFFIXES = frozenset(_PARSERS)
"""The suffixes, in lower case, of the files that can be read."""


def load(path: Path) -> Loaded:
    """Read and parse a file in this process.

    For files that may be broken or hostile there is ``ingest.sandbox``.

    Raises:
        LoadError: there is no such file, it cannot be read, its kind is unknown, its header is
            wrong, it is beyond a limit, or it holds no text. The message names the file and the
            remedy.
    """
    try:
        return parse(read(path), path.suffix)
    except LoadError as error:
        raise LoadError(f"{_shown(path)}: {error}") from error


def read(path: Path) -> bytes:
    """Return the bytes of a file whose kind is known.

    Raises:
        LoadError: it cannot be read, its kind is unknown, or it is too large.
    """
    try:
        if path.is_dir():
            raise LoadError("this is a folder; name a file in it.")
        # Reading a pipe or a device might never end.
        if path.exists() and not path.is_file():
            raise LoadError("this is no ordinary file; name one.")
        with path.open("rb") as file:
            _check_suffix(path.suffix)
            data = file.read(LIMITS.file_bytes + 1)
    except FileNotFoundError as error:
        raise LoadError("there is no such file; check the name.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "impossible name"
        raise LoadError(f"it cannot be read ({reason}); check its name and permissions.") from error
    if len(data) > LIMITS.file_bytes:
        raise LoadError(f"it is larger than {LIMITS.file_bytes // 1_000_000} MB; split it.")
    return data


def parse(data: bytes, suffix: str, *, declared: str | None = None) -> Loaded:
    """Parse the bytes of a file of the kind that its suffix tells.

    Args:
        data: the file.
        suffix: with its dot, in any case.
        declared: the encoding a server named; of no meaning for PDF and DOCX.

    Raises:
        LoadError: the kind is unknown, the file is damaged, beyond a limit, or holds no text.
    """
    _check_suffix(suffix)
    kind = suffix.lower()
    module, _, name = _PARSERS[kind].partition(":")
    parser: Callable[..., Loaded] = getattr(import_module(module), name)
    try:
        loaded = parser(data, declared=declared) if kind in _TEXTUAL else parser(data)
    except (LoadError, MemoryError):
        raise
    except RecursionError as error:
        raise LoadError("its parts are nested too deeply; open and save it anew.") from error
    except Exception as error:  # the libraries promise no more than to raise something
        name = type(error).__name__
        raise LoadError(f"its parser failed ({name}); open and save it anew.") from error
    if not loaded.blocks:
        raise LoadError("there is no text in it; add some or remove the file.")
    if sum(len(block.text) for block in loaded.blocks) > LIMITS.characters:
        raise LoadError(f"it has more than {LIMITS.characters:,} characters; split it.")
    if len(loaded.blocks) > LIMITS.blocks:
        raise LoadError(f"it has more than {LIMITS.blocks:,} paragraphs; split it.")
    return loaded


def _check_suffix(suffix: str) -> None:
    if suffix.lower() not in _PARSERS:
        known = " ".join(sorted(SUFFIXES))
        kind = f"the suffix {suffix}" if suffix else "no suffix"
        raise LoadError(f"a file with {kind} cannot be read; known are {known}.")


def _shown(path: Path) -> str:
    """A file name may hold anything, control characters and broken encodings included."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))
