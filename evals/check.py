"""Holds suites against the documents without asking anything: is there what they say is there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.errors import SuiteError
from assistant.types import Document
from evals.cases import Suite
from evals.text import holds, plain
from evals.types import Case
from ingest.clean import clean
from ingest.load import load
from ingest.pipeline import discover


def check(suites: Sequence[Suite], documents: Iterable[Document]) -> list[str]:
    """Return what is wrong, a line each: suite, case and complaint.

    Every document named must be there, every nugget and every marked evidence must occur in one
    that its case names, absent words must occur in none, and no two cases may share an id.
    """
    texts = {document.id: document.text for document in documents}
    first: dict[str, str] = {}
    wrong = []
    for suite in suites:
        for case in suite.cases:
            complaints = [*_complaints(case, texts)]
            if first.setdefault(case.id, suite.name) != suite.name:
                complaints.append(f"the id is also in {first[case.id]}")
            wrong += [f"{suite.name} {case.id}: {complaint}" for complaint in complaints]
    return wrong


def read_documents(folder: Path) -> tuple[Document, ...]:
    """Return the documents of a folder as an ingest would take them in.

    Raises:
        SuiteError: the folder is not there.
        LoadError: a document cannot be read.
    """
    sources, failed = discover([folder])
    if failed:
        raise SuiteError(f"{failed[0].name} in {folder}: {failed[0].reason}")
    return tuple(clean(load(source.path), source.id) for source in sources)


def _complaints(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    named = [one for source in case.sources for one in source]
    marked = [evidence.document for evidence in case.evidence]
    for name in dict.fromkeys([*named, *marked]):
        if name not in texts:
            yield f"there is no document {name}"
    for nugget in case.nuggets:
        if not any(holds(texts.get(name, ""), nugget) for name in named):
            yield f"{' or '.join(nugget)!r} occurs in no document it names"
    for evidence in case.evidence:
        if not holds(texts.get(evidence.document, ""), [evidence.text]):
            yield f"{evidence.text!r} does not occur in {evidence.document}"
    for word in case.absent:
        for name in _holders(word, texts):
            yield f"{word!r} should be absent and occurs in {name}"


def _holders(word: str, texts: Mapping[str, str]) -> list[str]:
    whole = re.compile(rf"(?<!\w){re.escape(plain(word))}(?!\w)")
    return [name for name, text in texts.items() if whole.search(plain(text))]
