"""Where a part of a sentence may begin and end that is said by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.lexicon import (
    AUXILIARIES,
    CONDITIONS,
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    TITLES,
    TO_BE,
    TURNING,
)
from assistant.tokens import Token
from assistant.verbs import verbs

PARTICIPLE = re.compile(r"\w{3,}(?:ing|ed)")
_BOUNDS = frozenset(["until", "before", "under", "without", "against", "than"])
"""Prepositions whose phrase says how far the rest of a sentence holds."""
_COMPLEMENTS = frozenset(["of", "to", "between", "from", "as"])
"""Prepositions whose phrase belongs to the word before it."""
PARTS = PREPOSITIONS - _BOUNDS - _COMPLEMENTS - TURNING
"""Prepositions whose phrase can be left out."""
_ABSOLUTE = re.compile(r"\w{2,}est|most|best|worst|only|first|last|all|every|each|any|no|none")
"""Words that say of a whole what holds only within the bounds that the sentence sets."""
_CONTRASTS = frozenset(["but", "while", "whereas"])
_SUBORDINATE = frozenset(["when", "while", "although", "though", "because", "as"])
_DANGLING = TURNING | AUXILIARIES | PREPOSITIONS | COORDINATORS | DETERMINERS | RELATIVES
_BREAKS = frozenset(";\n")


class Edges:
    """The places of a source at which a claim that is taken from it may begin and end."""

    def __init__(self, claim: Sequence[Token], source: Sequence[Token]) -> None:
        self.source = source
        self.verbs = verbs([t.text for t in source])
        self.verb = min(verbs([t.text for t in claim]), default=len(claim))
        self.fragment = self.verb == len(claim)
        self.absolute = any(_ABSOLUTE.fullmatch(t.lower) for t in claim)
        self.relative = any(t.lower in RELATIVES for t in claim)
        # Its own verb comes before that of a relative clause.
        self.clause = not any(t.lower in RELATIVES for t in claim[: self.verb])

    def may_begin(self, at: int) -> bool:
        """Whether a part of the source begins at a place, and nothing before it governs it."""
        while at and not self.source[at].mark and self.source[at - 1].lower in DETERMINERS | TITLES:
            at -= 1
        if at == 0 or self.fragment:
            return at == 0
        opens = max((n for n in range(at + 1) if {*self.source[n].mark} & _BREAKS), default=0)
        return opens == at or self._stands_alone(opens, at)

    def _stands_alone(self, opens: int, at: int) -> bool:
        """Whether what lies between two places neither governs what follows nor is its head."""
        before, last = self.source[opens:at], self.source[at - 1]
        complete = any(opens <= n < at for n in self.verbs)
        if last.mark and last.lower in _CONTRASTS:
            return complete
        governs = any(t.lower in TURNING | CONDITIONS for t in before)
        if governs or any(t.lower in RELATIVES for t in before):
            return False
        if last.lower == "and":
            return complete and bool(last.mark) and self.clause
        first = before[0].lower
        opening = first in (PREPOSITIONS - _BOUNDS) | _SUBORDINATE
        adverbial = opening or before[0].value or first.endswith("ly")
        alone = self.source[at].mark == "," and not any(t.mark for t in before[1:])
        dated = [t.is_date for t in before] == [False, True] and not self.source[at].mark
        whole = self.absolute or self._is_something(at)
        return bool(adverbial) and not whole and (alone or dated)

    def _is_something(self, at: int) -> bool:
        """Whether what begins at a place says what something is, not what was done."""
        verb = min((n for n in self.verbs if n >= at), default=at)
        return self.source[verb].lower in TO_BE and verb + 1 not in self.verbs

    def may_end(self, at: int) -> bool:
        """Whether a part of the source ends at a place, and nothing after it takes it back."""
        rest, last = self.source[at + 1 :], self.source[at]
        if not rest or self.fragment:
            return not rest
        inside = any(")" in t.mark for t in rest)
        taken_back = any(
            t.lower in CONDITIONS for t in takewhile(lambda t: not {*t.mark} & _BREAKS, rest)
        )
        if inside or taken_back or last.lower in _DANGLING:
            return False
        following = rest[0].lower
        if following in _SUBORDINATE and rest[1:] and rest[1].lower.endswith("ing"):
            # "..., while doing it" is said of the same deed.
            return False
        if rest[0].mark:
            opens = following in PREPOSITIONS | RELATIVES | COORDINATORS - {"or"}
            verb = at + 1 in self.verbs and not self.relative
            participle = bool(PARTICIPLE.fullmatch(following)) and not self.relative
            return opens or verb or participle or not {*rest[0].mark} & {",", ":", ")"}
        if following == "and":
            # Of "between 30 and 40" neither half is left by itself.
            return last.value is None or last.is_date
        return following in PARTS and not self.absolute and not self.defines(at)

    def defines(self, at: int) -> bool:
        """Whether the last verb says what something is: then what follows may set its bounds."""
        last = max((n for n in self.verbs if n <= at), default=at)
        return self.source[last].lower in TO_BE
