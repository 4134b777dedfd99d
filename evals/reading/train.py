"""Trains the reader: a cross-encoder on the packaged embedding model, its embeddings frozen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from safetensors.torch import save_file
from sentence_transformers import CrossEncoder
from sentence_transformers.base.evaluation import BaseEvaluator
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.cross_encoder import (
    CrossEncoderTrainer,
    CrossEncoderTrainingArguments,
)
from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss
from transformers import EarlyStoppingCallback
from transformers.trainer_utils import get_last_checkpoint

from assistant.reader import network, trained, untrained
from evals.reading.calibration import platt
from evals.reading.exercises import NAMED, OWN, STRANGERS, WRITTEN, Exercise, part
from evals.reading.measure import Scores, answerability, by_sentence, judge, right_sentence, sample
from evals.reading.pairs import Pair, make_pairs

BATCH = 16
WARMUP = 0.05
CHECKS = 5
"""How often the validation part is looked at."""
PATIENCE = 2
CHECKED = 60
"""Exercises of each set looked at then."""
CALIBRATED = 1000
"""Exercises of each set that scores are calibrated by."""
POOLED = 100
"""Batches whose pairs are sorted by length together."""


@dataclass(frozen=True)
class Pass:
    """One way through training pairs of its own.

    Attributes:
        rate: the learning rate at its highest.
        own: which of our own sets are among them. A pass that has any is neither checked nor
            stopped early, for what it is there to teach is a small part of the validation.
        public: share of the questions of the public sets.
        kept: how much of the weights are those after the pass; the rest are those before it.
    """

    rate: float
    own: frozenset[str] = frozenset()
    public: float = 1.0
    kept: float = 1.0


RECIPE = (
    Pass(rate=6e-5),
    Pass(rate=4e-5, kept=0.5),
    Pass(rate=4e-5, own=frozenset([WRITTEN]), public=0.25, kept=0.5),
    Pass(rate=4e-5, own=frozenset([STRANGERS]), public=0.06, kept=0.5),
    Pass(rate=4e-5, own=frozenset([NAMED]), public=0.04, kept=0.5),
)
"""What the second and third keep was chosen on the validation part, that of the third by what the
program answered as well; of the fourth and the fifth nothing but a half was put to the program.
"""


class ByLength(DefaultBatchSampler):
    """Batches of pairs of like length, in random order: little of a batch is padding."""

    def __iter__(self) -> Iterator[list[int]]:
        columns: dict[str, list[str]] = self.sampler[:]  # type: ignore[index]
        lengths = [
            len(q) + len(p) for q, p in zip(columns["query"], columns["passage"], strict=True)
        ]
        draw = random.Random(self.seed + self.epoch)  # noqa: S311 (no secret)
        order = list(range(len(lengths)))
        draw.shuffle(order)
        size = self.batch_size * POOLED
        batches = [
            pool[start : start + self.batch_size]
            for first in range(0, len(order), size)
            for pool in [sorted(order[first : first + size], key=lengths.__getitem__)]
            for start in range(0, len(pool), self.batch_size)
        ]
        draw.shuffle(batches)
        yield from batches


class Validation(BaseEvaluator):
    """The mean of right sentence and answerability over exercises that training does not see."""

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.primary_metric = "validation"
        self._exercises = exercises

    def __call__(  # type: ignore[override]
        self, model: CrossEncoder, *_: Any, **__: Any
    ) -> dict[str, float]:
        """Return the figures of a model by name."""
        judged = judge(self._exercises, model.predict)
        right = right_sentence(judged)
        sources = {j.exercise.source for j in judged}
        each = [answerability([j for j in judged if j.exercise.source == s]) for s in sources]
        auroc = float(np.nanmean(each))
        return {"right_sentence": right, "auroc": auroc, "validation": (right + auroc) / 2}


def train(
    exercises: Mapping[str, Sequence[Exercise]],
    folder: Path,
    *,
    seed: int = 1,
    share: float = 1.0,
    recipe: Sequence[Pass] = RECIPE,
) -> Path:
    """Train a reader in the passes of a recipe and return the file of its weights.

    Each pass keeps its checkpoints, log and weights in ``folder``. One whose weights are there is
    not run again; one that was broken off goes on from its last checkpoint.

    Args:
        exercises: every set, whole; the parts kept back are not trained on.
        folder: where all of it goes.
        seed: of everything drawn; the same seed gives the same reader on the same machine.
        share: of each set's questions used, be it to train, to stop or to calibrate.
        recipe: the passes.
    """
    weights: list[Path] = []
    for number, made in enumerate(recipe, 1):
        start = weights[-1] if weights else None
        weights.append(folder / f"reader-{number}.safetensors")
        if not weights[-1].exists():
            used = {s: e for s, e in exercises.items() if s not in OWN or s in made.own}
            checkpoints = folder / f"pass-{number}"
            save(_pass(used, checkpoints, made, seed + number - 1, share, start), weights[-1])
    return weights[-1]


def _pass(
    exercises: Mapping[str, Sequence[Exercise]],
    folder: Path,
    made: Pass,
    seed: int,
    share: float,
    start: Path | None,
) -> CrossEncoder:
    torch.manual_seed(seed)
    reader = trained(start) if start else untrained()
    pairs = make_pairs(part(exercises, "train"), seed=seed, share=share, public=made.public)
    validation = part(exercises, "validation")
    checked = sample(validation, round(CHECKED * share))
    fit(reader, pairs, checked, folder, seed=seed, rate=made.rate, stop=not made.own)
    if start:
        blend(reader, trained(start), made.kept)
    calibrate(reader, sample(validation, round(CALIBRATED * share)))
    return reader


def fit(
    reader: CrossEncoder,
    pairs: Sequence[Pair],
    validation: Sequence[Exercise],
    folder: Path,
    *,
    seed: int,
    rate: float,
    stop: bool = True,
) -> None:
    """Train on the pairs; to ``stop`` is to keep what does best on the validation exercises."""
    for name, parameter in reader.named_parameters():
        parameter.requires_grad = "embeddings" not in name
    # The fused kernel takes half of a step on the way back.
    network(reader).set_attn_implementation("eager")
    columns = {
        "query": [p.question for p in pairs],
        "passage": [p.passage for p in pairs],
        "label": [float(p.label) for p in pairs],
    }
    steps = max(1, len(pairs) // BATCH // CHECKS)
    trainer = CrossEncoderTrainer(
        model=reader,
        args=_arguments(folder, steps, seed, rate, stop=stop),
        train_dataset=Dataset.from_dict(columns),
        loss=BinaryCrossEntropyLoss(reader),
        evaluator=Validation(validation),
        callbacks=[EarlyStoppingCallback(early_stopping_patience=PATIENCE)] if stop else [],
    )
    found = get_last_checkpoint(str(folder)) if folder.is_dir() else None  # type: ignore[no-untyped-call]
    trainer.train(resume_from_checkpoint=found)


def blend(reader: CrossEncoder, other: CrossEncoder, kept: float) -> None:
    """Give a reader ``kept`` of its weights and the rest of one that it was trained from.

    Such a mean does better than either (Wortsman et al., Model soups, ICML 2022).
    """
    mean = network(reader).state_dict()
    for name, weights in network(other).state_dict().items():
        mean[name] = kept * mean[name] + (1 - kept) * weights
    network(reader).load_state_dict(mean)


def _arguments(
    folder: Path, steps: int, seed: int, rate: float, *, stop: bool
) -> CrossEncoderTrainingArguments:
    return CrossEncoderTrainingArguments(
        output_dir=str(folder),
        num_train_epochs=1,
        per_device_train_batch_size=BATCH,
        learning_rate=rate,
        warmup_steps=WARMUP,
        batch_sampler=ByLength,
        bf16=fast_bfloat16(),
        eval_strategy="steps" if stop else "no",
        eval_steps=steps,
        save_strategy="steps",
        save_steps=steps,
        save_total_limit=2,
        load_best_model_at_end=stop,
        metric_for_best_model="eval_validation",
        greater_is_better=True,
        logging_steps=min(50, steps),
        report_to="none",
        use_cpu=not torch.cuda.is_available(),
        seed=seed,
        data_seed=seed,
    )


def fast_bfloat16() -> bool:
    """Whether this machine multiplies matrices of bfloat16 faster than those of float32."""
    return torch.cuda.is_available() or torch.cpu._is_amx_tile_supported()


def calibrate(reader: CrossEncoder, exercises: Sequence[Exercise]) -> None:
    """Scale the classifier, so that a score is the share of such sentences that answer.

    Platt (1999): the logit x becomes a x + b, with a and b of the highest likelihood.
    """
    judged = judge(exercises, lambda pairs: _logits(reader, pairs))
    slope, shift = platt(*by_sentence(judged))
    classifier: torch.nn.Linear = network(reader).classifier
    with torch.no_grad():
        classifier.weight.mul_(slope)
        classifier.bias.mul_(slope).add_(shift)


def _logits(reader: CrossEncoder, pairs: Sequence[tuple[str, str]]) -> Scores:
    found = reader.predict(list(pairs), activation_fn=torch.nn.Identity())
    return np.asarray(found, dtype=np.float64)


def save(reader: CrossEncoder, path: Path) -> None:
    """Write the trained weights in bfloat16; the frozen embeddings stay in their package."""
    state = {
        name: weights.to(torch.bfloat16).contiguous()
        for name, weights in network(reader).state_dict().items()
        if "embeddings" not in name
    }
    save_file(state, path)
