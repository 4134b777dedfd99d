"""Twenty people who ask at once; not part of every check, run by hand against a page that runs.

    python -m ui --port 7860
    locust -f tests/load/locustfile.py --headless -u 20 -r 20 -t 2m -H http://127.0.0.1:7860

Fails (exit code 1) on any error, on an answer to somebody else's question, or where the slowest
twentieth of the answers took 5 seconds or more. Needs ``pip install -e ".[load]"``.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

from locust import HttpUser, constant, events, task

SLOWEST = 5_000
"""Milliseconds within which 95 of 100 answers have come."""
PEOPLE = 20
_SUITES = Path(__file__).parents[2] / "evals" / "suites"
QUESTIONS = tuple(
    dict.fromkeys(
        json.loads(line)["question"]
        for suite in sorted(_SUITES.glob("*.jsonl"))
        for line in suite.read_text(encoding="utf-8").splitlines()
    )
)
"""What the suites ask of corpus/: answered, disputed and refused, each at its own cost."""
_NUMBERS = itertools.count()


class Person(HttpUser):
    """Asks, reads for a second, asks again; never what one of the others asks."""

    wait_time = constant(1)

    def on_start(self) -> None:
        """Open the page once."""
        self.mine = itertools.cycle(QUESTIONS[next(_NUMBERS) % PEOPLE :: PEOPLE])
        self.client.get("/", name="page")

    @task
    def ask(self) -> None:
        """Ask a question of one's own and hold the answer to it."""
        question = next(self.mine)
        with self.client.rename_request("answer"):
            joined = self.client.post("/gradio_api/call/ask", json={"data": [question, []]})
            if not joined.ok:
                return
            path = f"/gradio_api/call/ask/{joined.json()['event_id']}"
            with self.client.get(path, catch_response=True) as answered:
                if _question_of(answered.text) != question:
                    answered.failure("not an answer to the question that was asked")


def _question_of(stream: str) -> str | None:
    event, _, data = stream.strip().rpartition("data: ")
    return json.loads(data)[0]["question"] if "event: complete" in event else None


@events.quitting.add_listener
def judge(environment: Any, **_: object) -> None:
    """Set the exit code by what must hold."""
    total = environment.stats.total
    slow = environment.stats.get("answer", "GET").get_response_time_percentile(0.95) or 0
    environment.process_exit_code = int(total.num_failures > 0 or slow >= SLOWEST)
