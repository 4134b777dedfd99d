"""Suites: the cases to ask, read from JSONL files."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.errors import SuiteError
from assistant.types import Document, Value
from evals.types import Case

Row = TypeVar("Row", bound=BaseModel)


class Peer(Value):
    """What another program retrieved: document ids, best first, by case id."""

    run: str
    results: dict[str, tuple[str, ...]]


class Suite(Value):
    """Cases; with documents of their own, or to be asked against the index at hand.

    ``digest`` identifies the content, whatever the path; ``drafts`` counts cases left out.
    """

    name: str
    digest: str
    cases: tuple[Case, ...]
    documents: tuple[Document, ...] | None = None
    peers: tuple[Peer, ...] = ()
    drafts: int = 0

    def sample(self, limit: int, *, seed: int, balanced: bool = False) -> Suite:
        """Return the suite with at most ``limit`` cases drawn at random, in their order.

        ``balanced`` draws as many answerable as unanswerable cases.
        """
        pools = [self.cases]
        if balanced:
            pools = [tuple(c for c in self.cases if c.answerable is is_) for is_ in (True, False)]
        draw = random.Random(seed)  # noqa: S311 (a sample, not a secret)
        size = limit // len(pools)
        drawn = {c.id for pool in pools for c in draw.sample(pool, min(size, len(pool)))}
        return self.model_copy(update={"cases": tuple(c for c in self.cases if c.id in drawn)})


def read_suite(path: Path, *, drafts: bool = False) -> Suite:
    """Read a ``.jsonl`` of cases; ``sources.json`` beside it maps names to document ids.

    Draft cases are left out and counted, unless ``drafts`` is set.

    Raises:
        SuiteError: the file is missing, empty, or a line is wrong (file and line are named).
    """
    names = _read_sources(path.with_name("sources.json"))
    cases = [case for _, case in read_rows(path, Case, context=names)]
    return make_suite(path.stem, [c for c in cases if drafts or not c.draft]).model_copy(
        update={"drafts": 0 if drafts else sum(c.draft for c in cases)}
    )


def make_suite(
    name: str, cases: Sequence[Case], documents: Sequence[Document] | None = None
) -> Suite:
    """Return a suite with its digest.

    Raises:
        SuiteError: there is no case.
    """
    if not cases:
        raise SuiteError(f"{name}: no case to ask. Add cases, or accept drafts (draft: false).")
    contents = [f"{d.id} {d.title} {d.content_hash}" for d in documents or ()]
    return Suite(
        name=name,
        digest=digest(*(c.model_dump_json() for c in cases), *contents),
        cases=tuple(cases),
        documents=None if documents is None else tuple(documents),
    )


def read_rows(
    path: Path, shape: type[Row], *, context: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[tuple[str, Row]]:
    """Yield each line of a JSONL file, validated, with the place to name in an error.

    Raises:
        SuiteError: the file cannot be read, or a line is wrong, or repeats an id.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(f"{path} cannot be read ({error}). Check the path.") from error
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        row = parse(where, line, shape, context=context)
        id_ = getattr(row, "id", where)
        if id_ in seen:
            raise SuiteError(f"{where}: the id {id_!r} occurs twice. Give each its own.")
        seen.add(id_)
        yield where, row


def parse(
    where: str, text: str, shape: type[Row], *, context: Mapping[str, tuple[str, ...]] | None = None
) -> Row:
    """Return JSON text as a value of a shape.

    Raises:
        SuiteError: the text is not JSON, or something in it is missing or wrong.
    """
    try:
        return shape.model_validate_json(text, context=context)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SuiteError(f"{where}: {field or 'JSON'}: {first['msg']}. Correct it.") from error


def digest(*parts: str) -> str:
    """Return a short digest of texts, in their order."""
    made = hashlib.sha256()
    for part in parts:
        made.update(hashlib.sha256(part.encode()).digest())
    return made.hexdigest()[:16]


def _read_sources(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    try:
        return TypeAdapter(dict[str, tuple[str, ...]]).validate_json(path.read_bytes())
    except ValidationError as error:
        raise SuiteError(f"{path}: must map each name to a list of document ids.") from error
