"""The reader: does this sentence, in its context, answer this question?

A cross-encoder reads question and sentence together. The packaged one shares the word embeddings
of the packaged embedding model; ``weights/README.md`` says how the rest of it was trained.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.models import PACKAGED, packaged_folder, quietly, weights_digest
from assistant.settings import AnsweringSettings, EmbeddingSettings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"
SHA256 = "4923b0d83fc1c39d5257147295d9578014efc00ed46296280819149ebcc702e2"
"""The digest of the packaged weights."""
BASE = EmbeddingSettings().model
"""The packaged model whose word embeddings the reader shares."""
MAX_TOKENS = 128
"""Tokens of question and passage together; a longer passage loses the end of its context."""
BATCH = 8
"""Passages scored at once. They are sorted by length first: small batches hold little padding."""

Logits = NDArray[np.float64]


class Reader:
    """A sentence-transformers cross-encoder; it is loaded when it is first needed."""

    def __init__(self, load: Callable[[], CrossEncoder]) -> None:
        self._load = lru_cache(maxsize=1)(load)

    def warm(self) -> None:
        """Load the model."""
        self._load()

    def read(self, question: str, passages: Sequence[str]) -> Logits:
        """Return for each passage the log odds that its sentence answers the question.

        A passage is what ``in_context`` makes of a sentence.
        """
        if not passages:
            return np.empty(0)
        from torch.nn import Identity  # noqa: PLC0415 (takes seconds)

        pairs = [(question, passage) for passage in passages]
        found = self._load().predict(
            pairs, batch_size=BATCH, activation_fn=Identity(), show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float64)


def in_context(sentence: str, *, title: str, before: str) -> str:
    """Return what the reader reads beside the question: the sentence first, then its context."""
    return " | ".join(filter(None, (sentence, title, before)))


def load_reader(settings: AnsweringSettings) -> Reader | None:
    """Return the reader that the settings name; None if they want none or it cannot be used.

    Answers are possible without a reader, so what is wrong with the packaged one is said in one
    line on the error stream.

    Raises:
        ModelError: the settings name a model of their own and it cannot be used.
    """
    if settings.reader == "none":
        return None
    if settings.reader != "packaged":
        return Reader(lambda: _named(settings.reader))
    try:
        return _packaged()
    except ModelError as error:
        print(f"Answering without the reader. {error}", file=sys.stderr)  # noqa: T201
        return None


def untrained() -> CrossEncoder:
    """Return a cross-encoder with the weights of the packaged model and a fresh classifier."""
    quietly()
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 (takes seconds)

    reader: CrossEncoder = CrossEncoder(
        str(packaged_folder(BASE, PACKAGED[BASE])),
        num_labels=1,
        max_length=MAX_TOKENS,
        local_files_only=True,
        device="cpu",
        config_kwargs={"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0},
    )
    return reader


def trained(weights: Path = WEIGHTS) -> CrossEncoder:
    """Return the cross-encoder with trained weights in place of all but its embeddings."""
    from safetensors.torch import load_file  # noqa: PLC0415 (imports torch)

    reader = untrained()
    missing, unknown = network(reader).load_state_dict(load_file(weights), strict=False)
    if unknown or any("embeddings" not in name for name in missing):
        raise ModelError(f"{weights} does not hold the weights of a reader.")
    return reader


def network(reader: CrossEncoder) -> Any:
    """Return the transformers model inside a cross-encoder."""
    return reader.model


def _packaged() -> Reader:
    packaged_folder(BASE, PACKAGED[BASE])
    mend = "Reinstall the program to have it back."
    if not WEIGHTS.is_file():
        raise ModelError(f"{WEIGHTS} is missing. {mend}")
    with WEIGHTS.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise ModelError(f"{WEIGHTS} is damaged. {mend}")
    return Reader(trained)


def _named(name: str) -> CrossEncoder:
    quietly()
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 (takes seconds)

    local = Path(name).is_dir()
    if local:
        weights_digest(Path(name))
    else:
        print(f"Fetching {name} from the hub.", file=sys.stderr)  # noqa: T201
    try:
        reader: CrossEncoder = CrossEncoder(
            name, local_files_only=local, model_kwargs={"use_safetensors": True}
        )
        return reader
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{name} could not be loaded ({error}). "
            "Name a folder that holds it, or unset ASSISTANT_ANSWERING__READER."
        ) from error
