"""Where sentences begin and end."""

from __future__ import annotations

import re
from functools import lru_cache

from sentencex import get_sentence_boundaries

from assistant.types import Span

_LINE = re.compile(r"[^\n]+")


@lru_cache(maxsize=4096)
def sentences(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the spans of the sentences of ``text``, without the white space around them.

    A line never continues the sentence of the line before: canonical text puts every paragraph,
    heading and list item on a line of its own. ``language`` is an ISO 639-1 code (default ``en``).
    """
    found: list[Span] = []
    for line in _LINE.finditer(text):
        offset = line.start()
        for piece in get_sentence_boundaries(language or "en", line.group()):
            body = piece["text"]
            start = offset + len(body) - len(body.lstrip())
            end = offset + len(body.rstrip())
            if start < end:
                found.append(Span(start=start, end=end))
            offset += len(body)
    return tuple(found)
