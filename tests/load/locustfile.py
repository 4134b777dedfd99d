"""Twenty people who ask at once; not part of every check, run by hand against a page that runs.

    python -m ui --port 7860
    locust -f tests/load/locustfile.py --headless -u 20 -r 20 -t 2m -H http://127.0.0.1:7860

Fails (exit code 1) on any error, on an answer to somebody else's question, or where the slowest
twentieth of the answers took 5 seconds or more. Needs ``pip install -e ".[load]"``.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from locust import HttpUser, constant, events, task

SLOWEST = 5_000
"""Milliseconds within which 95 of 100 answers have come."""
QUESTIONS = (
    "When was the laboratory established?",
    "What does GOLDMINE explore?",
    "Who is the director?",
    "Which partners are there?",
    "How many researchers work in Tokyo?",
    "hello",
)
_PEOPLE = itertools.count(1)


class Person(HttpUser):
    """Asks, reads for a second, asks again; signs every question."""

    wait_time = constant(1)

    def on_start(self) -> None:
        """Open the page once."""
        self.number = next(_PEOPLE)
        self.asked = itertools.count(1)
        self.client.get("/", name="page")

    @task
    def ask(self) -> None:
        """Ask a question of one's own and hold the answer to it."""
        turn = next(self.asked)
        question = f"{QUESTIONS[(self.number + turn) % len(QUESTIONS)]} ({self.number}.{turn})"
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
