"""Who holds the post that a question asks about, as far as one sentence tells."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.coverage import mentions
from assistant.lexicon import DEPUTIES, DETERMINERS, PREPOSITIONS, QUALITIES, TO_BE
from assistant.question import Question, Term
from assistant.statements import Statement
from assistant.synonyms import foreign, near
from assistant.types import Span
from assistant.values import TypedValue
from assistant.vocabulary import Vocabulary
from assistant.words import Word, words

BESIDE = 40
"""Characters between a person and the post that is theirs, at most."""
OWNED = 4
"""Words after a post that can say what it is the post of."""
_FORMERLY = frozenset(["was", "were", "former", "first", "founding"])
_BETWEEN = PREPOSITIONS - {"as"}
_DESCRIBING = DETERMINERS | QUALITIES


def holder(
    question: Question, statement: Statement, names: Sequence[Span], vocabulary: Vocabulary
) -> tuple[tuple[TypedValue, ...], tuple[Span, ...]]:
    """Return the one person with the post asked for, as a value that others can contradict.

    Beside it, all persons named; none where a statement tells of a post that none of them holds.

    Args:
        question: one that asks who holds a post.
        statement: the sentence.
        names: of the persons in it who are not asked about.
        vocabulary: of the documents.
    """
    posts = _posts(question, statement)
    if not posts:
        return (), tuple(names)
    posts = [p for p in posts if not _of_something_else(p, question, statement, vocabulary)]
    may = [n for n in names if any(_may_hold(p, n, statement) for p in posts)]
    beside = [n for n in may if any(_gap(p, n) <= BESIDE for p in posts)]
    said = [n for n in beside if any(_is_said(p, n, statement) for p in posts)]
    titled = [n for n in beside if any(n.start <= p.start < n.end for p in posts)]
    held = next((few for few in (said, titled) if len(few) == 1), beside)
    if len(held) != 1 or len(posts) != 1:
        return (), tuple(names if may else ())
    name = held[0]
    surname = [w for w in statement.words if name.start <= w.start < name.end][-1].stems[-1]
    value = TypedValue(kind="person", start=name.start, end=name.end, key=(surname,))
    return (value,), tuple(names)


def held_before(question: Question, statement: Statement) -> bool:
    """Return whether a statement tells who no longer holds the post asked for."""
    return any(_is_over(post, statement) for post in _posts(question, statement))


def held_by_deputy(post: Term, question: Question, statement: Statement) -> bool:
    """Return whether all that a statement says of a post is said of the one below it.

    That is "vice president", where the question does not ask for one itself.
    """
    if DEPUTIES.intersection(w.text.lower() for w in words(question.text)):
        return False
    alike = {post.stem, *near(post.stem), *foreign(post.stem)}
    places = [n for n, w in enumerate(statement.words) if alike.intersection(w.stems)]
    below = [
        statement.words[n].text.lower().partition("-")[0] in DEPUTIES
        or any(w.text.lower() in DEPUTIES for w in statement.words[max(0, n - 1) : n + 2])
        for n in places
    ]
    return bool(below) and all(below)


def _posts(question: Question, statement: Statement) -> list[Word]:
    """Return the words of a statement for the post asked for; "managing director" is one post."""
    alike = frozenset(s for t in question.posts for s in (t.stem, *near(t.stem)))
    told = [not alike.isdisjoint(word.stems) for word in statement.words]
    followed = zip(statement.words, told, [False, *told], strict=False)
    return [word for word, tells, before in followed if tells and not before]


def _of_something_else(
    post: Word, question: Question, statement: Statement, vocabulary: Vocabulary
) -> bool:
    """Whether a post is that of a thing not asked about: "director of research".

    A question that names nothing may be about whatever has a name.
    """
    of, *owner = [w for w in statement.words if w.start > post.start][:OWNED] or [post]
    if of.text.lower() not in {"of", "for"} or not owner or owner[0].text.lower() in DETERMINERS:
        return False
    if owner[0].capital and not question.names:
        return False
    stems = frozenset(s for w in owner for s in w.stems)
    return not any(mentions(t, stems, vocabulary) for t in question.terms)


def _gap(post: Word, name: Span) -> int:
    return min(abs(post.start - name.start), abs(post.start - name.end))


def _may_hold(post: Word, name: Span, statement: Statement) -> bool:
    """Whether a name does not stand before a post that something else is done with.

    "NAME cut a garland of poppy heads", but "NAME, a student of birds, is its head".
    """
    between = statement.text[name.end : post.start].lower().split()
    return _last(between, _DESCRIBING) in TO_BE or _BETWEEN.isdisjoint(between)


def _is_said(post: Word, name: Span, statement: Statement) -> bool:
    """Whether a name is the subject of which a post is said: "NAME is director"."""
    between = statement.text[name.end : post.start].split()
    return bool(between) and between[0].lower() in TO_BE


def _is_over(post: Word, statement: Statement) -> bool:
    """Whether somebody no longer holds a post: "was its first director", "director until"."""
    place = statement.words.index(post)
    after = {w.text.lower() for w in statement.words[place + 1 : place + 1 + OWNED]}
    before = [w.text.lower() for w in statement.words[:place]]
    return "until" in after or _last(before, _DESCRIBING - _FORMERLY) in _FORMERLY


def _last(before: Sequence[str], describing: frozenset[str]) -> str | None:
    """Return the last of the words before a post that does not describe it."""
    return next((word for word in reversed(before) if word not in describing), None)
