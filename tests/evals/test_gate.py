"""The floors, and three assistants that are broken on purpose."""

import random
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import make_answer, make_case, make_outcome, make_sentence

import evals
from assistant.chain import Assistant
from assistant.errors import SuiteError
from assistant.library import Library, Reading, built_with
from assistant.models import load_embedder
from assistant.settings import CORPUS, Settings
from assistant.types import Citation, Sentence
from evals.cases import read_suite
from evals.gate import GATE, failed, read_gate, shortfalls
from evals.run import Options, run
from evals.runs import Scored
from evals.score import figures, score
from ingest.pipeline import ingest
from ingest.target import Target

SUITE = Path(evals.__file__).parent / "suites" / "collaborations.jsonl"


def scored(*outcomes) -> Scored:
    scores = score(outcomes)
    return Scored(figures=figures(scores), by_kind={}, peers={}, scores=scores)


@pytest.fixture
def half_right(old_report):
    answer = make_answer(make_sentence(old_report, "It has two faces."))
    cases = make_case(id="yes", nuggets=[["two"]]), make_case(id="no", nuggets=[["three"]])
    return scored(*(make_outcome(case, answer) for case in cases))


def test_a_metric_below_its_floor_is_named_with_its_value_and_the_failed_cases(half_right):
    (found,) = shortfalls(half_right, {"right": 0.6, "nugget_recall": 0.5})
    assert str(found) == "right is 0.500, below 0.6. Failed: no"


def test_where_lower_is_better_the_floor_is_a_ceiling(half_right):
    assert shortfalls(half_right, {"false_refusals": 0.1}) == []
    refused = scored(make_outcome(make_case(id="asked"), make_answer()))
    (found,) = shortfalls(refused, {"false_refusals": 0.1})
    assert str(found) == "false_refusals is 1.000, above 0.1. Failed: asked"


def test_many_failed_cases_are_counted():
    cases = [make_case("unanswerable", id=f"u{n}") for n in range(25)]
    answered = [make_outcome(case, make_answer(status="answered")) for case in cases]
    (found,) = shortfalls(scored(*answered), {"refusal_recall": 1})
    assert str(found).endswith("u19 and 5 more")


def test_of_a_confidence_the_answerable_cases_that_an_unanswerable_one_outranks_fail():
    outcomes = [
        make_outcome(make_case(kind, id=kind + id_), make_answer(confidence=confidence))
        for kind, id_, confidence in (
            ("fact", "1", 0.9),
            ("fact", "2", 0.3),
            ("unanswerable", "", 0.5),
        )
    ]
    assert failed("auroc", score(outcomes)) == ("fact2",)


def test_a_floor_for_what_is_unknown_or_was_not_scored_is_an_error(half_right):
    with pytest.raises(SuiteError, match="no metric 'rigth'"):
        shortfalls(half_right, {"rigth": 0.5})
    with pytest.raises(SuiteError, match="scored by auroc"):
        shortfalls(half_right, {"auroc": 0.5})


@pytest.mark.parametrize(
    "text",
    ["", "[suites]", "suites = 1", '[suites.a]\nright = "high"', "[", "[suite.a]\nright = 1"],
)
def test_a_wrong_gate_file_is_an_error_that_names_it(tmp_path, text):
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(SuiteError, match=r"gate\.toml"):
        read_gate(path)


def test_an_unknown_metric_in_a_gate_file_is_an_error(tmp_path):
    path = tmp_path / "gate.toml"
    path.write_text("[suites.a]\nrigth = 1")
    with pytest.raises(SuiteError, match="no metric 'rigth'"):
        read_gate(path)


def test_the_gate_that_ships_has_floors_for_both_suites_and_never_asks_what_is_held_back():
    suites = read_gate().suites
    assert set(suites) == {SUITE.stem, "landscape-dev"}
    assert all(GATE.with_name(f"{name}.jsonl").exists() for name in suites)
    assert all(floors["citation_exactness"] == 1 for floors in suites.values())


@pytest.fixture(scope="module")
def embedder():
    return load_embedder(Settings().embedding)


@pytest.fixture(scope="module")
def corpus_index(embedder, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    ingest([CORPUS], Target(data, Settings(), embedder=embedder))
    library = Library(data, built_with(Settings(), embedder))
    yield library
    library.close()


class RandomIndex:
    """Finds passages at random."""

    def __init__(self, index, ids) -> None:
        self._index = index
        self._ids = ids

    def __len__(self) -> int:
        return len(self._index)

    def search(self, vector, *, limit, documents=None):
        return [(id_, 0.5) for id_ in random.Random(0).sample(self._ids, 3)]

    def similarities(self, vector, ids):
        return {}


class BrokenLibrary:
    """A library whose dense index finds passages at random."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @contextmanager
    def reading(self):
        with self._library.reading() as reading:
            ids = [c.chunk.id for c in reading.snapshot.embedded_chunks()]
            yield Reading(snapshot=reading.snapshot, index=RandomIndex(reading.index, ids))


class Tampered:
    """An assistant whose answers are changed on their way out."""

    def __init__(self, assistant: Assistant, change) -> None:
        self.settings = assistant.settings
        self.documents = assistant.documents
        self.version = assistant.version
        self.retrieve = assistant.retrieve
        self._assistant = assistant
        self._change = change

    def ask(self, question, history=(), *, documents=None):
        return self._change(self._assistant.ask(question, history, documents=documents))


def answer_anyway(answer):
    if answer.status != "not_found":
        return answer
    passage = answer.passages[0]
    start, end = passage.chunk.start, passage.chunk.end
    cited = Citation(number=1, document=passage.document, start=start, end=end, quote=passage.text)
    said = Sentence(text=passage.text, citations=(cited,))
    return answer.model_copy(update={"status": "answered", "sentences": (said,)})


def shift_citations(answer):
    def shifted(sentence):
        cited = [
            c.model_copy(update={"start": c.start + 1, "end": c.end + 1})
            for c in sentence.citations
        ]
        return sentence.model_copy(update={"citations": tuple(cited)})

    return answer.model_copy(update={"sentences": tuple(map(shifted, answer.sentences))})


@pytest.fixture
def fallen(corpus_index):
    """Return the metrics that fall below their floor over the suite's cases of some kinds."""

    def measure(assistant, *kinds: str) -> set[str]:
        suite = read_suite(SUITE)
        cases = tuple(c for c in suite.cases if c.kind in kinds)
        made = run(suite.model_copy(update={"cases": cases}), assistant, Options())
        result = scored(*made.outcomes)
        known = {f.metric for f in result.figures}
        own = read_gate().suites[suite.name]
        floors = {name: floor for name, floor in own.items() if name in known}
        return {shortfall.metric for shortfall in shortfalls(result, floors)}

    return measure


def test_random_passages_fail_the_gate(fallen, corpus_index, embedder):
    settings = Settings()
    dense = settings.retrieval.model_copy(update={"retriever": "dense"})
    settings = settings.model_copy(update={"retrieval": dense})
    broken = Assistant(BrokenLibrary(corpus_index), embedder, settings)
    assert {"evidence_recall", "right"} <= fallen(broken, "list")


def test_an_assistant_that_never_refuses_fails_the_gate(fallen, corpus_index, embedder):
    broken = Tampered(Assistant(corpus_index, embedder, Settings()), answer_anyway)
    assert "refusal_recall" in fallen(broken, "unanswerable")


def test_shifted_citations_fail_the_gate(fallen, corpus_index, embedder):
    broken = Tampered(Assistant(corpus_index, embedder, Settings()), shift_citations)
    assert "citation_exactness" in fallen(broken, "list")


def test_unbroken_none_of_these_falls(fallen, corpus_index, embedder):
    whole = Assistant(corpus_index, embedder, Settings())
    assert fallen(whole, "list").isdisjoint({"evidence_recall", "citation_exactness"})
