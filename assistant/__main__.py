"""``python -m assistant "QUESTION"``: one answer in the terminal."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, closing
from pathlib import Path

from assistant.chain import Assistant, open_assistant
from assistant.explain import explain
from assistant.past import past_assistant
from assistant.settings import load_settings
from assistant.terminal import main, parser
from assistant.types import Answer, Turn, describe_date, record


def command() -> int:
    """Answer the question the arguments put; earlier ones are asked first."""
    arguments = parser("assistant", "Answer one question from the documents.")
    arguments.add_argument("question")
    arguments.add_argument(
        "--history", action="append", default=[], metavar="QUESTION", help="an earlier question"
    )
    printed = arguments.add_mutually_exclusive_group()
    printed.add_argument("--json", action="store_true", help="print one JSON object")
    printed.add_argument("--explain", action="store_true", help="print how the answer came about")
    arguments.add_argument(
        "--version", type=int, metavar="N", help="ask an older version (python -m ingest log)"
    )
    given = arguments.parse_args()
    if not given.question.strip():
        arguments.error("the question is empty")
    with _opened(given.data, given.version) as assistant:
        turns: list[Turn] = []
        for question in given.history:
            turns.append(Turn(question=question, answer=assistant.ask(question, turns)))
        answer = assistant.ask(given.question, turns)
        evidence = assistant.evidence(answer.query) if given.explain else ()
        weight = assistant.settings.retrieval.dense_weight
    if given.explain:
        print_answer(answer)
        print("\n" + explain(answer, evidence, weight=weight))
    elif given.json:
        print(json.dumps(record(answer), ensure_ascii=False, indent=2))
    else:
        print_answer(answer)
    return 0


def _opened(data: Path, version: int | None) -> AbstractContextManager[Assistant]:
    settings = load_settings()
    if version is not None:
        return past_assistant(version, data, settings)
    return closing(open_assistant(data, settings))


def print_answer(answer: Answer) -> None:
    """Print the answer, any notice, and its quotes with sources or the nearest passages."""
    print(answer.text)
    if answer.notice:
        print(f"\n{answer.notice}")
    for citation in answer.citations:
        document = citation.document
        known = (document.metadata.publisher, describe_date(document.metadata.date))
        source = ", ".join(filter(None, (document.name, *known)))
        print(f"\n[{citation.number}] {citation.quote}\n    {source} ({document.id})")
    if answer.nearest:
        print("\nNearest passages:")
    for passage in answer.nearest:
        print(f"  {passage.text}\n    {passage.document.name} ({passage.document.id})")


if __name__ == "__main__":
    main(command)
