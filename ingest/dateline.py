"""Finds the date that a document carries in its head: of a letter, of minutes, of a news item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.periods import period_of
from assistant.values import dates

_LINES = 12
"""Lines within which a head ends."""
_LONGEST = 120
"""Characters; a longer line is text."""
_SENTENCE = re.compile(r"(?:\S+\s+){7,}\S*[.!?…][\"'”’»)\]]*$")
_KIND = re.compile(
    r"\b(?:minutes|meeting|assembly|session|letter|report|decision|resolution|newsletter|bulletin"
    r"|press release|statement|agenda|memo|memorandum|circular|notice|version|dated|posted"
    r"|published|updated|presented|adopted|approved|issued|released|signed|revised"
    r"|procès-verbal|réunion|communiqué|lettre|rapport|publié|mis à jour|daté)\b",
    re.IGNORECASE,
)
"""What says that the date of its line is the document's."""
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
)
_PLACE = re.compile(
    rf"\W*(?:[^\W\d_][\w'’. -]{{1,40}}, ?){{0,2}}(?:on |le )?(?:(?:{_WEEKDAY}),? )?", re.IGNORECASE
)
"""What may stand before a date that has its line for itself: "Paris, Tuesday "."""
_OTHERWISE = re.compile(
    r"\b(?:born|since|from|until|till|by|before|after|between|valid|(?<!\d )(?:to|and)) $",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\W*$|\s*[.:)]|\s*[–—-]\s+[^\W\d]")
"""What ends a dateline: its line, or a mark before the text."""
_CONTINUED = re.compile(r",.*[^.!?]$")
"""What adds the hour and the place to it."""
_TELLS = re.compile(r"\W*(?:the|an?|its?|this|that|at|in|on|l[ea]s?|une?|dans|à)\b|.*[.!?]\s", re.I)
"""What opens a sentence, in which a date is that of what it tells."""


def dateline(text: str) -> str | None:
    """Return the ISO date in the head of a text, to the day; ``None`` where there is none.

    A line of the head gives it if before its date there is only a place or a weekday, or what it is
    the date of: "Minutes of the meeting held on 12 March 2025". The first paragraph gives it if it
    opens with it: "Paris, 4 October 2022. The ...".
    """
    found = (_date_of(line, titled=place == 0) for place, line in enumerate(_head(text)))
    return next(filter(None, found), None)


def _head(text: str) -> Iterator[str]:
    """Yield the lines of the head, and last the first paragraph, which may open with a date."""
    lines = [line for line in text[: _LINES * _LONGEST].splitlines() if line.strip()]
    for line in lines[:_LINES]:
        yield line
        if len(line) > _LONGEST or _SENTENCE.match(line):
            return


def _date_of(line: str, *, titled: bool) -> str | None:
    """Return the date of a document that a line gives; a title may give that of its subject."""
    whole = [v for v in dates(line[:_LONGEST]) if len(v.key) == 3 and None not in v.key]
    if not whole or _OTHERWISE.search(line, 0, whole[0].start):
        return None
    start, end, day = whole[0].start, whole[0].end, period_of(whole[0])
    ended = _ENDED.match(line, end) or _CONTINUED.match(line, end)
    alone = not titled and ended and _PLACE.fullmatch(line, 0, start)
    told = _KIND.search(line, 0, start) and not _TELLS.match(line, 0, start)
    return day.first.isoformat() if day and (alone or told) else None
