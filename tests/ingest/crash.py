"""Ingests that are killed or run out of disk, in children, beside a reader that never stops.

Every check runs a few. As many as wanted, with Chroma:

    python tests/ingest/crash.py --kills 500 --steps --writes 50

and on a small volume, which is filled at each step of an ingest:

    mount -t tmpfs -o size=64m tmpfs FOLDER
    python tests/ingest/crash.py --volume FOLDER
"""

from __future__ import annotations

import argparse
import ctypes
import functools
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

import numpy as np  # noqa: E402
from plain import PlainEmbedder, intake  # noqa: E402
from quick import quick_generations  # noqa: E402

from assistant.errors import ColloquyError, IndexDamaged  # noqa: E402
from assistant.generations import Generations  # noqa: E402
from assistant.index import build, hold  # noqa: E402
from assistant.library import Library, Reading  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from ingest.diagnose import diagnose  # noqa: E402
from ingest.language import detect_language  # noqa: E402
from ingest.pipeline import ingest  # noqa: E402
from ingest.target import Target  # noqa: E402

LARGEST_FILE = 1 << 30
LARGEST_VOLUME = 1 << 28
DISK_FULL = {"full_at", "fill_at"}
say = functools.partial(print, flush=True)
State = dict[str, tuple[str, ...]]


def looked_at(folder: Path, *, ids: Any, vectors: Any) -> str | None:
    """Look at a generation in this process: a child takes seconds to start."""
    try:
        hold(folder, ids=np.asarray(ids, dtype=str), vectors=vectors)
    except IndexDamaged as error:
        return str(error)
    return None


def generations_of(data: Path, *, chroma: bool) -> Generations:
    if not chroma:
        return quick_generations(data)
    return Generations(data, build=functools.partial(build, check=looked_at), check=looked_at)


def target_of(data: Path, *, chroma: bool, progress: Any = None) -> Target:
    return Target(
        data,
        Settings(_env_file=None),  # type: ignore[call-arg]
        embedder=PlainEmbedder(),
        generations=generations_of(data, chroma=chroma),
        progress=progress or (lambda *_: None),
    )


# In the child


class Nursery:
    """Forks a child for each ingest, so that what is slow to import is imported once."""

    def serve(self) -> None:
        import chromadb  # noqa: F401, PLC0415

        # Its model takes longer than an ingest, and would take most of the kills and failed writes.
        detect_language("The harbour has a quay, which is seven metres long. " * 3)
        say("ready")
        for line in sys.stdin:
            order = json.loads(line)
            pid = os.fork()
            if pid == 0:
                os._exit(self.run(order))
            say(pid)
            _, status = os.waitpid(pid, 0)
            say(os.waitstatus_to_exitcode(status))

    def run(self, order: dict[str, Any]) -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
        calls = 0
        said: list[str] = []
        ballast = Path(order["data"]).with_name("ballast")

        def progress(step: str, done: int, total: int) -> None:
            nonlocal calls
            calls += 1
            said.append(step)
            if calls == order.get("die_at"):
                os.kill(os.getpid(), signal.SIGKILL)
            if calls == order.get("fill_at"):
                fill(ballast)

        target = target_of(Path(order["data"]), chroma=order["chroma"], progress=progress)
        if order.get("full_at"):
            ctypes.CDLL(None).fail_writes_from(order["full_at"])
        try:
            ingest([Path(order["folder"])], target, prune=True, yes=True, intake=intake())
        except ColloquyError as error:
            if not DISK_FULL & order.keys():
                say(error, file=sys.stderr)
            return 1
        except BaseException:
            traceback.print_exc()
            return 70
        ctypes.CDLL(None).fail_writes_from(0) if order.get("full_at") else None
        ballast.unlink(missing_ok=True)
        Path(order["note"]).write_text(json.dumps(said))
        return 0


def fill(ballast: Path) -> None:
    """Write until the volume takes no byte more."""
    size = 1 << 20
    with ballast.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


# In the parent


class Trials:
    """One data folder whose documents go back and forth between two states."""

    def __init__(self, place: Path, *, chroma: bool, preload: Path | None = None) -> None:
        self.chroma = chroma
        self.data = place / "data"
        self.folders = (place / "one", place / "two")
        for at, folder in enumerate(self.folders):
            _write_state(folder, at)
        self.live = place / "documents"
        self.note = place / "note"
        self.state = 0
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", "TOKENIZERS_PARALLELISM": "false"}
        if preload:
            environment["LD_PRELOAD"] = str(preload)
        self.nursery = subprocess.Popen(
            [sys.executable, str(Path(__file__)), "--nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._line() == "ready"
        self.target = target_of(self.data, chroma=chroma)
        self.states: list[State] = []
        for at in (0, 1):
            assert self.ingest(at)[0] == 0
            self.states.append(self.now())
        self.state = 1

    def close(self) -> None:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.close()
        self.nursery.wait()
        self.nursery.stdout.close()

    def ingest(self, at: int, *, kill_after: float | None = None, **order: int) -> tuple[int, bool]:
        """Ingest a state in a child; return its exit code and whether it said it was done."""
        shutil.rmtree(self.live, ignore_errors=True)
        shutil.copytree(self.folders[at], self.live)
        self.note.unlink(missing_ok=True)
        assert self.nursery.stdin is not None
        given = {"folder": self.live, "data": self.data, "note": self.note}
        words = {name: str(path) for name, path in given.items()}
        self.nursery.stdin.write(json.dumps({**words, "chroma": self.chroma, **order}) + "\n")
        self.nursery.stdin.flush()
        pid = int(self._line())
        if kill_after is not None:
            time.sleep(kill_after)
            if not self.note.exists():
                os.kill(pid, signal.SIGKILL)
        return int(self._line()), self.note.exists()

    def steps(self) -> list[str]:
        """Return the steps that the last ingest named, in order."""
        return list(json.loads(self.note.read_text()))

    def now(self) -> State:
        """Return what a reader sees: the texts of every document's passages."""
        library = Library(
            self.data,
            self.target.made_with,
            generations=generations_of(self.data, chroma=self.chroma),
        )
        with closing(library), library.reading() as reading:
            return seen(reading)

    def fail(self, **order: Any) -> bool:
        """Ingest the other state, stopped on the way; then look, complete it and look again.

        Returns whether the stop landed.
        """
        before, after = self.states[self.state], self.states[1 - self.state]
        self.drop_vectors()
        code, done = self.ingest(1 - self.state, **order)
        full = bool(DISK_FULL & order.keys())
        landed = not done and code == (1 if full else -9)
        if not landed:
            assert (code, done) == (0, True), f"{order}: exit code {code}"
        assert self.now() in (before, after), f"{order}: neither the old corpus nor the new"
        if full and landed:
            assert self.now() == before, f"{order}: a failed ingest changed the corpus"
        self.data.with_name("ballast").unlink(missing_ok=True)
        assert self.ingest(1 - self.state) == (0, True)
        assert self.now() == after
        assert diagnose(self.target) == ()
        left = [n for n in self.target.generations.names() if n.endswith(".tmp")]
        assert left == []
        self.state = 1 - self.state
        return landed

    def drop_vectors(self) -> None:
        """Drop those that only the other state needs, so that there is something to embed."""
        with closing(sqlite3.connect(self.target.catalog.path)) as db:
            db.execute(
                "DELETE FROM vectors WHERE embedded NOT IN (SELECT embedded FROM chunks"
                " JOIN lives USING (document_key) WHERE died IS NULL)"
            )
            db.commit()

    def _line(self) -> str:
        assert self.nursery.stdout is not None
        return self.nursery.stdout.readline().strip()


def seen(reading: Reading) -> State:
    """Return each document's passages as catalog and index hold them; raise if these differ."""
    snapshot, index = reading.snapshot, reading.index
    ids = set(index.ids if hasattr(index, "ids") else index.vectors()[0])  # type: ignore[attr-defined]
    state: State = {}
    for document in snapshot.documents():
        passages = snapshot.passages(document.id)
        assert passages.keys() <= ids, f"{document.id}: the index lacks passages"
        ids -= passages.keys()
        state[document.id] = tuple(passages.values())
    assert not ids, "the index holds passages of no document"
    query = snapshot.search("harbour OR museum OR mill OR quay", limit=999)
    chunks = snapshot.chunks([id_ for id_, _ in query])
    assert len(chunks) == len(query), "the lexical table holds passages of no document"
    return state


@contextmanager
def reading_all_along(trials: Trials) -> Iterator[list[str]]:
    """Read in a thread as long as the block lasts; yields what went wrong, which grows."""
    wrong: list[str] = []
    reads = [0]
    stop = threading.Event()
    library = Library(
        trials.data,
        trials.target.made_with,
        generations=generations_of(trials.data, chroma=trials.chroma),
    )

    def read() -> None:
        while not stop.is_set():
            try:
                with library.reading() as reading:
                    if seen(reading) not in trials.states:
                        wrong.append("a mixed version")
            except Exception as error:
                wrong.append(repr(error))
            reads[0] += 1
            time.sleep(0.02)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        thread.join()
        library.close()
    assert reads[0] > 0


def kill_at_random(trials: Trials, kills: int, *, seed: int = 0) -> int:
    """Kill so many ingests at random moments of their run; return how many trials it took."""
    draw = random.Random(seed)
    began = time.monotonic()
    assert trials.ingest(1 - trials.state) == (0, True)
    trials.state = 1 - trials.state
    longest = time.monotonic() - began
    landed = tried = 0
    while landed < kills:
        landed += trials.fail(kill_after=draw.uniform(0, longest))
        tried += 1
        assert tried < 5 * kills + 20, "hardly any kill lands"
    return tried


def kill_at_every_step(trials: Trials) -> list[str]:
    """Kill one ingest at each step that it names; return the steps."""
    points = _points(trials)
    for step, at in points.items():
        assert trials.fail(die_at=at), f"no kill at {step}"
    return list(points)


def fill_volume_at_every_step(trials: Trials) -> list[str]:
    """Fill the volume at each step that an ingest names; return those that it stopped at."""
    return [step for step, at in _points(trials).items() if trials.fail(fill_at=at)]


def _points(trials: Trials) -> dict[str, int]:
    """Return at which call an ingest first names each of its steps, in order."""
    trials.drop_vectors()
    assert trials.ingest(1 - trials.state) == (0, True)
    trials.state = 1 - trials.state
    points: dict[str, int] = {}
    for at, step in enumerate(trials.steps(), start=1):
        points.setdefault(step, at)
    return points


def fill_disk_at_every_write(trials: Trials, writes: int) -> int:
    """Let every write fail from the k-th on, for each k; return how many stopped the ingest."""
    return sum(trials.fail(full_at=k) for k in range(1, writes + 1))


def compiled(place: Path) -> Path | None:
    """Return the library whose writes fail when told to, or None without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    made = place / "failing_writes.so"
    source = HERE / "failing_writes.c"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return made


def _write_state(folder: Path, at: int) -> None:
    """Write documents: between the states one is added, one changed, one renamed, one removed."""
    folder.mkdir(parents=True)
    long = [f"The harbour has a quay number {n}, which is {n * 7} metres long." for n in range(40)]
    long[17] += " It was mended." if at else ""
    texts = {
        "harbour": "\n\n".join(["The harbour", *long]),
        "gallery" if at else "museum": "The museum\n\nThe museum opened in 1924.",
        "mill" if at else "quay": f"A place\n\nIt is the {'mill' if at else 'quay'}.",
        "kept": "Kept\n\nThis one stays as it is.",
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--nursery", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("--kills", type=int, default=0, help="kills at random moments")
    arguments.add_argument("--steps", action="store_true", help="a kill at every named step")
    arguments.add_argument("--writes", type=int, default=0, help="a disk full at each write")
    arguments.add_argument("--volume", type=Path, help="a small volume, to be filled at each step")
    arguments.add_argument("--seed", type=int, default=0)
    given = arguments.parse_args()
    if given.nursery:
        Nursery().serve()
        return
    if given.volume and shutil.disk_usage(given.volume).total > LARGEST_VOLUME:
        arguments.error(f"--volume: {given.volume} is no small volume; it would be filled")
    with tempfile.TemporaryDirectory(dir=given.volume) as place:
        preload = compiled(Path(place)) if given.writes else None
        with (
            closing(Trials(Path(place), chroma=True, preload=preload)) as trials,
            reading_all_along(trials) as wrong,
        ):
            if given.steps:
                say("killed at:", ", ".join(kill_at_every_step(trials)))
            if given.kills:
                tried = kill_at_random(trials, given.kills, seed=given.seed)
                say(f"{given.kills} kills landed in {tried} trials")
            if given.volume:
                say("stopped by a full volume at:", ", ".join(fill_volume_at_every_step(trials)))
            if given.writes and preload:
                stopped = fill_disk_at_every_write(trials, given.writes)
                say(f"{stopped} of {given.writes} full disks stopped the ingest")
        say(f"the reader met {len(wrong)} failed or mixed readings: {wrong[:3]}")
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
