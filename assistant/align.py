"""Aligns a sentence with one that it may be taken from.

It may leave out whole parts of that sentence, move a date to another place, and replace a word by
a near synonym or an abbreviation by what it stands for. Everything else must stand as it stood:
then each value is still beside the words it was said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.edges import PARTICIPLE, PARTS, Edges
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

_LOOSE = frozenset(["in", "at", "by", "from", "since", "until", "during", "on"])
"""Prepositions whose phrase belongs to the verb rather than to the noun before it."""
_EMPTY = DETERMINERS | RELATIVES | TITLES
_TITLE_WORDS = 3
_DATED = 2


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
        self.edges = Edges(claim, source)
        self.verbs, self.verb = self.edges.verbs, self.edges.verb
        self.dead: set[tuple[int, int]] = set()

    def holds(self) -> bool:
        first = next((n for n, t in enumerate(self.claim) if t.lower not in DETERMINERS), None)
        if first is None or first == self.verb:
            return False
        return any(
            self._same(first, at) and self.edges.may_begin(at) and self._continues(first, at)
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
        return n + 1 == len(self.claim) and self.edges.may_end(at)

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
        inside = self.verbs & set(range(place - len(gap), place))
        hangs = gap[0].lower in RELATIVES | PREPOSITIONS or place - len(gap) in self.verbs
        whole = hangs or not inside or "(" in gap[0].mark
        return closed and whole and (place in self.verbs or not self._rival(gap, following))

    def _phrase(self, n: int, gap: Sequence[Token], following: int, place: int) -> bool:
        """``in 1702 by``: a phrase after the verb, before another phrase or the end."""
        after = self.source[place]
        plain = not any(
            t.mark or t.lower in COORDINATORS | TURNING | RELATIVES | {"to"} for t in gap
        )
        loose = PREPOSITIONS if gap[-1].is_date and len(gap) == _DATED else _LOOSE
        closed = "," in after.mark or after.lower in loose | COORDINATORS
        inside = range(place - len(gap), place)
        return (
            n >= self.verb
            and not self.edges.absolute
            and not self.edges.defines(place)
            and gap[0].lower in PARTS
            and all(t.lower != gap[0].lower for t in self.claim[following:])
            and plain
            and closed
            and not any(PARTICIPLE.fullmatch(t.lower) for t in gap)
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
                and (place == 0 or t.lower not in DETERMINERS)
                for place, t in enumerate(gap)
            )
        )

    def _predicate(self, gap: Sequence[Token], at: int, following: int, place: int) -> bool:
        """``NAME opened in 1874 and handles``: the first of two verbs of one subject."""
        return (
            following == self.verb
            and place in self.verbs
            and at + 1 in self.verbs
            and not self.source[at].text.endswith(("'s", "’s"))
            and gap[-1].lower in COORDINATORS
            and not any(t.mark for t in gap)
            and not any(t.lower in COORDINATORS | RELATIVES | CONDITIONS for t in gap[:-1])
        )

    def _rival(self, gap: Sequence[Token], following: int) -> bool:
        """Whether what is left out holds a value of a kind that the claim goes on to give."""
        given = {t.value.kind for t in self.claim[following:] if t.value is not None}
        return any(t.value is not None and t.value.kind in given for t in gap)
