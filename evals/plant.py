"""Plants pairs of short documents among others: some contradict, some only say it otherwise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.errors import SuiteError
from assistant.types import Document, Metadata, Value
from evals.cases import Suite, make_suite, read_rows
from evals.folders import make_document
from evals.text import holds
from evals.types import Case


class Telling(Value):
    """One document of a pair, and the words in which it gives the value asked for."""

    title: str = Field(min_length=1)
    date: str | None = None
    text: str = Field(min_length=1)
    value: str = Field(min_length=1)


class Pair(Value):
    """Two documents that give a date, number or name for one thing, and a question for it."""

    id: str = Field(min_length=1)
    kind: Literal["date", "number", "name"]
    relation: Literal["conflict", "same"]
    question: str = Field(min_length=1)
    documents: tuple[Telling, Telling]


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a JSONL file of pairs.

    Raises:
        SuiteError: the file cannot be read, a line is wrong, or a document lacks its value.
    """
    pairs = []
    for where, pair in read_rows(path, Pair):
        for telling in pair.documents:
            if not holds(telling.text, [telling.value]):
                raise SuiteError(
                    f"{where}: {telling.title!r} does not say {telling.value!r}. Correct either."
                )
        pairs.append(pair)
    return tuple(pairs)


def plant(
    name: str, pairs: Sequence[Pair], others: Sequence[Document], *, among: int, seed: int = 0
) -> Suite:
    """Return a suite that asks about each pair, planted among a sample of other documents.

    A conflict is a case of that kind: right is a disagreement that gives both values, each from
    its own document. Of two wordings of one value either is right, and a disagreement is wrong.

    Args:
        name: of the suite.
        pairs: what to plant.
        others: the documents to draw from.
        among: how many to draw.
        seed: of the sample.

    Raises:
        SuiteError: there are no pairs, or fewer others than are to be drawn.
    """
    if len(others) < among:
        raise SuiteError(f"{name}: {len(others)} other documents, {among} wanted. Name more.")
    drawn = random.Random(seed).sample(others, among)  # noqa: S311 (a sample, not a secret)
    planted = [
        _document(_id(pair, number), telling)
        for pair in pairs
        for number, telling in enumerate(pair.documents, 1)
    ]
    return make_suite(name, [_case(pair) for pair in pairs], [*planted, *drawn])


def _id(pair: Pair, number: int) -> str:
    return f"planted/{pair.id}-{number}"


def _document(id_: str, telling: Telling) -> Document:
    made = make_document(id_, telling.title, telling.text)
    return made.model_copy(update={"metadata": Metadata(date=telling.date, language="en")})


def _case(pair: Pair) -> Case:
    values = tuple((t.value,) for t in pair.documents)
    sources = tuple((_id(pair, number),) for number in (1, 2))
    conflict = pair.relation == "conflict"
    return Case(
        id=pair.id,
        kind="conflict" if conflict else "fact",
        question=pair.question,
        nuggets=values if conflict else (sum(values, ()),),
        sources=sources if conflict else (sum(sources, ()),),
        answerable=True,
        cluster=pair.id,
        note=pair.kind,
    )
