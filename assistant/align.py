"""Aligns a sentence with one that it may be taken from.

It may leave out whole parts of that sentence, move a date to another place, and replace a word by
a near synonym or an abbreviation by what it stands for. Everything else must stand as it stood:
then each value is still beside the words it was said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.lexicon import (
    ARTICLES,
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
from assistant.tokens import Token, matches
from assistant.verbs import verbs

_SUPERLATIVE = re.compile(r"(?:\w{2,}est|most|best|worst|only|first|last)")
_COMPLEMENTS = frozenset(["of", "to", "than", "between", "against", "without", "from"])
"""Prepositions whose phrase cannot be left out of a sentence without changing the rest."""
_PARTS = PREPOSITIONS - _COMPLEMENTS
_CONTINUING = COORDINATORS | RELATIVES | {"when", "where", "because"}
_CONTRASTS = frozenset(["but", "while", "whereas"])
_BREAKS = frozenset(";\n")
_EMPTY = DETERMINERS | RELATIVES | TITLES
_TITLE_WORDS = 3


def taken_from(claim: Sequence[Token], source: Sequence[Token]) -> bool:
    """Return whether ``claim`` is ``source`` with nothing but whole parts left out."""
    spoken = frozenset(s for token in source for s in token.stems)
    if absent(claim, source) is not None:
        return False
    return any(_Alignment(order, source, spoken).holds() for order in _orders(claim))


def absent(claim: Sequence[Token], source: Sequence[Token]) -> str | None:
    """Return the first word of a claim that ``source`` does not hold, None if it holds all."""
    spoken = frozenset(s for token in source for s in token.stems)
    return next(
        (
            token.text
            for token in claim
            if not _free(token) and not any(matches(token, other, spoken) for other in source)
        ),
        None,
    )


def _orders(claim: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield a claim as it stands, then with one of its dates at each other place."""
    yield tuple(claim)
    for at, token in enumerate(claim):
        if not token.is_date:
            continue
        start = at - 1 if at and claim[at - 1].lower in PREPOSITIONS else at
        phrase, rest = claim[start : at + 1], [*claim[:start], *claim[at + 1 :]]
        for place in range(len(rest) + 1):
            if place != start:
                yield (*rest[:place], *phrase, *rest[place:])


def _free(token: Token) -> bool:
    """Whether a claim may hold a word that its source does not."""
    return token.lower in ARTICLES or token.lower in {"and", "is", "are", "was", "were"}


class _Alignment:
    """One order of a claim's tokens, laid over those of a source from left to right."""

    def __init__(
        self, claim: Sequence[Token], source: Sequence[Token], spoken: frozenset[str]
    ) -> None:
        self.claim, self.source, self.spoken = claim, source, spoken
        self.verbs = verbs([t.text for t in source])
        self.verb = min(verbs([t.text for t in claim]), default=len(claim))
        self.fragment = self.verb == len(claim)
        self.superlative = any(_SUPERLATIVE.fullmatch(t.lower) for t in claim)
        self.dead: set[tuple[int, int]] = set()

    def holds(self) -> bool:
        first = next((n for n, t in enumerate(self.claim) if t.lower not in DETERMINERS), None)
        if first is None or first == self.verb:
            return False
        return any(
            self._same(first, at) and self._may_begin(at) and self._continues(first, at)
            for at in range(len(self.source))
        )

    def _same(self, n: int, at: int) -> bool:
        return matches(self.claim[n], self.source[at], self.spoken)

    def _continues(self, n: int, at: int) -> bool:
        """Whether what follows the claim's token ``n`` can be laid after the source's ``at``."""
        if (n, at) in self.dead:
            return False
        following = n + 1
        while following < len(self.claim):
            for place in range(at + 1, len(self.source)):
                if (
                    self._same(following, place)
                    and self._may_skip(n, at, following, place)
                    and self._continues(following, place)
                ):
                    return True
            if not _free(self.claim[following]):
                self.dead.add((n, at))
                return False
            following += 1
        return n + 1 == len(self.claim) and self._may_end(at)

    def _may_begin(self, at: int) -> bool:
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
        if governs or any(t.lower in RELATIVES for t in before[1:]):
            return False
        if last.lower in COORDINATORS:
            return complete
        first = before[0]
        adverbial = first.lower in PREPOSITIONS or first.value or first.lower.endswith("ly")
        return bool(self.source[at].mark) and bool(complete or adverbial)

    def _may_end(self, at: int) -> bool:
        """Whether a part of the source ends at a place, and nothing after it takes it back."""
        rest = self.source[at + 1 :]
        if not rest or self.fragment:
            return not rest
        same_part = takewhile(lambda t: not {*t.mark} & _BREAKS, rest)
        if any(t.lower in CONDITIONS for t in same_part):
            return False
        following = rest[0]
        if following.mark:
            return True
        if following.lower in _CONTINUING:
            # Of "between 30 and 40" neither half is left by itself.
            counts = self.source[at].value is not None and not self.source[at].is_date
            return not (counts and following.lower in COORDINATORS)
        return following.lower in _PARTS and not self.superlative

    def _may_skip(self, n: int, at: int, following: int, place: int) -> bool:
        """Whether the source between two places is a whole part that can be left out."""
        gap, after = self.source[at + 1 : place], self.source[place]
        added = {t.lower for t in self.claim[n + 1 : following]}
        if added & {"is", "are"} and any(t.is_date for t in self.source):
            return False
        if "and" in added and not after.mark:
            return False
        if all(t.lower in _EMPTY for t in gap):
            return True
        if added & TO_BE:
            return False
        if "\n" in gap[0].mark and "\n" in after.mark:
            return True
        return (
            self._aside(gap, following, place)
            or self._phrase(n, gap, following, place)
            or self._title(n, gap, after)
            or self._predicate(gap, at, following, place)
        )

    def _aside(self, gap: Sequence[Token], following: int, place: int) -> bool:
        """``NAME (NLO)``, ``NAME, director of it,``: set off at both ends, about no other name."""
        inner, after = gap[1:], self.source[place]
        if any(t.lower in CONDITIONS for t in gap):
            return False
        if "(" in gap[0].mark:
            closed = ")" in after.mark and not any(set(t.mark) & {"(", ")"} for t in inner)
        else:
            lead = next((t for t in gap if t.lower not in DETERMINERS), gap[0])
            another = lead.name and after.lower not in AUXILIARIES
            closed = "," in gap[0].mark and "," in after.mark and not any(t.mark for t in inner)
            closed = closed and not another and lead.lower not in COORDINATORS
        return closed and (place in self.verbs or not self._rival(gap, following))

    def _phrase(self, n: int, gap: Sequence[Token], following: int, place: int) -> bool:
        """``in 1702 by``: a phrase after the verb, before another phrase or the end."""
        after = self.source[place]
        plain = not any(t.mark or t.lower in COORDINATORS | TURNING | RELATIVES for t in gap)
        closed = bool(after.mark) or after.lower in PREPOSITIONS | COORDINATORS
        inside = range(place - len(gap), place)
        return (
            n >= self.verb
            and not self.superlative
            and gap[0].lower in _PARTS
            and all(t.lower != gap[0].lower for t in self.claim[following:])
            and plain
            and closed
            and self.verbs.isdisjoint(inside)
            and not self._rival(gap, following)
        )

    def _title(self, n: int, gap: Sequence[Token], after: Token) -> bool:
        """``by the miller NAME``: what stands before a name and says what it is."""
        return (
            after.name
            and len(gap) <= _TITLE_WORDS
            and self.claim[n].lower in PREPOSITIONS
            and all(
                t.value is None
                and not t.mark
                and t.text.islower()
                and t.lower not in PREPOSITIONS | COORDINATORS | TURNING
                for t in gap
            )
        )

    def _predicate(self, gap: Sequence[Token], at: int, following: int, place: int) -> bool:
        """``NAME opened in 1874 and handles``: the first of two verbs of one subject."""
        return (
            following == self.verb
            and place in self.verbs
            and at + 1 in self.verbs
            and gap[-1].lower in COORDINATORS
            and not any(t.mark for t in gap)
            and not any(t.lower in COORDINATORS | RELATIVES | CONDITIONS for t in gap[:-1])
        )

    def _rival(self, gap: Sequence[Token], following: int) -> bool:
        """Whether what is left out holds a value of a kind that the claim goes on to give."""
        given = {t.value.kind for t in self.claim[following:] if t.value is not None}
        return any(t.value is not None and t.value.kind in given for t in gap)
