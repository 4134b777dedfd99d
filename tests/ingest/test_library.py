"""Reading goes on where the disk takes nothing more, and an impossible one says why."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from plain import intake, plain_target

from assistant.errors import StorageError
from assistant.library import Library
from ingest.diagnose import diagnose
from ingest.pipeline import ingest
from ingest.target import Target


@pytest.fixture
def target(data: Path, folder: Path) -> Target:
    made = plain_target(data)
    (folder / "harbour.txt").write_text("The harbour\n\nThe harbour was built in 1871.\n")
    ingest([folder], made, intake=intake())
    return made


def test_what_sqlite_could_not_make_on_a_full_disk_stays_between_two_readings(
    target: Target,
) -> None:
    shared = target.catalog.path.with_name("catalog.sqlite-shm")
    library = Library(target.data, target.made_with, generations=target.generations)
    assert not shared.exists()
    with closing(library):
        for _ in range(2):
            with library.reading() as reading:
                assert reading.snapshot.version == 1
            assert shared.exists()
    assert not shared.exists()


def test_a_catalog_that_the_disk_refuses_to_open_is_not_called_damaged(target: Target) -> None:
    target.catalog.path.with_name("catalog.sqlite-wal").mkdir()
    for look in (target.catalog.snapshot().__enter__, lambda: diagnose(target)):
        with pytest.raises(StorageError, match="Free some disk space"):
            look()
