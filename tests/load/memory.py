"""What many people who ask for minutes leave in memory, apart from what answering itself takes.

    python -m tests.load.memory --people 50 --seconds 120

Serves the page in a process of its own over an assistant that takes a fixed time for each answer.
Every tenth question is hung up on. Fails (exit code 1) on an error, on an answer to somebody
else's question, or where memory grows by more than 100 MB after the first ten seconds. Linux only.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import httpx

from assistant.settings import Settings
from tests.ui.scripted import ScriptedAssistant, serving
from ui.app import build_app

ANSWERING = 0.05
"""Seconds that the assistant takes."""
READING = 2.0
"""Seconds from an answer to the next question of the same person."""
SETTLING = 10.0
"""Seconds after which memory is looked at first."""
MOST = 100
"""Megabytes by which it may grow from then on."""


class Slow(ScriptedAssistant):
    """Takes its time, remembers nothing, and answers with the question that was asked."""

    def stream(self, *asked: object, **named: object) -> Iterator[object]:  # type: ignore[override]
        time.sleep(ANSWERING)
        yield from super().stream(*asked, **named)  # type: ignore[arg-type]
        self.asked.clear()


class Outcome(NamedTuple):
    """What became of a question: seconds beyond the assistant's own, and what went wrong."""

    seconds: float
    error: str | None


def attend(url: str, person: int, until: float) -> list[Outcome]:
    """Ask, read, ask again until a moment; hang up every tenth time."""
    outcomes = []
    time.sleep(person * READING / 50)
    with httpx.Client(base_url=f"{url}/gradio_api/call", timeout=60) as client:
        while time.monotonic() < until:
            number = len(outcomes)
            outcomes.append(ask(client, f"Person {person}, question {number}?", number % 10 == 9))
            time.sleep(READING)
    return outcomes


def ask(client: httpx.Client, question: str, hang_up: bool) -> Outcome:
    began = time.perf_counter()
    joined = client.post("/ask", json={"data": [question, []]})
    if joined.status_code != 200:
        return Outcome(0, f"refused with {joined.status_code}")
    with client.stream("GET", f"/ask/{joined.json()['event_id']}") as stream:
        if hang_up:
            return Outcome(0, None)
        event, _, data = "".join(stream.iter_text()).strip().rpartition("data: ")
    beyond = time.perf_counter() - began - ANSWERING
    meant = "event: complete" in event and json.loads(data)[0]["question"] == question
    return Outcome(beyond, None if meant else event[-80:])


def held(process: int) -> tuple[float, int]:
    """Return the megabytes and the threads that a process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return int(lines["VmRSS"].split()[0]) / 1000, int(lines["Threads"])


def serve() -> None:
    """Serve until the standard input ends."""
    assistant = Slow()
    with serving(lambda: build_app(lambda: assistant, Settings())) as url:  # type: ignore[arg-type,return-value]
        print(url, flush=True)  # noqa: T201
        sys.stdin.read()


def main(people: int, seconds: float) -> int:
    """Let them ask, and print what it took; return the exit code."""
    command = [sys.executable, "-m", "tests.load.memory", "--serve"]
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
        ThreadPoolExecutor(people) as pool,
    ):
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        until = time.monotonic() + SETTLING + seconds
        asking = [pool.submit(attend, url, person, until) for person in range(people)]
        time.sleep(SETTLING)
        before = held(server.pid)
        outcomes = [outcome for person in asking for outcome in person.result()]
        after = held(server.pid)
        server.communicate("")
    errors = [outcome.error for outcome in outcomes if outcome.error]
    taken = [outcome.seconds for outcome in outcomes if outcome.seconds]
    slow = 1000 * statistics.quantiles(taken, n=20)[-1]
    print(  # noqa: T201
        f"{len(outcomes)} questions, {len(errors)} errors {sorted(set(errors))[:3]}, "
        f"19 of 20 within {slow:.0f} ms beyond the assistant; "
        f"memory {before[0]:.0f} to {after[0]:.0f} MB, threads {before[1]} to {after[1]}"
    )
    return int(bool(errors) or after[0] - before[0] > MOST)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=50)
    arguments.add_argument("--seconds", type=float, default=120)
    arguments.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.serve:
        serve()
    else:
        sys.exit(main(given.people, given.seconds))
