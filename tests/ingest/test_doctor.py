"""The doctor names what was damaged on purpose, mends what can be mended, and says what cannot."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from plain import PlainEmbedder, intake, plain_target

from assistant.errors import IndexDamaged, IndexMissing, StorageError
from ingest.backup import back_up, bring_back
from ingest.diagnose import Fault, diagnose
from ingest.mend import mend
from ingest.pipeline import ingest, restore
from ingest.target import Target

Damage = Callable[[Target], None]


@pytest.fixture
def embedder() -> PlainEmbedder:
    return PlainEmbedder()


@pytest.fixture
def target(data: Path, folder: Path, embedder: PlainEmbedder) -> Target:
    """An index of two versions."""
    made = plain_target(data, embedder=embedder)
    for year in (1871, 1872):
        (folder / "harbour.txt").write_text(f"The harbour\n\nThe harbour was built in {year}.\n")
        (folder / "museum.txt").write_text("The museum\n\nThe museum opened in 1924.\n")
        ingest([folder], made, intake=intake())
    embedder.embedded.clear()
    return made


def altered(statement: str) -> Damage:
    def damage(target: Target) -> None:
        with closing(sqlite3.connect(target.catalog.path)) as db:
            db.execute(statement)
            db.commit()

    return damage


def torn(target: Target) -> None:
    with target.catalog.path.open("r+b") as file:
        for page in range(2, 40):
            file.seek(page * 4096 + 8)
            file.write(b"\xff" * 64)


def lost(target: Target) -> None:
    shutil.rmtree(target.generations.path(generation(target)))


def truncated(target: Target) -> None:
    (target.generations.path(generation(target)) / "vectors.npy").write_bytes(b"")


def generation(target: Target) -> str:
    with target.catalog.snapshot() as current:
        assert current.generation is not None
        return current.generation


def places(faults: tuple[Fault, ...]) -> set[str]:
    return {fault.where for fault in faults}


def test_nothing_is_found_in_a_sound_index(target: Target) -> None:
    assert diagnose(target) == ()
    assert mend(target) == ()


def test_no_index_is_an_error_and_no_fault(data: Path) -> None:
    with pytest.raises(IndexMissing):
        diagnose(plain_target(data))


@pytest.mark.parametrize(
    ("damage", "where", "embedded"),
    [
        (lost, "index", 0),
        (truncated, "index", 0),
        (altered("UPDATE vectors SET vector = zeroblob(32)"), "vectors", 3),
        (altered("DELETE FROM vectors"), "vectors", 3),
        (altered("DELETE FROM lexical"), "lexical table", 0),
        (altered("UPDATE lexical_data SET block = zeroblob(9) WHERE id > 10"), "lexical table", 0),
    ],
    ids=["lost", "truncated", "zeroed", "no vectors", "row gone", "words damaged"],
)
def test_what_is_derived_is_named_and_mended(
    target: Target, embedder: PlainEmbedder, damage: Damage, where: str, embedded: int
) -> None:
    damage(target)
    assert where in places(diagnose(target))
    assert mend(target) == ()
    assert len(embedder.embedded) == embedded
    assert diagnose(target) == ()
    with target.catalog.snapshot() as current:
        assert current.version == 2
        assert current.search("museum", limit=5)


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (torn, "catalog"),
        (altered("UPDATE texts SET text = replace(text, '1924', '1942')"), "texts"),
        (altered("UPDATE chunks SET start = start + 1"), "passages"),
        (altered("DELETE FROM texts"), "catalog"),
    ],
    ids=["torn", "text changed", "span moved", "texts gone"],
)
def test_what_cannot_be_computed_again_is_named_with_the_command_that_brings_it_back(
    target: Target, tmp_path: Path, damage: Damage, where: str
) -> None:
    file = tmp_path / "backup.sqlite"
    back_up(target.data, file)
    damage(target)
    found = [fault for fault in diagnose(target) if fault.where == where]
    assert found
    assert "restore-backup" in found[0].remedy


def test_a_backup_brings_everything_back_without_embedding(
    target: Target, embedder: PlainEmbedder, tmp_path: Path, folder: Path
) -> None:
    file = tmp_path / "backup.sqlite"
    assert back_up(target.data, file) == file.stat().st_size
    (folder / "museum.txt").write_text("The museum\n\nThe museum burnt down.\n")
    ingest([folder], target, intake=intake())
    with target.catalog.snapshot() as during:
        with pytest.raises(StorageError, match="--yes"):
            bring_back(target, file)
        embedder.embedded.clear()
        assert bring_back(target, file, replace=True) == 2
        assert during.version == 3
        assert during.document("museum.txt").text.endswith("burnt down.")  # type: ignore[union-attr]
    elsewhere = plain_target(tmp_path / "elsewhere", embedder=embedder)
    assert bring_back(elsewhere, file) == 2
    for place in (target, elsewhere):
        assert diagnose(place) == ()
        with place.catalog.snapshot() as current, place.catalog.snapshot(1) as first:
            assert "1872" in current.document("harbour.txt").text  # type: ignore[union-attr]
            assert "1871" in first.document("harbour.txt").text  # type: ignore[union-attr]
    assert embedder.embedded == []
    assert restore(1, target).version == 3


def test_a_backup_takes_the_place_of_a_catalog_that_cannot_be_opened(
    target: Target, tmp_path: Path
) -> None:
    file = tmp_path / "backup.sqlite"
    back_up(target.data, file)
    target.catalog.path.write_bytes(b"no database" * 1000)
    (fault,) = diagnose(target)
    assert "restore-backup" in fault.what
    with pytest.raises(IndexDamaged):
        bring_back(target, file)
    assert bring_back(target, file, replace=True) == 2
    assert diagnose(target) == ()
    assert (target.data / "damaged-catalog.sqlite").read_bytes().startswith(b"no database")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 5000])
def test_a_file_that_is_no_backup_is_refused_and_the_index_stays(
    target: Target, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "backup.sqlite"
    file.write_bytes(content)
    with pytest.raises(StorageError, match="backup"):
        bring_back(target, file, replace=True)
    assert diagnose(target) == ()


def test_a_backup_never_overwrites_a_file(target: Target, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    file.write_text("mine")
    with pytest.raises(StorageError, match="exists already"):
        back_up(target.data, file)
    assert file.read_text() == "mine"
