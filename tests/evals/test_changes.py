"""Editing facts flags the questions that depend on them, and no others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import mkdtemp

import pytest
from fakes import HashEmbedder
from quick import quick_generations

from assistant.catalog import Catalog
from assistant.chain import Assistant
from assistant.checkout import checkout
from assistant.differences import differences
from assistant.library import Library, built_with
from assistant.settings import Settings
from evals.cases import make_suite
from evals.changes import Cause, ChangedAnswer, changes
from evals.run import Options, run
from evals.types import Case
from ingest.clean import clean
from ingest.load import parse
from ingest.pipeline import ingest_documents
from ingest.target import Target

PLACES = {
    "harbour": "The harbour of Vellmar was built in 1871.",
    "museum": "The museum of Ostrova opened in 1924.",
    "tunnel": "The tunnel under Keld was dug in 1907.",
    "mill": "The mill of Brandtal was founded in 1702.",
    "theatre": "The theatre of Lomnica was opened in 1888.",
}
QUESTIONS = {
    "harbour": "When was the harbour of Vellmar built?",
    "museum": "When did the museum of Ostrova open?",
    "tunnel": "When was the tunnel under Keld dug?",
    "mill": "When was the mill of Brandtal founded?",
    "theatre": "When was the theatre of Lomnica opened?",
}

Compare = Callable[..., tuple[ChangedAnswer, ...]]


@pytest.fixture
def compare(tmp_path: Path, settings: Settings) -> Compare:
    """Ingest one state of the places, then another, and compare what they answer."""
    data, embedder = tmp_path / "data", HashEmbedder()
    target = Target(data, settings, embedder=embedder, generations=quick_generations(data))

    def take_in(places: dict[str, str]) -> None:
        documents = [
            clean(parse(f"# The {name}\n\n{text}\n".encode(), ".md"), f"{name}.md")
            for name, text in places.items()
        ]
        ingest_documents(documents, target, root="places")

    def answers(version: int):
        place = Path(mkdtemp(dir=tmp_path))
        generations = quick_generations(place)
        checkout(version, Catalog(data), generations)
        library = Library(place, built_with(settings, embedder), generations=generations)
        cases = [Case(id=n, kind="fact", question=q, cluster=n) for n, q in QUESTIONS.items()]
        with closing(Assistant(library, embedder, settings)) as assistant:
            return run(make_suite("places", cases), assistant, Options()).outcomes

    def compared(after: dict[str, str]) -> tuple[ChangedAnswer, ...]:
        take_in(PLACES)
        take_in(after)
        with ExitStack() as stack:
            catalog = Catalog(data)
            newest = stack.enter_context(catalog.snapshot())
            found = differences(stack.enter_context(catalog.snapshot(1)), newest)
        return changes(answers(1), answers(newest.version), found)

    return compared


def test_after_no_change_no_answer_is_flagged(compare: Compare) -> None:
    assert compare(PLACES) == ()


@pytest.mark.parametrize(
    "edited", [{"museum"}, {"harbour", "mill"}, {"harbour", "museum", "tunnel", "theatre"}]
)
def test_edited_facts_flag_exactly_the_questions_that_depend_on_them(
    compare: Compare, edited: set[str]
) -> None:
    after = {name: text[:-2] + "9." if name in edited else text for name, text in PLACES.items()}
    flagged = compare(after)
    assert {found.case for found in flagged} == edited
    for found in flagged:
        assert found.turn == "changed"
        assert found.causes == (
            Cause(document=f"{found.case}.md", what="no longer says", passage=PLACES[found.case]),
            Cause(document=f"{found.case}.md", what="now says", passage=after[found.case]),
        )


def test_a_removed_document_makes_its_question_unanswerable_and_is_named(compare: Compare) -> None:
    (found,) = compare({name: text for name, text in PLACES.items() if name != "tunnel"})
    assert (found.case, found.turn) == ("tunnel", "now unanswerable")
    assert found.causes == (
        Cause(document="tunnel.md", what="no longer says", passage=PLACES["tunnel"]),
    )


def test_a_document_that_says_otherwise_makes_the_answers_disagree(compare: Compare) -> None:
    other = "The mill of Brandtal was founded in 1710."
    (found,) = compare({**PLACES, "chronicle": other})
    assert (found.case, found.turn) == ("mill", "now disagree")
    assert found.causes == (Cause(document="chronicle.md", what="now says", passage=other),)
