"""Training pairs: a question, a sentence in its context, and whether the sentence answers.

Negatives are sentences that look right: those that are marked as such, those of the same
passage and of other documents that share most with the question, and right sentences under a
question whose name, number or post was swapped for another one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.lexicon import POSTS
from assistant.reader import in_context
from assistant.values import capital_runs
from evals.reading.exercises import NAMED, OWN, STRANGERS, WRITTEN, Exercise


@dataclass(frozen=True)
class Pair:
    """What the reader sees and what it should say: 1 if the sentence answers, else 0."""

    question: str
    passage: str
    label: int


@dataclass(frozen=True)
class Dose:
    """How much of a set is trained on: rows taken at most, passes, negatives a pass."""

    rows: int = 100_000
    passes: int = 1
    negatives: int = 1


DOSES = {
    WRITTEN: Dose(passes=3, negatives=2),
    STRANGERS: Dose(passes=2, negatives=2),
    NAMED: Dose(passes=2, negatives=2),
    "squad2_dev": Dose(passes=3, negatives=2),
    "clapnq_dev": Dose(passes=2, negatives=3),
    "squadshifts_wiki": Dose(negatives=2),
    "selqa": Dose(negatives=2),
    "tydiqa_en": Dose(negatives=2),
    "bioasq_factoid_list": Dose(negatives=3),
    "qamr_wiki": Dose(rows=6000),
    "fairytaleqa": Dose(rows=6000),
    "squadshifts_amazon": Dose(rows=2500),
    "squadshifts_reddit": Dose(rows=2500),
    "tweetqa": Dose(rows=2000),
}
"""Sets whose questions are like those people ask of documents weigh more."""

ELSEWHERE, SWAPPED = 0.15, 0.2
"""Shares of the questions that also get a negative of another document, or a swapped one."""
POOL = 3
"""A negative is one of this many sentences that share most with the question."""
OTHERS = 20_000
"""Sentences of other documents searched for negatives."""

_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_POST = re.compile(rf"\b(?:{'|'.join(sorted(POSTS))})\b", re.IGNORECASE)


def make_pairs(
    exercises: Mapping[str, Sequence[Exercise]],
    *,
    seed: int,
    share: float = 1.0,
    public: float = 1.0,
) -> list[Pair]:
    """Return the training pairs of all sets.

    Of each set ``share`` of the questions is used, and of the public ones ``public`` of that.
    """
    made: list[Pair] = []
    for source, rows in exercises.items():
        draw = random.Random(f"{seed} {source}")  # noqa: S311 (no secret)
        dose = DOSES.get(source, Dose())
        number = min(round(len(rows) * share), dose.rows)
        taken = draw.sample(rows, number if source in OWN else round(number * public))
        if taken:
            made += _of_set(taken, rows, dose, draw)
    return made


def _of_set(
    taken: Sequence[Exercise], rows: Sequence[Exercise], dose: Dose, draw: random.Random
) -> Iterator[Pair]:
    matcher = TfidfVectorizer(sublinear_tf=True, max_df=0.2, min_df=2 if len(rows) > 100 else 1)
    matcher.fit(sentence for e in rows for sentence in e.sentences)
    for exercise, order in zip(taken, _orders(taken, matcher), strict=True):
        for _ in range(dose.passes):
            yield from _of_passage(exercise, order, dose.negatives, draw)
        if exercise.answers and draw.random() < SWAPPED:
            yield from _swapped(exercise, draw)
    yield from _elsewhere([e for e in taken if draw.random() < ELSEWHERE], rows, matcher, draw)


def _orders(taken: Sequence[Exercise], matcher: TfidfVectorizer) -> Iterator[list[int]]:
    """Yield for each exercise the positions of its wrong sentences.

    First come those marked as near, then those that share most with the question.
    """
    questions = matcher.transform([e.question for e in taken])
    for number, exercise in enumerate(taken):
        wrong = [
            n
            for n in range(len(exercise.sentences))
            if n not in exercise.answers and n not in exercise.masked
        ]
        if not wrong:
            yield []
            continue
        found = matcher.transform([exercise.sentences[n] for n in wrong]) @ questions[number].T
        likeness = found.toarray()[:, 0]
        order = [wrong[n] for n in np.argsort(-likeness, kind="stable")]
        yield sorted(order, key=lambda n: n not in exercise.near)


def _of_passage(
    exercise: Exercise, order: Sequence[int], negatives: int, draw: random.Random
) -> Iterator[Pair]:
    if exercise.answers:
        yield _pair(exercise, draw.choice(sorted(exercise.answers)), 1)
    near = list(order[: POOL + negatives - 1])
    for position in draw.sample(near, min(negatives, len(near))):
        yield _pair(exercise, position, 0)


def _pair(exercise: Exercise, position: int, label: int, question: str | None = None) -> Pair:
    passage = in_context(
        exercise.sentences[position], title=exercise.title, before=exercise.before(position)
    )
    return Pair(question or exercise.question, passage, label)


def _swapped(exercise: Exercise, draw: random.Random) -> Iterator[Pair]:
    """Ask the same of another name, number or post: the sentence answers no longer."""
    for swap in draw.sample([_other_name, _other_number, _other_post], 3):
        question = swap(exercise, draw)
        if question:
            yield _pair(exercise, min(exercise.answers), 0, question)
            return


def _other_name(exercise: Exercise, draw: random.Random) -> str | None:
    asked = _names(exercise.question)
    inside = [name for s in exercise.sentences for name in _names(s)]
    answers = " ".join(exercise.strings).lower()
    others = [
        name
        for name in inside
        if name.lower() not in exercise.question.lower() and name.lower() not in answers
    ]
    if not asked or not others:
        return None
    return exercise.question.replace(draw.choice(asked), draw.choice(others), 1)


def _names(text: str) -> list[str]:
    runs = (text[run[0].start : run[-1].end] for run in capital_runs(text) if run[0].start)
    return [name for name in runs if len(name) > 2]


def _other_number(exercise: Exercise, draw: random.Random) -> str | None:
    asked = _NUMBER.findall(exercise.question)
    others = [n for s in exercise.sentences for n in _NUMBER.findall(s) if n not in asked]
    if not asked or not others:
        return None
    return exercise.question.replace(draw.choice(asked), draw.choice(others), 1)


def _other_post(exercise: Exercise, draw: random.Random) -> str | None:
    asked = _POST.search(exercise.question)
    if asked is None:
        return None
    text = " ".join(exercise.sentences).lower()
    others = [post for post in sorted(POSTS) if post not in text]
    return _POST.sub(draw.choice(others), exercise.question, count=1) if others else None


def _elsewhere(
    asked: Sequence[Exercise],
    rows: Sequence[Exercise],
    matcher: TfidfVectorizer,
    draw: random.Random,
) -> Iterator[Pair]:
    """Yield for each question a sentence of another document that shares much with it."""
    places = [(e, n) for e in rows for n in range(len(e.sentences))]
    places = draw.sample(places, min(OTHERS, len(places)))
    sentences = matcher.transform([e.sentences[n] for e, n in places]).T.tocsc()
    for exercise in asked:
        likeness = (matcher.transform([exercise.question]) @ sentences).toarray()[0]
        for number in np.argsort(-likeness)[: POOL * 2]:
            other, position = places[number]
            held = other.sentences[position].lower()
            if other.document != exercise.document and not any(
                answer.lower() in held for answer in exercise.strings
            ):
                yield _pair(other, position, 0, exercise.question)
                break
