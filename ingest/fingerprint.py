"""Tells, without reading it, whether a document would be read as it was before."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from ingest.fetch import Fetched

READ_WITH = (
    "charset-normalizer",
    "cobble",
    "courlan",
    "htmldate",
    "jusText",
    "lxml",
    "lxml-html-clean",
    "mammoth",
    "markdown-it-py",
    "numpy",
    "py3langid",
    "pypdfium2",
    "PyYAML",
    "trafilatura",
)
"""The packages that have a part in what becomes of a document's bytes."""


def fingerprint(fetched: Fetched) -> str:
    """Return a digest of all that decides what is read: the bytes, their kind, and the readers.

    Two sources of one id and one fingerprint are the same document.
    """
    made = hashlib.sha256(repr((readers(), fetched.suffix, fetched.declared)).encode())
    made.update(fetched.data)
    return made.hexdigest()


@cache
def readers() -> str:
    """Return a digest of the code that reads documents, of its packages and its Python.

    It is of the source of the whole package, so that no change to a parser can be forgotten, and
    of what finds dates; that a change beside the parsers has everything read again costs time and
    nothing else.
    """
    made = hashlib.sha256(repr((platform.python_version(), *map(version, READ_WITH))).encode())
    sources = sorted(files("ingest").iterdir(), key=lambda source: source.name)
    sources += [files("assistant") / name for name in ("periods.py", "values.py")]
    for source in sources:
        if source.name.endswith(".py"):
            made.update(source.read_bytes())
    return made.hexdigest()
