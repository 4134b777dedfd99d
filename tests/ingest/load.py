"""Questions during updates: every answer from one version, exact, without error, and soon enough.

Every check asks a hundred. As many as wanted, with Chroma:

    python tests/ingest/load.py --questions 1000 --readers 4 --updates 20

and what the process that answers holds of files, threads and memory after days of it:

    python tests/ingest/load.py --soak --questions 20000 --updates 200
"""

from __future__ import annotations

import argparse
import functools
import gc
import resource
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from crash import Trials, generations_of  # noqa: E402
from plain import PlainEmbedder  # noqa: E402

from assistant.chain import Assistant  # noqa: E402
from assistant.library import Library  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from assistant.types import Answer  # noqa: E402

say = functools.partial(print, flush=True)


@dataclass
class Load:
    """What readers met: seconds of each answer, versions seen, and what was wrong."""

    seconds: list[float] = field(default_factory=list)
    versions: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def ask_during_updates(
    trials: Trials, *, questions: int, readers: int, updates: int, seconds: float = 0.0
) -> Load:
    """Ask from several threads while children ingest; both go on until both are done.

    Args:
        trials: the index.
        questions: how many to ask at least, over all readers.
        readers: threads, each with an index of its own.
        updates: how many versions to publish meanwhile.
        seconds: time between two updates.
    """
    load, published = Load(), threading.Event()
    if not updates:
        published.set()
    threads = [
        threading.Thread(target=_read, args=(trials, load, number, questions, published))
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    for _ in range(updates):
        assert trials.ingest(1 - trials.state) == (0, True)
        trials.state = 1 - trials.state
        time.sleep(seconds)
    published.set()
    for thread in threads:
        thread.join()
    return load


def _read(
    trials: Trials, load: Load, number: int, questions: int, published: threading.Event
) -> None:
    library = Library(
        trials.data,
        trials.target.made_with,
        generations=generations_of(trials.data, chroma=trials.chroma),
    )
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with closing(Assistant(library, PlainEmbedder(), settings)) as assistant:
        asked = number
        while len(load.seconds) < questions or not published.is_set():
            asked += 1
            began = time.perf_counter()
            try:
                answer = assistant.ask(f"How long is the harbour's quay number {asked % 40}?")
                load.wrong += faults(answer, trials)
                load.versions.add(answer.version)
            except Exception as error:
                load.wrong.append(repr(error))
            load.seconds.append(time.perf_counter() - began)


def faults(answer: Answer, trials: Trials) -> list[str]:
    """Return what of an answer is inexact or of another version than the answer says."""
    state = trials.states[(answer.version - 1) % 2]
    found = [
        f"version {answer.version}: no passage of it: {p.text!r}"
        for p in (*answer.passages, *answer.nearest)
        if p.text not in state.get(p.document.id, ())
    ]
    for citation in answer.citations:
        document, quote = citation.document, citation.quote
        if document.text[citation.start : citation.end] != quote:
            found.append(f"version {answer.version}: inexact: {quote!r}")
        if not any(quote in passage for passage in state.get(document.id, ())):
            found.append(f"version {answer.version}: no quote of it: {quote!r}")
    return found


@dataclass(frozen=True)
class Held:
    """What this process holds: open files, threads, and megabytes of memory."""

    files: int
    threads: int
    megabytes: float

    @classmethod
    def now(cls) -> Held:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            files=len(list(Path("/proc/self/fd").iterdir())),
            threads=len(list(Path("/proc/self/task").iterdir())),
            megabytes=pages * resource.getpagesize() / 1e6,
        )


def soak(trials: Trials, given: argparse.Namespace) -> None:
    """Ask during updates in four parts, and hold the last to what the first left behind."""
    states, wrong = [], 0
    for _ in range(4):
        load = ask_during_updates(
            trials,
            questions=given.questions // 4,
            readers=given.readers,
            updates=given.updates // 4,
        )
        states.append(Held.now())
        wrong += len(load.wrong)
        say(f"{len(load.seconds)} answers, {len(load.wrong)} wrong; then {states[-1]}")
    first, last = states[0], states[-1]
    assert wrong == 0
    assert (last.files, last.threads) == (first.files, first.threads)
    assert last.megabytes <= first.megabytes + 50


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--questions", type=int, default=1000)
    arguments.add_argument("--readers", type=int, default=4)
    arguments.add_argument("--updates", type=int, default=20)
    arguments.add_argument("--soak", action="store_true", help="see what stays open")
    given = arguments.parse_args()
    with (
        tempfile.TemporaryDirectory() as place,
        closing(Trials(Path(place), chroma=True)) as trials,
    ):
        if given.soak:
            soak(trials, given)
            return
        many = {"questions": given.questions, "readers": given.readers}
        alone = ask_during_updates(trials, updates=0, **many)
        during = ask_during_updates(trials, updates=given.updates, **many)
    for name, load in (("without", alone), ("during", during)):
        say(
            f"{name} updates: {len(load.seconds)} answers from {len(load.versions)} versions, "
            f"{len(load.wrong)} wrong, p95 {1000 * load.p95:.0f} ms"
        )
    say(f"p95 during / without: {during.p95 / alone.p95:.2f}", *during.wrong[:3])
    sys.exit(1 if alone.wrong or during.wrong or during.p95 > 3 * alone.p95 else 0)


if __name__ == "__main__":
    main()
