"""``python -m evals.reading``: train the reader, measure it, and fit what weighs it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant import terminal
from assistant.models import load_embedder
from assistant.rank import READ, UNREAD
from assistant.reader import WEIGHTS, trained
from assistant.second_look import SCALES
from assistant.settings import DATA, EmbeddingSettings, load_settings
from evals.cases import Suite
from evals.reading.calibration import reliability
from evals.reading.exercises import NAMED, Exercise, part, read_exercises, read_own
from evals.reading.fit import Measured, fitted, scaled
from evals.reading.fit import measure as by_answer
from evals.reading.look import fitted_scales, look
from evals.reading.measure import Scores, by_sentence, judge, sample
from evals.reading.signs import Asked, ask, halves, mixed, passage, suitable
from evals.reading.tables import comparison, curve, looks, weighings
from evals.run import open_index

KEPT_BACK = 400
"""Kept-back questions of each set that are asked, unless told otherwise."""
FITTED = 120
"""Kept-back questions of each set that weights are fitted on and measured on, half and half."""
OTHERS = 20
"""Passages searched beside a question's own: as many as are found in use."""
LOOKED = 1000
"""Questions about kept-back documents of ``named`` that are asked, half of them to fit on."""
UNANSWERABLE = 0.2
"""Share of the questions that their passage does not answer."""


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
    fit.add_argument("--others", type=int, default=OTHERS, help="passages searched beside its own")
    fit.add_argument("--unanswerable", type=float, default=UNANSWERABLE, help="share of questions")
    fit.set_defaults(command=_fit)
    look = commands.add_parser("look", help="fit what a second look weighs")
    look.add_argument("--index", type=Path, default=DATA, help="where the documents are indexed")
    look.add_argument("--questions", type=int, default=LOOKED, help="at most")
    look.set_defaults(command=_look)
    given = made.parse_args(arguments)
    code: int = given.command(given)
    return code


def _train(given: argparse.Namespace) -> int:
    from evals.reading.train import train  # noqa: PLC0415 (extra "train")

    weights = train(read_exercises(given.data), given.out, seed=given.seed, share=given.share)
    print(f"Wrote {weights}.")
    return 0


def _measure(given: argparse.Namespace) -> int:
    exercises = sample(part(read_exercises(given.data), "test"), given.questions)
    reader = trained(given.weights)
    read = judge(exercises, lambda pairs: reader.predict(list(pairs), show_progress_bar=True))
    compared = judge(exercises, _cosine, context=False)
    print(comparison(compared, read), curve(reliability(*by_sentence(read))), sep="\n\n")
    return 0


def _fit(given: argparse.Namespace) -> int:
    kept_back = suitable(part(read_exercises(given.data), "test"))
    for reader, in_use in (("none", UNREAD), ("packaged", READ)):
        asked, held_back = _asked(kept_back, reader, given)
        candidates = {
            "in use": in_use,
            "in use, scaled": scaled(asked, in_use),
            "fitted": fitted(asked, in_use),
        }
        measured = {name: by_answer(held_back, weights) for name, weights in candidates.items()}
        print(f"Reader: {reader}. Fitted on {len(asked)} questions, held back: {len(held_back)}.")
        print(weighings(measured), *map(_titled_curve, measured.items()), sep="\n\n", end="\n\n")
    return 0


def _look(given: argparse.Namespace) -> int:
    own = read_own()
    exercises = [*part(own, "validation")[NAMED], *part(own, "test")[NAMED]]
    suite = _suite("kept back by name", exercises)
    drawn = mixed(exercises, given.questions, UNANSWERABLE)
    with closing(open_index(suite, data=given.index, settings=load_settings())) as assistant:
        fitting, held_back = (
            list(look(track(rows, console=Console(stderr=True)), assistant))
            for rows in halves(drawn)
        )
    print(f"Looked at twice: {len(fitting)} questions to fit on, {len(held_back)} held back.")
    print(looks({"in use": SCALES, "fitted": fitted_scales(fitting)}, held_back))
    return 0


def _titled_curve(named: tuple[str, Measured]) -> str:
    return f"{named[0].capitalize()}:\n\n{curve(named[1].curve)}"


def _asked(
    exercises: Mapping[str, Sequence[Exercise]], reader: str, given: argparse.Namespace
) -> tuple[list[Asked], ...]:
    """Return what was found for the questions to fit on, and for those to measure on."""
    known = [e for rows in exercises.values() for e in rows]
    drawn = [
        e for rows in exercises.values() for e in mixed(rows, given.questions, given.unanswerable)
    ]
    suite = _suite("kept back", known)
    settings = load_settings()
    answering = settings.answering.model_copy(update={"reader": reader})
    settings = settings.model_copy(update={"answering": answering})
    with closing(open_index(suite, data=given.index, settings=settings)) as assistant:
        return tuple(
            list(
                ask(
                    track(rows, console=Console(stderr=True)),
                    assistant,
                    others=given.others,
                    known=known,
                )
            )
            for rows in halves(drawn)
        )


def _suite(name: str, exercises: Sequence[Exercise]) -> Suite:
    """Return the passages of exercises as the documents of a suite."""
    documents = {d.id: d for d in map(passage, exercises)}
    return Suite(name=name, digest="", cases=(), documents=tuple(documents.values()))


def _cosine(pairs: Sequence[tuple[str, str]]) -> Scores:
    texts = sorted({text for pair in pairs for text in pair})
    vectors = load_embedder(EmbeddingSettings()).embed_documents(texts)
    known = dict(zip(texts, map(np.array, vectors), strict=True))
    return np.array([float(known[question] @ known[passage]) for question, passage in pairs])


if __name__ == "__main__":
    terminal.main(main)
