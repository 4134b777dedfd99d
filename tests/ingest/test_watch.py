"""Watching a folder: what is taken in, what is said, what ends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event

from plain import intake, plain_target

from assistant.errors import ColloquyError, StorageError
from ingest.pipeline import Report, ingest
from ingest.watch import watch


def test_each_burst_is_taken_in_and_only_what_happened_is_told(folder: Path, data: Path) -> None:
    target = plain_target(data)
    told: list[Report | ColloquyError] = []
    (folder / "a.txt").write_text("A\n\nText.\n")

    def bursts(paths: Sequence[Path], stop: Event) -> Iterable[object]:
        assert list(paths) == [folder]
        yield "nothing new"
        (folder / "b.txt").write_text("B\n\nMore.\n")
        yield "added"
        (folder / "a.txt").unlink()
        yield "removed"

    def bring_in_step() -> Report:
        return ingest([folder], target, prune=True, yes=True, intake=intake())

    watch([folder], bring_in_step, tell=told.append, stop=Event(), changes=bursts)
    assert [(r.added, r.removed) for r in told if isinstance(r, Report)] == [
        (("a.txt",), ()),
        (("b.txt",), ()),
        ((), ("a.txt",)),
    ]


def test_an_error_is_told_and_the_watch_goes_on(folder: Path) -> None:
    told: list[Report | ColloquyError] = []

    def fails() -> Report:
        raise StorageError("the disk is full")

    watch([folder], fails, tell=told.append, stop=Event(), changes=lambda *_: iter("ab"))
    assert [str(error) for error in told] == ["the disk is full"] * 3


def test_a_real_folder_is_watched_until_it_is_stopped(folder: Path, data: Path) -> None:
    target, stop = plain_target(data), Event()
    told: list[Report | ColloquyError] = []

    def tell(done: Report | ColloquyError) -> None:
        told.append(done)
        if len(told) == 2:
            stop.set()

    def write() -> None:
        while not told:
            time.sleep(0.05)
        (folder / "b.txt").write_text("B\n\nMore.\n")

    (folder / "a.txt").write_text("A\n\nText.\n")
    writer = threading.Thread(target=write)
    writer.start()
    watch([folder], lambda: ingest([folder], target, intake=intake()), tell=tell, stop=stop)
    writer.join()
    assert [r.added for r in told if isinstance(r, Report)] == [("a.txt",), ("b.txt",)]
