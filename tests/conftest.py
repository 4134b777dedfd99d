from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fakes import HashEmbedder

from assistant.chain import Assistant
from assistant.library import Library, built_with
from assistant.settings import PREFIX, Settings
from ingest.intake import Intake
from ingest.pipeline import Report, ingest
from ingest.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for documents."""
    made = tmp_path / "documents"
    made.mkdir()
    return made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One child for all tests that read documents as a command would."""
    with Sandbox() as made:
        yield made


@pytest.fixture
def take_in(
    folder: Path, data: Path, settings: Settings, embedder: HashEmbedder, sandbox: Sandbox
) -> Callable[..., Report]:
    """Ingest the folder of documents, or the paths given."""

    def run(*paths: Path, prune: bool = False, yes: bool = False) -> Report:
        return ingest(
            paths or [folder],
            data=data,
            settings=settings,
            embedder=embedder,
            prune=prune,
            yes=yes,
            intake=Intake(sandbox=sandbox),
        )

    return run


@pytest.fixture
def assistant(data: Path, settings: Settings, embedder: HashEmbedder) -> Iterator[Assistant]:
    """An assistant over the data folder; it answers once something has been taken in."""
    made = Assistant(Library(data, built_with(settings, embedder)), embedder, settings)
    yield made
    made.close()
