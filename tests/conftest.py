from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fakes import HashEmbedder
from hypothesis import settings as hypothesis_settings

from assistant.chain import Assistant
from assistant.generations import Generations
from assistant.library import Library, built_with
from assistant.settings import PREFIX, Settings
from ingest.intake import Intake
from ingest.pipeline import Report, ingest
from ingest.sandbox import Sandbox
from ingest.target import Target

hypothesis_settings.register_profile("thorough", max_examples=200, deadline=None)


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
def generations(data: Path) -> Iterator[Generations]:
    """Those of Chroma; the tests of a package may put quicker ones in their place."""
    made = Generations(data)
    yield made
    made.close()


@pytest.fixture
def target(
    data: Path, settings: Settings, embedder: HashEmbedder, generations: Generations
) -> Target:
    """What is ingested into."""
    return Target(data, settings, embedder=embedder, generations=generations)


@pytest.fixture
def take_in(folder: Path, target: Target, sandbox: Sandbox) -> Callable[..., Report]:
    """Ingest the folder of documents, or the paths given."""

    def run(*paths: Path, prune: bool = False, yes: bool = False) -> Report:
        intake = Intake(sandbox=sandbox)
        return ingest(paths or [folder], target, prune=prune, yes=yes, intake=intake)

    return run


@pytest.fixture
def assistant(
    data: Path, settings: Settings, embedder: HashEmbedder, generations: Generations
) -> Iterator[Assistant]:
    """An assistant over the data folder; it answers once something has been taken in."""
    library = Library(data, built_with(settings, embedder), generations=generations)
    made = Assistant(library, embedder, settings)
    yield made
    made.close()
