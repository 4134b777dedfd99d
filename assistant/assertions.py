"""What a text asserts, clause by clause: within one assertion, values and names belong together.

A sentence is cut where another clause begins, or another item that has a value of its own. What a
clause leaves unsaid it is lent by its sentence: the subject by the clause before it, the noun that
``which`` stands for, the words that introduce an enumeration.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.lexicon import AUXILIARIES, IRREGULAR_VERBS, PREPOSITIONS, PRONOUNS
from assistant.sentences import sentences
from assistant.types import Span
from assistant.values import TypedValue, capital_runs, dates, numbers
from assistant.verbs import first_verb, passive
from assistant.words import Word, words

_CUT = re.compile(
    r"(?P<new>;|—| – )|(?P<colon>:)|(?P<open>\()|(?P<close>\))"
    r"|,?\s*\b(?P<relative>which|who|whom|whose|where)\b"
    r"|(?:,\s*)?\b(?P<joint>and|or|but|while|whereas|although|though|because)\b|(?P<comma>,)"
)
_RELATIVE = frozenset(["which", "who", "whom", "whose", "where"])


@dataclass(frozen=True)
class Assertion:
    """One thing that a sentence of ``text`` says.

    Attributes:
        text: the whole text.
        sentence: where the sentence stands in it.
        own: the spans of the clause itself.
        lent: spans that belong to it without standing in it: its subject, its introduction.
    """

    text: str
    sentence: Span
    own: tuple[Span, ...]
    lent: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything that belongs to it, in the order of the text."""
        return tuple(sorted({*self.own, *self.lent}, key=lambda s: s.start))

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words, positions in the text."""
        return tuple(w for w in words(self.text) if inside(w.start, self.spans))

    @property
    def values(self) -> tuple[TypedValue, ...]:
        """Its dates and numbers, positions in the text."""
        return tuple(v for v in typed(self.text) if inside(v.start, self.spans))


def inside(position: int, spans: Sequence[Span]) -> bool:
    """Return whether a position lies in one of the spans."""
    return any(s.start <= position < s.end for s in spans)


@lru_cache(maxsize=2048)
def typed(text: str) -> tuple[TypedValue, ...]:
    """Return the dates and numbers of a text in order.

    ``one`` counts nothing, and in ``Reactor Two`` the number is part of a name.
    """
    found = [*dates(text), *numbers(text)]
    kept = (v for v in found if text[v.start : v.end].lower() != "one" and not _in_name(text, v))
    return tuple(sorted(kept, key=lambda v: v.start))


def _in_name(text: str, value: TypedValue) -> bool:
    before = text[: value.start].rstrip(" ").rpartition(" ")[2]
    return text[value.start].isupper() and value.kind == "number" and before[:1].isupper()


@lru_cache(maxsize=2048)
def assertions(text: str, language: str | None = None) -> tuple[Assertion, ...]:
    """Return what each clause of a text asserts; every word belongs to one clause at least."""
    found: list[Assertion] = []
    subject: tuple[Span, ...] = ()
    introduction: tuple[Span, ...] = ()
    for span in sentences(text, language):
        listed = text.startswith("- ", span.start)
        reader = _Reader(text, span, before=subject, introduction=introduction if listed else ())
        found += reader.read()
        subject = reader.first_subject or subject
        if span.within(text).endswith(":"):
            introduction = (span,)
        elif not listed:
            introduction = ()
    return tuple(found)


@dataclass
class _Clause:
    """A clause while it is being read; pieces are added until it is complete."""

    own: list[Span]
    lent: tuple[Span, ...] = ()
    verb: Word | None = None


class _Reader:
    """Reads one sentence from left to right, piece by piece."""

    def __init__(
        self, text: str, sentence: Span, *, before: tuple[Span, ...], introduction: tuple[Span, ...]
    ) -> None:
        self._text = text
        self._sentence = sentence
        self._before = before
        self._lent = introduction
        self._values = typed(text)
        self._clauses: list[_Clause] = []
        self._asides: list[_Clause] = []
        self._fronted: list[Span] = []
        self._apposed: list[Span] = []
        self.first_subject: tuple[Span, ...] = ()

    def read(self) -> list[Assertion]:
        """Return what the sentence asserts."""
        pieces = self._pieces()
        apposed = [s for (_, e), (o, s) in pairwise(pieces) if o == "comma" and self._apposes(e, s)]
        # A single one is told apart from nothing, so it may stay with its clause.
        self._apposed = apposed if len(apposed) > 1 else []
        for number, (opener, piece) in enumerate(pieces):
            if self._clauses and self._subject_ahead(pieces[number:]):
                self._clauses.append(_Clause([piece], self._lent))
            else:
                self._take(opener, piece)
        self._place_fronted()
        made = [c for c in (*self._clauses, *self._asides) if c.own]
        return [
            Assertion(self._text, self._sentence, tuple(c.own), self._with_pronouns(c))
            for c in made
        ]

    def _pieces(self) -> list[tuple[str, Span]]:
        """Return the pieces between cuts, each with what opens it."""
        found, start, opener = [], self._sentence.start, ""
        for match in _CUT.finditer(self._text, start, self._sentence.end):
            kind = match.lastgroup or ""
            if any(v.start < match.start(kind) < v.end for v in self._values):
                continue
            if kind in ("open", "close") and self._plain_bracket(match.start()):
                continue
            found.append((opener, Span(start=start, end=match.start())))
            start = match.start(kind) if kind == "relative" else match.end()
            opener = kind
        found.append((opener, Span(start=start, end=self._sentence.end)))
        return [(o, s) for o, s in found if self._in(s)]

    def _subject_ahead(self, pieces: Sequence[tuple[str, Span]]) -> bool:
        """Whether a piece is the subject of a verb after it: ``and its head, Lund, plans to``."""
        if pieces[0][0] != "joint" or self._verb(pieces[0][1]) is not None:
            return False
        ahead = next(((o, s) for o, s in pieces[1:] if o != "comma" or self._verb(s)), None)
        if ahead is None or ahead[0] != "comma":
            return False
        verb = self._verb(ahead[1])
        return not any(w.content for w in self._in(ahead[1]) if verb and w.start < verb.start)

    def _apposes(self, before: Span, piece: Span) -> bool:
        """Whether a piece says who or what was just named: ``Lund, director of the station``."""
        content = [w for w in self._in(piece) if w.content]
        names = self._names([before])
        return (
            self._verb(piece) is None
            and bool(content)
            and content[0].text.islower()
            and bool(self._names([piece]) or self._valued(piece))
            and bool(names)
            and not any(names[-1].end <= w.start for w in self._in(before))
        )

    def _plain_bracket(self, position: int) -> bool:
        """Whether a bracket holds neither a value nor a verb: ``(LF)``."""
        start = self._text.rfind("(", self._sentence.start, position + 1)
        end = self._text.find(")", position, self._sentence.end)
        if start < 0 or end < 0:
            return True
        held = Span(start=start, end=end)
        return not self._verb(held) and not self._valued(held)

    def _take(self, opener: str, piece: Span) -> None:
        verb = self._verb(piece)
        current = self._clauses[-1] if self._clauses else None
        if current is None or opener in ("new", "colon"):
            self._begin(opener, piece, verb)
        elif opener == "open":
            self._asides.append(_Clause([piece], self._noun_before(current, piece)))
        elif opener == "relative" or self._participle(piece, opener) or piece in self._apposed:
            self._asides.append(_Clause([piece], self._antecedent(current, piece), verb))
        elif verb is not None and current.verb is not None:
            self._clauses.append(_Clause([piece], self._subject_for(piece, verb), verb))
        elif verb is None and (lent := self._enumerated(current, piece)) is not None:
            self._clauses.append(_Clause([piece], lent, current.verb))
        else:
            current.own.append(piece)
            current.verb = current.verb or verb
            self._note_subject(current)

    def _begin(self, opener: str, piece: Span, verb: Word | None) -> None:
        first = not self._clauses
        if first and self._fronts(piece):
            self._fronted.append(piece)
            self._clauses.append(_Clause([]))
            return
        if opener == "colon" and self._clauses:
            self._lent = (*self._lent, *self._clauses[-1].own)
        lent = self._lent if not first or self._lent else ()
        if verb is not None and self._opens_with_pronoun(piece):
            lent = (*lent, *(self._before if first else self.first_subject))
        self._clauses.append(_Clause([piece], lent, verb))
        self._note_subject(self._clauses[-1])

    def _fronts(self, piece: Span) -> bool:
        """Whether the sentence opens with a participle: ``Founded in 1931, the ...``."""
        opening = self._in(piece)[0]
        comma = self._text[piece.end : piece.end + 1] == ","
        return comma and len(opening.text) > 4 and opening.text.lower().endswith(("ed", "ing"))

    def _place_fronted(self) -> None:
        for piece in self._fronted:
            self._asides.append(_Clause([piece], self.first_subject))

    def _note_subject(self, clause: _Clause) -> None:
        if self.first_subject or clause.verb is None:
            return
        self.first_subject = self._subject_of(clause) or clause.lent

    def _subject_for(self, piece: Span, verb: Word) -> tuple[Span, ...]:
        """Return what a further clause takes over: a subject, unless it has one of its own."""
        before = [w for w in self._in(piece) if w.start < verb.start and w.content]
        if before and not self._opens_with_pronoun(piece):
            return self._lent
        return (*self._lent, *self._last_subject())

    def _last_subject(self) -> tuple[Span, ...]:
        for clause in reversed(self._clauses):
            if subject := self._subject_of(clause) or clause.lent:
                return subject
        return self.first_subject

    def _subject_of(self, clause: _Clause) -> tuple[Span, ...]:
        """Return what stands before the verb; ``In 1995,`` before it is no subject."""
        verb = clause.verb
        if verb is None:
            return ()
        before = [s for s in clause.own if s.start < verb.start]
        cut = [Span(start=s.start, end=min(s.end, verb.start)) for s in before]
        while len(cut) > 1 and self._in(cut[0])[0].text.lower() in PREPOSITIONS:
            cut = cut[1:]
        return tuple(s for s in cut if any(w.content for w in self._in(s)))

    def _antecedent(self, current: _Clause, piece: Span) -> tuple[Span, ...]:
        opening = self._in(piece)[0].text.lower()
        if opening.endswith("ing"):
            return self._last_subject()
        if current.verb is None and opening not in _RELATIVE:
            return tuple(current.own) or current.lent
        return self._noun_before(current, piece)

    def _noun_before(self, current: _Clause, piece: Span) -> tuple[Span, ...]:
        """Return the noun that stands directly before a piece, with what it is ``of``."""
        earlier = [s for c in (current, *self._asides) for s in c.own if s.end <= piece.start]
        if not earlier:
            return current.lent
        last = max(earlier, key=lambda s: s.end)
        found = self._in(last)
        verb = self._verb(last)
        starts = [last.start]
        for word in found:
            lower = word.text.lower()
            if word is verb or lower in AUXILIARIES or first_verb([word]) is not None:
                starts = [word.end]
            elif lower in PREPOSITIONS and lower != "of":
                starts.append(word.end)
        # Of "the pier at Ellery, which" both may be meant; only where one name is in it, both are.
        spans = [Span(start=start, end=last.end) for start in starts]
        fit = [s for s in spans if self._one_thing(s)]
        return (fit[0],) if fit else current.lent

    def _one_thing(self, span: Span) -> bool:
        named = len(self._names([span]))
        return named <= 1 and not self._valued(span) and any(w.content for w in self._in(span))

    def _enumerated(self, current: _Clause, piece: Span) -> tuple[Span, ...] | None:
        """Return what a further item is lent; None where a piece is no item by itself."""
        own = self._valued(piece)
        first = self._first_value(current, own[0]) if own else None
        if first is not None:
            shared = self._shared(current, piece, stop=first.start, own=own[0].start)
            return (*shared, *(self._counted(current, piece) if first.kind == "number" else ()))
        names, others = self._names(current.own), self._names([piece])
        if current.verb is not None and len(others) > 1 and len(names) > 1:
            after = [n for n in names if n.start > current.verb.start]
            stop = after[0].start if after else current.own[-1].end
            return self._shared(current, piece, stop=stop, own=piece.end)
        return None

    def _shared(self, current: _Clause, piece: Span, *, stop: int, own: int) -> tuple[Span, ...]:
        """Return the words before ``stop`` that introduce every item of an enumeration.

        An item that names something before its value takes the place of what stood there: of the
        object, if the first item has one, else of the subject.
        """
        spans = [Span(start=s.start, end=min(s.end, stop)) for s in current.own if s.start < stop]
        before = [w for w in self._in(piece) if w.start < own]
        if not any(w.content for w in before):
            return (*current.lent, *spans)
        names, verb = self._names(spans), current.verb
        if verb is None:
            return tuple(left for s in (*current.lent, *spans) for left in _without(s, names))
        objects = [n for n in names if n.start > verb.start]
        if before[0].text.lower() in PREPOSITIONS:
            return tuple(left for s in (*current.lent, *spans) for left in _without(s, objects))
        held = [w for s in spans for w in self._in(s) if w.start > verb.start and w.content]
        like = bool(objects) or not self._names([piece])
        active = not passive(self._in(self._sentence), verb)
        if held and like and active and not self._gapped(piece):
            return (*current.lent, *_clipped(spans, end=verb.end))
        return (*current.lent, *_clipped(spans, start=verb.start))

    def _counted(self, current: _Clause, piece: Span) -> list[Span]:
        """Return what the first value counts, for an item that does not say: ``and Lake B 112``."""
        last = self._valued(piece)[-1]
        value = self._first_value(current, last) or last
        if any(w.content and w.start >= last.end for w in self._in(piece)):
            return []
        end = max(s.end for s in current.own)
        after = [w for w in self._in(Span(start=value.end, end=end)) if w.content][:3]
        return [Span(start=w.start, end=w.end) for w in after]

    def _first_value(self, clause: _Clause, like: TypedValue) -> TypedValue | None:
        held = (v for v in self._values if inside(v.start, clause.own))
        return next((v for v in held if v.kind == like.kind), None)

    def _gapped(self, piece: Span) -> bool:
        """Whether a piece has subject and object but no verb: ``Lund the Fell Station``."""
        named = self._names([piece])
        if len(named) < 2:
            return False
        between = self._text[named[0].end : named[1].start].split()
        return not any(w.lower() in PREPOSITIONS for w in between)

    def _names(self, spans: Sequence[Span]) -> list[Span]:
        runs = [r for r in capital_runs(self._text) if inside(r[0].start, spans)]
        # A short form in brackets names nothing else than the name before it.
        named = [r for r in runs if self._text[max(0, r[0].start - 1)] != "("]
        return [Span(start=r[0].start, end=r[-1].end) for r in named]

    def _valued(self, span: Span) -> list[TypedValue]:
        return [v for v in self._values if span.start <= v.start < span.end]

    def _in(self, span: Span) -> list[Word]:
        return [w for w in words(self._text) if span.start <= w.start < span.end]

    def _opens_with_pronoun(self, piece: Span) -> bool:
        found = self._in(piece)
        return bool(found) and found[0].text.lower() in PRONOUNS

    def _participle(self, piece: Span, opener: str) -> bool:
        opening, *others = self._in(piece)
        lower, follows = opening.text, others[0].text if others else ""
        if opener != "comma" or not opening.text.islower():
            return False
        if lower.endswith("ing") and len(lower) > 4:
            return True
        # Before an object it is the verb of the clause: "Lund, its head, founded the mill".
        past = (lower.endswith("ed") and len(lower) > 4) or lower in IRREGULAR_VERBS
        return past and (follows in PREPOSITIONS or follows == "up")

    def _with_pronouns(self, clause: _Clause) -> tuple[Span, ...]:
        """Return what a clause is lent, with the subject that a pronoun inside it stands for."""
        found = [w for s in clause.own for w in self._in(s)]
        named = min((n.start for n in self._names(clause.own)), default=self._sentence.end)
        if not any(w.text.lower() in PRONOUNS for w in found if w.start < named):
            return clause.lent
        first = clause.verb is not None and clause is self._clauses[0]
        subject = self._before if first else self.first_subject or self._before
        return tuple(dict.fromkeys((*clause.lent, *subject)))

    def _verb(self, span: Span) -> Word | None:
        return first_verb(self._in(span))


def _clipped(spans: Sequence[Span], *, start: int = 0, end: int | None = None) -> list[Span]:
    """Return what of the spans lies from ``start`` to ``end``."""
    stop = end if end is not None else max((s.end for s in spans), default=0)
    cut = [Span(start=max(s.start, start), end=min(s.end, stop)) for s in spans]
    return [s for s in cut if s.start < s.end]


def _without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """Return what is left of a span when others are taken out of it."""
    left, start = [], span.start
    for hole in sorted(holes, key=lambda h: h.start):
        if span.start <= hole.start < span.end:
            left.append(Span(start=start, end=hole.start))
            start = hole.end
    left.append(Span(start=start, end=span.end))
    return [s for s in left if s.start < s.end]
