"""``python -m evals.reading``: train the reader, measure it, and fit what weighs it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant import terminal
from assistant.models import load_embedder
from assistant.reader import WEIGHTS, trained
from assistant.settings import DATA, EmbeddingSettings, load_settings
from evals.cases import Suite
from evals.reading.calibration import reliability
from evals.reading.exercises import Exercise, PartName, part, read_exercises
from evals.reading.measure import Scores, by_sentence, judge, sample
from evals.reading.tables import comparison, curve
from evals.run import open_index

if TYPE_CHECKING:
    from evals.reading.fit import Asked

KEPT_BACK = 400
"""Kept-back questions of each set that are asked, unless told otherwise."""
FITTED = 120
"""Questions of each set that weights are fitted on, unless told otherwise."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    made = argparse.ArgumentParser(prog="python -m evals.reading", description=__doc__)
    commands = made.add_subparsers(required=True)
    train = commands.add_parser("train", help="train a reader")
    train.add_argument("data", type=Path, help="the folder of the data sets")
    train.add_argument("--out", type=Path, required=True, help="where checkpoints and weights go")
    train.add_argument("--seed", type=int, default=1)
    train.add_argument("--share", type=float, default=1.0, help="of the questions (default: all)")
    train.set_defaults(command=_train)
    measure = commands.add_parser("measure", help="hold a reader against cosine")
    measure.add_argument("data", type=Path, help="the folder of the data sets")
    measure.add_argument("--weights", type=Path, default=WEIGHTS)
    measure.add_argument("--questions", type=int, default=KEPT_BACK, help="of each set, at most")
    measure.set_defaults(command=_measure)
    fit = commands.add_parser("fit", help="fit the weights of the signs of an answer")
    fit.add_argument("data", type=Path, help="the folder of the data sets")
    fit.add_argument("--index", type=Path, default=DATA, help="where the passages are indexed")
    fit.add_argument("--questions", type=int, default=FITTED, help="of each set, at most")
    fit.set_defaults(command=_fit)
    given = made.parse_args(arguments)
    code: int = given.command(given)
    return code


def _train(given: argparse.Namespace) -> int:
    from evals.reading.train import save, train  # noqa: PLC0415 (needs the extra "train")

    reader = train(read_exercises(given.data), given.out, seed=given.seed, share=given.share)
    save(reader, given.out / "reader.safetensors")
    print(f"Wrote {given.out / 'reader.safetensors'}.")
    return 0


def _measure(given: argparse.Namespace) -> int:
    exercises = sample(part(read_exercises(given.data), "test"), given.questions)
    reader = trained(given.weights)
    read = judge(exercises, lambda pairs: reader.predict(list(pairs), show_progress_bar=True))
    compared = judge(exercises, _cosine, context=False)
    print(comparison(compared, read), curve(reliability(*by_sentence(read))), sep="\n\n")
    return 0


def _fit(given: argparse.Namespace) -> int:
    from evals.reading.fit import confidences, fit  # noqa: PLC0415 (needs the extra "train")

    exercises = read_exercises(given.data)
    asked, held_back = (_asked(exercises, name, given) for name in ("validation", "test"))
    for reader in (False, True):
        weights = fit(asked, reader=reader)
        scores, right = confidences(held_back, weights)
        print(weights, curve(reliability(scores, right)), sep="\n\n", end="\n\n")
    return 0


def _asked(
    exercises: Mapping[str, Sequence[Exercise]], name: PartName, given: argparse.Namespace
) -> list[Asked]:
    from evals.reading.fit import ask, passage, suitable  # noqa: PLC0415

    rows = suitable(sample(part(exercises, name), given.questions))
    documents = tuple({d.id: d for d in map(passage, rows)}.values())
    suite = Suite(name=name, digest="", cases=(), documents=documents)
    with closing(open_index(suite, data=given.index, settings=load_settings())) as assistant:
        return list(ask(track(rows, console=Console(stderr=True)), assistant))


def _cosine(pairs: Sequence[tuple[str, str]]) -> Scores:
    texts = sorted({text for pair in pairs for text in pair})
    vectors = load_embedder(EmbeddingSettings()).embed_documents(texts)
    known = dict(zip(texts, map(np.array, vectors), strict=True))
    return np.array([float(known[question] @ known[passage]) for question, passage in pairs])


if __name__ == "__main__":
    terminal.main(main)
