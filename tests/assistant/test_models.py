"""Which model folders are refused before anything in them is loaded."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.models import PACKAGED, load_embedder, packaged_folder
from assistant.settings import EmbeddingSettings


@pytest.mark.parametrize("name", ["pytorch_model.bin", "2_Dense/model.pt", "extra.pkl"])
def test_a_folder_with_a_file_that_could_run_code_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelError, match="can run code"):
        load_embedder(EmbeddingSettings(model=str(tmp_path)))


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no \*\.safetensors"):
        load_embedder(EmbeddingSettings(model=str(tmp_path)))


def test_weights_other_than_the_published_ones_are_refused() -> None:
    name, model = next(iter(PACKAGED.items()))
    with pytest.raises(ModelError, match="not the published ones"):
        packaged_folder(name, dataclasses.replace(model, sha256="0" * 64))
