"""Exercises: questions over the sentences of one passage.

They are read from folders of public data sets and from ``written``, ``strangers`` and ``named``,
which hold invented documents and questions in other words than theirs. Every set is divided by
document into a part to train on, a part to stop and calibrate by, and a part kept back to measure
on. A sentence of a kept-back document is nowhere in the other parts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.errors import SuiteError
from assistant.sentences import sentences

PartName = Literal["train", "validation", "test"]
Row = Mapping[str, Any]

PARTS: tuple[PartName, ...] = ("train", "validation", "test")

KEPT_BACK = {"squad2_dev": 0.2, "clapnq_dev": 0.2}
"""Share of the documents of a set kept back to measure on; .1 for the others."""
KEPT_BACK_ELSEWHERE = 0.1
VALIDATION = 0.05
"""Share of the documents to stop and calibrate by."""

TELLING = 30
"""Letters and figures from which on a sentence shared by two rows means a shared document."""

ROLLING = frozenset(["squad1_train_part_nqg"])
"""Sets whose passages are windows rolling over the documents in order, and name none."""
BLOCK = 50
"""Rows of such a set that count as one document."""

LOOSE = frozenset(["bioasq_factoid_list", "qamr_wiki", "squad1_train_part_nqg"])
"""Sets whose passages are sentences from several places."""
OPEN = frozenset(["pubmedqa_l"])
"""Sets where any other sentence of the passage may answer too."""
UNTITLED = frozenset(["Filtered_Reddit_Comments"])
"""Titles that name a source, not a document."""

WRITTEN, STRANGERS, NAMED, CALLERS = "written", "strangers", "named", "callers"
OWN = frozenset([WRITTEN, STRANGERS, NAMED, CALLERS])
"""The sets that lie beside this file, each in a folder of its name."""


@dataclass(frozen=True)
class Exercise:
    """A question and the sentences of one passage.

    Attributes:
        source: the data set.
        document: what the passage is part of; parts are divided by it.
        question: as asked.
        title: of the document; empty if unknown.
        sentences: the passage, in reading order.
        answers: positions of the sentences that answer; none if the passage does not.
        masked: positions of sentences that may answer, neither right nor wrong.
        near: positions of sentences that are marked as looking right without being it.
        strings: the answers themselves.
        ordered: whether each sentence follows from the one before.
    """

    source: str
    document: str
    question: str
    title: str
    sentences: tuple[str, ...]
    answers: frozenset[int]
    masked: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()
    strings: tuple[str, ...] = ()
    ordered: bool = True

    def before(self, position: int) -> str:
        """Return the sentence before one of the sentences, or nothing."""
        return self.sentences[position - 1] if position and self.ordered else ""


def read_exercises(folder: Path) -> dict[str, tuple[Exercise, ...]]:
    """Read our own sets and every set below ``folder``.

    Those are ``squad2_dev``, ``clapnq_dev`` and the ones in ``reading``.

    Raises:
        SuiteError: a set is missing or a line of it cannot be read.
    """
    return _by_source(_all(folder))


def read_own() -> dict[str, tuple[Exercise, ...]]:
    """Read our own sets, which say themselves which sentences answer."""
    return _by_source(_own_sets())


def _by_source(exercises: Iterable[Exercise]) -> dict[str, tuple[Exercise, ...]]:
    found: defaultdict[str, list[Exercise]] = defaultdict(list)
    for exercise in exercises:
        found[exercise.source].append(exercise)
    return {source: tuple(rows) for source, rows in sorted(found.items())}


def _own_sets() -> Iterator[Exercise]:
    for source in sorted(OWN):
        for path in sorted((Path(__file__).parent / source).glob("*.jsonl")):
            for row in _rows(path):
                yield from _own(row, source)


def part(
    exercises: Mapping[str, Sequence[Exercise]], name: PartName
) -> dict[str, tuple[Exercise, ...]]:
    """Return one part of every set; what shares a sentence with a later part is left out."""
    places = {source: _places(rows, source) for source, rows in exercises.items()}
    parts: dict[PartName, dict[str, list[Exercise]]] = {
        wanted: {
            source: [e for e in rows if places[source][e.document] == wanted]
            for source, rows in exercises.items()
        }
        for wanted in PARTS
    }
    later = PARTS[PARTS.index(name) + 1 :]
    seen = {k for p in later for rows in parts[p].values() for e in rows for k in _keys(e)}
    return {
        source: tuple(e for e in rows if seen.isdisjoint(_keys(e)))
        for source, rows in parts[name].items()
    }


def _places(rows: Sequence[Exercise], source: str) -> dict[str, PartName]:
    """Divide the documents of a set, in an order that depends on their names alone."""
    documents = sorted({e.document for e in rows}, key=shuffled)
    kept = round(len(documents) * KEPT_BACK.get(source, KEPT_BACK_ELSEWHERE))
    checked = max(1, round(len(documents) * VALIDATION))
    return {
        document: "test" if n < kept else "validation" if n < kept + checked else "train"
        for n, document in enumerate(documents)
    }


def shuffled(text: str) -> str:
    """Return what to sort names by for an order that looks drawn and never changes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _keys(exercise: Exercise) -> set[str]:
    keys = {re.sub(r"\W+", "", sentence.lower()) for sentence in exercise.sentences}
    return {key for key in keys if len(key) >= TELLING}


def _all(folder: Path) -> Iterator[Exercise]:
    for name, make in (("squad2_dev", _squad), ("clapnq_dev", _clapnq)):
        documents = {row["id"]: row for row in _rows(folder / name / "documents.jsonl")}
        for row in _rows(folder / name / "questions.jsonl"):
            yield make(row, documents[row["doc_ids"][0]])
    files = sorted((folder / "reading").glob("*.jsonl"))
    if not files:
        raise SuiteError(f"{folder / 'reading'} holds no *.jsonl. Name the folder of the data.")
    for path in files:
        for number, row in enumerate(_rows(path)):
            if "question" in row:
                yield _reading(row, path.stem, number // BLOCK)
    yield from _own_sets()


def _rows(path: Path) -> Iterable[Row]:
    try:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError) as error:
        raise SuiteError(f"{path} cannot be read: {error}.") from error


def _squad(row: Row, document: Row) -> Exercise:
    strings = tuple(row["answers"])
    made = _of_document(row, document, lambda s: any(answer in s for answer in strings))
    return replace(made, source="squad2_dev", document=document["title"], strings=strings)


def _clapnq(row: Row, document: Row) -> Exercise:
    evidence = [s for e in row.get("evidence", ()) for s in e["sentences"]]
    made = _of_document(row, document, lambda s: any(s in e or e in s for e in evidence))
    return replace(made, source="clapnq_dev")


def _of_document(row: Row, document: Row, answers: Callable[[str], bool]) -> Exercise:
    """Return the exercise of a question over one document, whose sentences are still to be cut."""
    text: str = document["text"]
    found = tuple(span.within(text) for span in sentences(text))
    return Exercise(
        source="",
        document=document["id"],
        question=row["question"],
        title=document["title"],
        sentences=found,
        answers=frozenset(n for n, s in enumerate(found) if answers(s)),
    )


def _reading(row: Row, stem: str, block: int) -> Exercise:
    derived = re.match(r"derived from (\w+)", row["source"])
    source = derived.group(1) if derived else stem
    title = "" if row["title"] in UNTITLED else row["title"].replace("_", " ")
    answers = frozenset(row["answer_sentences"])
    made = Exercise(
        source=source,
        document=f"rows {block}" if source in ROLLING else _name(title, row),
        question=row["question"],
        title=title,
        sentences=tuple(row["sentences"]),
        answers=answers,
        masked=frozenset(row.get("answer_sentences_any", ())) - answers,
        strings=tuple(row["answers"]),
    )
    if source in LOOSE:
        return replace(made, ordered=False)
    if source in OPEN:
        every = frozenset(range(len(made.sentences)))
        return replace(made, masked=every - answers)
    return made


def _own(row: Row, source: str) -> Iterator[Exercise]:
    for asked in row["questions"]:
        yield Exercise(
            source=source,
            document=row["title"],
            question=asked["question"],
            title=row["title"],
            sentences=tuple(row["sentences"]),
            answers=frozenset(asked["answers"]),
            masked=frozenset(asked["maybe"]),
            near=frozenset(asked["near"]),
        )


def _name(title: str, row: Row) -> str:
    """Return the title without its section, or the words that an untitled passage begins with."""
    return title.split(" - ", maxsplit=1)[0] or str(row["sentences"][0])
