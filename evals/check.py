"""Holds suites against the documents without asking anything: is there what they say is there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.types import Document
from evals.cases import Suite
from evals.text import holds, plain
from evals.types import Case


def check(suites: Sequence[Suite], documents: Iterable[Document]) -> list[str]:
    """Return what is wrong, a line each: suite, case and complaint.

    A suite is held against its own documents if it has some, otherwise against ``documents``.
    Every document named must be there, every nugget and every marked evidence must occur in one
    that its case names, absent words must occur in none, and no two cases may share an id.
    """
    common = tuple(documents)
    first: dict[str, str] = {}
    wrong = []
    for suite in suites:
        texts = {d.id: d.text for d in (common if suite.documents is None else suite.documents)}
        for case in suite.cases:
            complaints = [*_complaints(case, texts)]
            if first.setdefault(case.id, suite.name) != suite.name:
                complaints.append(f"the id is also in {first[case.id]}")
            wrong += [f"{suite.name} {case.id}: {complaint}" for complaint in complaints]
    return wrong


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
