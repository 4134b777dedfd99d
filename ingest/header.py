"""What a document says about itself: the YAML header of a text file, and checks of its values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

import yaml

from assistant.errors import LoadError
from assistant.types import Metadata

_HEADER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_UNCLOSED = re.compile(r"---[ \t]*\n[\w -]+:")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")
_NULL = "tag:yaml.org,2002:null"


def split_header(text: str) -> tuple[str | None, Metadata, str]:
    """Return title, metadata and the text below the header; a text without one is all body.

    The header is a YAML mapping between two lines of ``---``. A ``source`` that is a web address is
    taken for the url, ``lang`` for the language; keys the program does not know are free.

    Raises:
        LoadError: the header is wrong; the message names the line.
    """
    match = _HEADER.match(text)
    if match is None:
        if _UNCLOSED.match(text):
            raise LoadError("line 1: the header is not closed; end it with a line of ---.")
        return None, Metadata(), text
    values = _read(match.group(1) or "")
    source = values.pop("source", None)
    if source and is_web_address(source):
        values.setdefault("url", source)
    if lang := values.pop("lang", None):
        values.setdefault("language", lang)
    return values.pop("title", None), Metadata(**values), text[match.end() :]


def language_code(value: str | None) -> str | None:
    """Return the language of a tag (``en`` for ``en-GB``), ``None`` where it is no tag."""
    match = _LANGUAGE.fullmatch(value.strip()) if value else None
    return match.group(1).lower() if match else None


def is_web_address(value: str) -> bool:
    """Whether ``value`` is an http or https address."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", value)


def _read(header: str) -> dict[str, str]:
    """Return the known keys that have a value."""
    root = _compose(header)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _wrong(root.start_mark.line, "this is no header; write one 'key: value' a line")
    return {
        key.value: _checked(key.value, value)
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode) and key.value in _CHECKS and _is_given(value)
    }


def _compose(header: str) -> yaml.Node | None:
    # Composed, not constructed: nodes keep their line, and 2022-10 or "no" stay as written.
    try:
        return yaml.compose(header, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise _wrong(line, f"{error.problem}; write one 'key: value' a line") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _wrong(0, "the header is not YAML; write one 'key: value' a line") from error


def _is_given(node: yaml.Node) -> bool:
    return node.tag != _NULL and node.value != ""


def _checked(key: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(node.start_mark.line, f"{key} has several values; give one")
    value = " ".join(node.value.split())
    try:
        return _CHECKS[key](value)
    except ValueError as error:
        raise _wrong(node.start_mark.line, f"{key} is {value!r}; {error}") from error


def _wrong(line: int, problem: str) -> LoadError:
    # The header starts below its opening line, and people count lines from 1.
    return LoadError(f"line {line + 2}: {problem}.")


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        raise ValueError("write it as 2022, 2022-10 or 2022-10-04")
    date(*(int(part) for part in [*value.split("-"), "1", "1"][:3]))
    return value


def _language(value: str) -> str:
    code = language_code(value)
    if code is None:
        raise ValueError("write its code, like en or fr")
    return code


def _url(value: str) -> str:
    if not is_web_address(value):
        raise ValueError("write a web address, like https://example.org/page")
    return value


_CHECKS: dict[str, Callable[[str], str]] = {
    "title": str,
    "publisher": str,
    "author": str,
    "date": _date,
    "language": _language,
    "lang": _language,
    "url": _url,
    "source": str,
}
