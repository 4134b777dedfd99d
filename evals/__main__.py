"""``python -m evals``: measure answer quality."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, track

from assistant import terminal
from assistant.catalog import Catalog
from assistant.chain import Assistant, open_assistant
from assistant.differences import differences
from assistant.errors import SuiteError
from assistant.past import past_assistant
from assistant.settings import CORPUS, load_settings
from evals.cases import Suite
from evals.changes import change_lines, changes, saved_suites
from evals.check import check
from evals.compare import compare
from evals.draft import draft
from evals.folders import read_documents
from evals.gate import GATE, read_gate, shortfalls
from evals.metrics import find_metric
from evals.plant import plant, read_pairs
from evals.report import report
from evals.run import Options, load_suite, open_index, retrieval_settings, run
from evals.runs import Run, Scored, costs, read_run, read_scores, score_run, write_run
from evals.tables import comparison_table, figures_table
from evals.types import Case, Outcome
from ingest.pipeline import ingest
from ingest.progress import Progress as Reporter
from ingest.target import Target

Arguments = argparse.Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = _parser().parse_args(arguments)
    code: int = given.command(given)
    return code


def _run(given: Arguments) -> int:
    options = Options.model_validate({name: getattr(given, name) for name in Options.model_fields})
    return _ask(given, options, lambda: load_suite(given.suite, options))


def _planted(given: Arguments) -> int:
    def planted() -> Suite:
        pairs, others = read_pairs(given.pairs), read_documents(given.documents)
        return plant(given.pairs.stem, pairs, others, among=given.among, seed=given.seed)

    return _ask(given, Options(), planted)


def _ask(given: Arguments, options: Options, load: Callable[[], Suite]) -> int:
    floors = dict(given.fail_under)
    for name in floors:
        find_metric(name)
    settings = load_settings()
    if options.retrieval_only:
        settings = retrieval_settings(settings)
    suite = load()
    with _bars() as progress:
        assistant = open_index(suite, data=given.data, settings=settings, progress=progress)
    with closing(assistant):
        return _measure(suite, assistant, options, given.out, floors)


def _gate(given: Arguments) -> int:
    settings, data, out = load_settings(), given.data / "evals" / "corpus", given.data / "evals"
    gated = [
        (load_suite(GATE.with_name(f"{name}.jsonl"), Options()), floors)
        for name, floors in read_gate().suites.items()
    ]
    with _bars() as progress:
        done = ingest([CORPUS], Target(data, settings, progress=progress), prune=True, yes=True)
    if done.failed:
        raise SuiteError(f"{done.failed[0].name} in {CORPUS}: {done.failed[0].reason}")
    with closing(open_assistant(data, settings)) as assistant:
        return max(
            [
                _measure(suite, assistant, Options(), out / "gate" / suite.name, floors)
                for suite, floors in gated
            ]
        )


def _measure(
    suite: Suite, assistant: Assistant, options: Options, out: Path, floors: Mapping[str, float]
) -> int:
    _make_folder(out)
    if suite.drafts:
        print(f"{suite.drafts} drafts left out; --drafts asks them too.")
    for name in _unknown_sources(suite, assistant):
        print(f"The index holds no document {name}; cases that rest on it will fail.")
    made = run(suite, assistant, options, progress=_tracked)
    write_run(out, made)
    scored = score_run(out, made)
    _show(made, scored)
    found = shortfalls(scored, floors)
    for shortfall in found:
        print(shortfall, file=sys.stderr)
    return 1 if found else 0


def _check(given: Arguments) -> int:
    suites = [load_suite(path, Options(drafts=True)) for path in given.suites]
    complaints = check(suites, read_documents(CORPUS))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"{sum(len(s.cases) for s in suites)} cases checked, {len(complaints)} complaints")
    return 1 if complaints else 0


def _score(given: Arguments) -> int:
    made = read_run(given.run)
    _show(made, score_run(given.run, made))
    return 0


def _report(given: Arguments) -> int:
    page = report(read_run(given.run), read_scores(given.run))
    (given.run / "report.html").write_text(page, encoding="utf-8")
    print(given.run / "report.html")
    return 0


def _compare(given: Arguments) -> int:
    Console().print(comparison_table(compare(read_scores(given.a), read_scores(given.b))))
    return 0


def _changes(given: Arguments) -> int:
    settings, catalog = load_settings(), Catalog(given.data)
    with catalog.snapshot(given.a) as a, catalog.snapshot(given.b) as b:
        found = differences(a, b)
    outcomes: list[list[Outcome]] = [[], []]
    suites = [load_suite(path, Options()) for path in given.suites or saved_suites()]
    for version, asked in zip((given.a, given.b), outcomes, strict=True):
        with past_assistant(version, given.data, settings) as assistant:
            for suite in suites:
                asked.extend(run(suite, assistant, Options(), progress=_tracked).outcomes)
    changed = changes(outcomes[0], outcomes[1], found)
    for line in change_lines(changed):
        print(line)
    print(f"{len(changed)} of {len(outcomes[0])} answers changed.")
    return 0


def _new(given: Arguments) -> int:
    if given.out.exists():
        raise SuiteError(f"{given.out} exists already. Name a new file with --out.")
    _make_folder(given.out.parent)
    with closing(open_assistant(given.data, load_settings())) as assistant:
        documents = assistant.documents()
    drafts = draft(documents, limit=given.limit, seed=given.seed)
    given.out.write_text("".join(d.model_dump_json() + "\n" for d in drafts), encoding="utf-8")
    print(f"{given.out}: {len(drafts)} drafts. Mend each, then set its draft to false.")
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SuiteError(
            f"{folder} cannot be written ({error}). Name another with --out."
        ) from error


def _show(made: Run, scored: Scored) -> None:
    Console().print(figures_table(scored, costs(made.outcomes)))


def _unknown_sources(suite: Suite, assistant: Assistant) -> list[str]:
    named = {source for case in suite.cases for source in case.sources}
    known = {d.id for d in assistant.documents()} if named else set()
    return sorted(" or ".join(source) for source in named if known.isdisjoint(source))


def _tracked(cases: Sequence[Case]) -> Iterator[Case]:
    yield from track(cases, description="asking", console=Console(stderr=True), transient=True)


@contextmanager
def _bars() -> Iterator[Reporter]:
    with Progress(console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step)
            bars.update(tasks[step], completed=done, total=total)

        yield show


def _floor(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not METRIC=VALUE") from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    made = terminal.parser("evals", "Measure answer quality.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, does: Callable[[Arguments], int], about: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about)
        one.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR")
        one.set_defaults(command=does)
        return one

    asking = add("run", _run, "ask a suite and score the answers")
    asking.add_argument("suite", type=Path, help="a .jsonl of cases, or a data set folder")
    asking.add_argument("--limit", type=_count, metavar="N", help="ask a sample of N cases")
    asking.add_argument("--balanced", action="store_true", help="half of the sample unanswerable")
    asking.add_argument("--retrieval-only", action="store_true", help="look for passages only")
    asking.add_argument("--query", choices=("question", "rewrite"), default="question")
    asking.add_argument("--documents-per-question", action="store_true")
    asking.add_argument("--drafts", action="store_true", help="ask drafted cases too")
    planting = add("planted", _planted, "plant pairs among other documents and ask about them")
    planting.add_argument("pairs", type=Path, help="a .jsonl of pairs, as in evals/planted")
    planting.add_argument("documents", type=Path, help="a data set or any folder to draw from")
    planting.add_argument("--among", type=_count, default=200, metavar="N", help="how many to draw")
    for one in (asking, planting):
        one.add_argument("--out", type=Path, required=True, metavar="DIR", help="the run's folder")
        one.add_argument(
            "--fail-under",
            action="append",
            type=_floor,
            default=[],
            metavar="METRIC=VALUE",
            help="exit with 1 if the metric is worse (repeatable)",
        )
    add("gate", _gate, "ask the committed suites over corpus/ and hold them to their floors")
    checking = add("check", _check, "hold suites against their documents or corpus/")
    checking.add_argument(
        "suites", type=Path, nargs="+", metavar="SUITE", help="a .jsonl or folder"
    )
    again = add("score", _score, "score a run again, from its saved answers")
    again.add_argument("run", type=Path, metavar="RUN")
    showing = add("report", _report, "write a run as one HTML page")
    showing.add_argument("run", type=Path, metavar="RUN")
    comparing = add("compare", _compare, "say what differs between two runs")
    comparing.add_argument("a", type=Path, metavar="A")
    comparing.add_argument("b", type=Path, metavar="B")
    changing = add("changes", _changes, "say which answers differ between two versions")
    changing.add_argument("a", type=int, metavar="A", help="see: python -m ingest log")
    changing.add_argument("b", type=int, metavar="B")
    changing.add_argument(
        "suites", type=Path, nargs="*", metavar="SUITE", help="default: those in evals/suites"
    )
    drafting = add("new", _new, "draft a suite from the documents in the index")
    drafting.add_argument("--out", type=Path, required=True, metavar="FILE")
    drafting.add_argument("--limit", type=_count, default=40, metavar="N", help="at most N drafts")
    for one in (asking, planting, drafting):
        one.add_argument("--seed", type=int, default=0, metavar="S", help="of the sample")
    return made


if __name__ == "__main__":
    terminal.main(main)
