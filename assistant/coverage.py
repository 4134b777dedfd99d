"""How well a statement, in its context, speaks of the terms of a question."""

from __future__ import annotations

from assistant.measures import measured, measures
from assistant.question import Term
from assistant.statements import Statement
from assistant.synonyms import foreign, kin, near, numerals
from assistant.vocabulary import Vocabulary
from assistant.words import deed

DIRECT, SYNONYM, EXPANDED = 1.0, 0.85, 0.8
ANTECEDENT, CONTINUED, NEIGHBOUR = 0.8, 0.7, 0.4
NAMELESS = 0.6
"""Cover of a name by the statement before one that names nothing: that goes on about the same."""
LEANING = {"name": 0.7, "head": 0.6, "word": 0.45}
HEADING = {"name": 0.8, "head": 0.65, "word": 0.5}
TITLE = {"name": 0.75, "head": 0.5, "word": 0.25}
NAMED, HEADED = 0.55, 0.5
"""Cover from which a name, or what is asked for, counts as spoken of."""
SPOKEN_OF = 0.45
"""Cover below which any term of the question counts as missing."""
SLACK = 0.3
"""Cover of a term by which a further reading may fall short of the best one."""
DEPTH = 3
ALIAS = 0.7
"""Cover of a name of several words by the one word that stands for it."""
LEAD = 0.6
"""Cover of a name by the opening sentence of the document, which says what it is about."""


def cover(term: Term, statement: Statement, vocabulary: Vocabulary, *, depth: int = 0) -> float:
    """Return how well a statement, in its context, speaks of a term of the question."""
    best = own_cover(term, statement, vocabulary)
    if best >= EXPANDED or depth >= DEPTH:
        return best
    if statement.antecedent is not None:
        best = max(
            best, ANTECEDENT * cover(term, statement.antecedent, vocabulary, depth=depth + 1)
        )
    elif statement.leaning is not None:
        before = cover(term, statement.leaning, vocabulary, depth=depth + 1)
        best = max(best, LEANING[term.role] * before)
    elif term.role == "name" and statement.before is not None and not statement.names:
        best = max(best, NAMELESS * cover(term, statement.before, vocabulary, depth=depth + 1))
    if depth == 0:
        best = max(best, _around(term, statement, vocabulary))
    return best


def _around(term: Term, statement: Statement, vocabulary: Vocabulary) -> float:
    found = [0.0]
    if statement.before is not None:
        elliptic = term.role == "head" and statement.elliptic
        share = LEANING[term.role] if elliptic else NEIGHBOUR
        found.append(share * own_cover(term, statement.before, vocabulary))
    if term.role == "name" and mentions(term, statement.continued, vocabulary):
        found.append(CONTINUED)
    people = kin(term.stem)
    others = alike(term, statement) | people
    if mentions(term, statement.headings, vocabulary) or others & statement.headings:
        found.append(HEADING[term.role])
    if mentions(term, statement.title, vocabulary) or people & statement.title:
        found.append(TITLE[term.role])
    if term.role == "name" and mentions(term, statement.lead, vocabulary):
        found.append(LEAD)
    return max(found)


def own_cover(term: Term, statement: Statement, vocabulary: Vocabulary) -> float:
    """Return how well the words of a statement itself speak of a term."""
    stems = statement.stems
    if holds(term, stems, vocabulary):
        return DIRECT
    # A word inside a name is not a synonym's to meet: a Research Centre is no study.
    # Only for a class of things it names one of them: the Pump Hall is a building.
    within = stems if term.soft else statement.plain
    if term.role != "name" and alike(term, statement) & within:
        return SYNONYM
    if (kin(term.stem) | numerals(term.stem)) & stems or _done_by_agent(term, stems):
        return SYNONYM
    if mentions(term, stems, vocabulary) or _initials(term, statement):
        return EXPANDED
    if term.role != "name" and measured(statement.text, measures(term.stem)):
        return EXPANDED
    return ALIAS if _alias(term, statement) else 0.0


def alike(term: Term, statement: Statement) -> frozenset[str]:
    """Return the stems that say the same as a term in the language of a statement."""
    language = statement.document.metadata.language
    own = frozenset() if term.fixed else near(term.stem)
    return own | (foreign(term.stem) if language != term.language else frozenset())


def _done_by_agent(term: Term, stems: frozenset[str]) -> bool:
    """Whether who does it is named for it: the editor is who edits."""
    return term.does and any(deed(s) == term.stem.removesuffix("e") for s in stems)


def _alias(term: Term, statement: Statement) -> bool:
    """Whether one word of a name stands for all of it, as a document does that gave it in full."""
    full = frozenset(term.run)
    if len(full) < 2 or full not in statement.named:
        return False
    return any(set(run) < full and len(run) == 1 for run in statement.runs)


def _initials(term: Term, statement: Statement) -> bool:
    """Whether the words of a name begin with the letters of an acronym that no document explains.

    So ``ENS`` is found in "Ecole Normale Supérieure".
    """
    letters = term.stem
    acronym = term.text.isupper() and len(letters) > 2
    return acronym and any(
        letters in "".join(stem[0] for stem in run) for run in statement.runs if len(run) > 2
    )


def holds(term: Term, stems: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Return whether the stems hold the term or, if it is an abbreviation, its long form."""
    long_forms = vocabulary.abbreviations.get(term.stem, ())
    return term.stem in stems or any(stems.issuperset(long) for long in long_forms)


def mentions(term: Term, stems: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Return whether stems hold a term, be it inside the long form of an abbreviation."""
    if term.stem in stems:
        return True
    forms = (vocabulary.abbreviations[s] for s in stems if s in vocabulary.abbreviations)
    return any(term.stem in long for form in forms for long in form)
