"""The assembler: asks a suite's cases one by one and keeps what comes back."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from assistant.chain import Assistant, open_assistant
from assistant.settings import ROOT, Settings
from assistant.types import Answer, Sentence, Turn, Value
from evals.cases import Suite, digest, read_suite
from evals.folders import read_folder
from evals.runs import Header, Run
from evals.types import Case, Exchange, Outcome
from ingest.pipeline import ingest_documents
from ingest.progress import Progress, silent
from ingest.target import Target

PACKAGES = ("chromadb", "ir-measures", "numpy", "sentence-transformers", "sentencex", "torch")
"""Packages whose version can change an answer or a score."""


class Options(Value):
    """How a suite is asked.

    Attributes:
        retrieval_only: only look for passages; nothing is answered.
        query: what is looked for then, the question as it is or the person's rewrite of it.
        documents_per_question: ask each case over its own documents alone.
        limit: ask a sample of so many cases, drawn with ``seed``.
        balanced: draw as many answerable as unanswerable ones.
        drafts: ask drafts too.
    """

    retrieval_only: bool = False
    query: Literal["question", "rewrite"] = "question"
    documents_per_question: bool = False
    limit: int | None = None
    balanced: bool = False
    seed: int = 0
    drafts: bool = False


def load_suite(path: Path, options: Options) -> Suite:
    """Read a suite file or folder, and take the sample that the options ask for.

    Raises:
        SuiteError: the suite is missing or wrong.
    """
    read = read_folder if path.is_dir() else read_suite
    suite = read(path, drafts=options.drafts)
    if options.limit is None:
        return suite
    return suite.sample(options.limit, seed=options.seed, balanced=options.balanced)


def open_index(
    suite: Suite, *, data: Path, settings: Settings, progress: Progress = silent
) -> Assistant:
    """Open what the suite is asked against; a suite's own documents get an index of their own.

    That index lies below ``data`` under a digest of the documents and of the settings it is built
    with, and is used again as long as both stay the same.
    """
    if suite.documents is None:
        return open_assistant(data, settings)
    built_with = settings.embedding.model + settings.chunking.model_dump_json()
    contents = (f"{d.id} {d.title} {d.content_hash}" for d in suite.documents)
    own = data / "evals" / digest(built_with, *contents)
    ingest_documents(suite.documents, Target(own, settings, progress=progress), root=suite.name)
    return open_assistant(own, settings)


def run(
    suite: Suite,
    assistant: Assistant,
    options: Options,
    *,
    progress: Callable[[Sequence[Case]], Iterable[Case]] = iter,
) -> Run:
    """Ask every case; ``progress`` wraps the cases as they are gone through."""
    header = _header(suite, assistant, options)
    ask = _look_up if options.retrieval_only else _ask
    outcomes = tuple(ask(case, assistant, options) for case in progress(suite.cases))
    return Run(header=header, outcomes=outcomes, peers=suite.peers)


def retrieval_settings(settings: Settings) -> Settings:
    """Return settings that keep every candidate passage, so that ten documents can be ranked."""
    retrieval = settings.retrieval
    deep = retrieval.model_copy(update={"passages": max(retrieval.passages, retrieval.candidates)})
    return settings.model_copy(update={"retrieval": deep})


def _look_up(case: Case, assistant: Assistant, options: Options) -> Outcome:
    query = (case.rewrite if options.query == "rewrite" else None) or case.question
    passages = assistant.retrieve(query, documents=_scope(case, assistant, options))
    answer = Answer(question=case.question, query=query, status="not_found", passages=passages)
    return Outcome(case=case, answer=answer)


def _ask(case: Case, assistant: Assistant, options: Options) -> Outcome:
    documents = _scope(case, assistant, options)
    history: list[Turn] = []
    for exchange in case.history:
        history.append(_turn(exchange, assistant, history, documents))
    answer = assistant.ask(case.question, history, documents=documents)
    by_rewrite = None
    if case.rewrite and case.history and case.relevance:
        by_rewrite = assistant.retrieve(case.rewrite, documents=documents)
    return Outcome(case=case, answer=answer, by_rewrite=by_rewrite)


def _scope(case: Case, assistant: Assistant, options: Options) -> Collection[str] | None:
    if options.documents_per_question and case.contexts:
        return case.contexts
    if case.leave_out:
        return {d.id for d in assistant.documents()}.difference(case.leave_out)
    return None


def _turn(
    exchange: Exchange,
    assistant: Assistant,
    history: Sequence[Turn],
    documents: Collection[str] | None,
) -> Turn:
    question = exchange.question
    if exchange.answer is None:
        answer = assistant.ask(question, tuple(history), documents=documents)
    else:
        said = (Sentence(text=exchange.answer, citations=()),)
        answer = Answer(question=question, query=question, status="answered", sentences=said)
    return Turn(question=question, answer=answer)


def _header(suite: Suite, assistant: Assistant, options: Options) -> Header:
    commit = _git("rev-parse", "HEAD")
    return Header(
        suite=suite.name,
        suite_digest=suite.digest,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        options=options.model_dump(),
        settings_id=assistant.settings.id,
        settings=assistant.settings.model_dump(mode="json"),
        version=assistant.version(),
        program={
            "commit": commit,
            "dirty": None if commit is None else bool(_git("status", "--porcelain")),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
        },
    )


def _git(*arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    done = subprocess.run(  # noqa: S603 (fixed arguments)
        [git, "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None
