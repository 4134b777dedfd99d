"""Generations as Chroma writes them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexDamaged, StorageError
from assistant.generations import Generations
from assistant.index import Index, build, verify_in_child
from assistant.seal import SEAL, broken
from assistant.types import Vector

IDS = [f"id{n}" for n in range(300)]


@pytest.fixture(scope="module")
def vectors() -> Vector:
    made = np.random.default_rng(1).standard_normal((300, 16)).astype("<f4")
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, vectors: Vector) -> Path:
    folder = tmp_path_factory.mktemp("generations") / "000001"
    steps: list[str] = []
    build(folder, ids=IDS, documents=["a", "b"] * 150, vectors=vectors, step=steps.append)
    assert steps == ["writing", "verifying", "syncing", "publishing"]
    assert [p.name for p in folder.parent.iterdir()] == ["000001"]
    return folder


@pytest.fixture
def index(published: Path) -> Iterator[Index]:
    made = Index(published)
    yield made
    made.close()


def test_what_was_built_is_found(index: Index, vectors: Vector) -> None:
    found = index.search(vectors[7].tolist(), limit=3)
    assert found[0][0] == "id7"
    assert found[0][1] == pytest.approx(1, abs=1e-5)
    assert {id_ for id_, _ in index.search(vectors[7].tolist(), limit=200, documents=["a"])} <= {
        *IDS[::2]
    }
    assert len(index) == 300


def test_any_passage_can_be_compared_with_a_vector(index: Index, vectors: Vector) -> None:
    found = index.similarities(vectors[7].tolist(), ["id7", "id9", "gone"])
    assert found == pytest.approx({"id7": 1.0, "id9": float(vectors[9] @ vectors[7])}, abs=1e-5)
    assert index.similarities(vectors[7].tolist(), []) == {}


def test_a_sound_generation_passes_and_one_with_other_contents_does_not(
    published: Path, vectors: Vector
) -> None:
    assert verify_in_child(published, ids=IDS, vectors=vectors) is None
    fault = verify_in_child(published, ids=[*IDS[1:], "new"], vectors=vectors)
    assert fault is not None
    assert "other passages" in fault


def test_vectors_that_cannot_find_themselves_are_not_published(
    tmp_path: Path, vectors: Vector
) -> None:
    with pytest.raises(IndexDamaged, match="the old one stays"):
        build(tmp_path / "000001", ids=IDS, documents=["a"] * 300, vectors=0 * vectors)
    assert not (tmp_path / "000001").exists()


def test_a_damaged_generation_never_harms_the_process_that_has_it_checked(
    published: Path, tmp_path: Path, vectors: Vector
) -> None:
    draw = random.Random(3)
    named = 0
    for trial in range(4):
        copy = tmp_path / str(trial)
        shutil.copytree(published, copy)
        files = sorted(p for p in copy.rglob("*") if p.is_file() and p.stat().st_size)
        path = files[trial % len(files)]
        content = bytearray(path.read_bytes())
        for _ in range(200):
            content[draw.randrange(len(content))] ^= 0xFF
        path.write_bytes(content if trial % 2 else content[: len(content) // 2])
        named += verify_in_child(copy, ids=IDS, vectors=vectors) is not None
    assert named >= 1


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], Vector]:
    """A generation that is large enough for Chroma to save its graph."""
    rows = np.random.default_rng(5).standard_normal((1200, 8)).astype("<f4")
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids = [f"{number:04}" for number in range(len(rows))]
    folder = tmp_path_factory.mktemp("large") / "000001"
    build(folder, ids=ids, documents=["a"] * len(ids), vectors=rows)
    return folder, ids, rows


@pytest.mark.parametrize("cut", [True, False], ids=["cut", "flipped"])
def test_a_graph_that_is_damaged_is_named_before_it_is_read(
    large: tuple[Path, list[str], Vector], tmp_path: Path, *, cut: bool
) -> None:
    folder, _, _ = large
    names = [path.relative_to(folder) for path in folder.rglob("*/*") if path.stat().st_size]
    assert {name.name for name in names} >= {"data_level0.bin", "index_metadata.pickle"}
    for number, name in enumerate(names):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        content = bytearray((copy / name).read_bytes())
        content[len(content) // 2] ^= 1
        (copy / name).write_bytes(content[: len(content) // 2] if cut else content)
        with pytest.raises(IndexDamaged, match=rf"{name.name} is damaged. Run: .* doctor --fix"):
            Index(copy)


def test_a_generation_stays_sealed_however_often_it_is_read(
    large: tuple[Path, list[str], Vector],
) -> None:
    folder, ids, vectors = large
    for _ in range(2):
        assert verify_in_child(folder, ids=ids, vectors=vectors) is None
    assert broken(folder) is None


def test_a_seal_that_is_damaged_itself_is_named_and_nothing_is_made_of_it(
    large: tuple[Path, list[str], Vector], tmp_path: Path
) -> None:
    copy = tmp_path / "000001"
    shutil.copytree(large[0], copy)
    for torn in (b"\0" * 64, b"ab", b"0000  ../\x1b[2J\0\n"):
        (copy / SEAL).write_bytes(torn)
        assert broken(copy) == SEAL


def test_a_generation_of_a_version_that_sealed_nothing_is_opened(
    large: tuple[Path, list[str], Vector], tmp_path: Path
) -> None:
    folder, ids, _ = large
    copy = tmp_path / "000001"
    shutil.copytree(folder, copy)
    (copy / SEAL).unlink()
    index = Index(copy)
    assert len(index) == len(ids)
    index.close()


def test_a_generation_that_chroma_cannot_read_is_named_with_the_command_that_mends_it(
    published: Path, tmp_path: Path, vectors: Vector
) -> None:
    copy = tmp_path / "000001"
    shutil.copytree(published, copy)
    (copy / "chroma.sqlite3").write_bytes(b"torn" * 1000)
    with pytest.raises(IndexDamaged, match=r"000001 cannot be read .* doctor --fix"):
        Index(copy)


def test_no_room_on_the_disk_is_said_before_anything_is_written(tmp_path: Path) -> None:
    huge = np.lib.stride_tricks.as_strided(
        np.zeros(1, dtype="<f4"), shape=(1 << 40, 1), strides=(0, 0)
    )
    with pytest.raises(StorageError, match="Free some disk space"):
        build(tmp_path / "000001", ids=[], documents=[], vectors=huge)


def test_two_threads_may_open_and_close_one_generation(published: Path, vectors: Vector) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    def look(_: int) -> str:
        made = Index(published)
        try:
            return made.search(vectors[3].tolist(), limit=1)[0][0]
        finally:
            made.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(look, range(24))) == {"id3"}


def test_a_generation_that_is_read_outlives_its_pruning(tmp_path: Path) -> None:
    from quick import quick_generations  # noqa: PLC0415

    reader, writer = quick_generations(tmp_path), quick_generations(tmp_path)
    unit = np.ones((1, 1), dtype="<f4")
    for name in ("one", "two"):
        writer.build(
            writer.path(name), ids=["x"], documents=["d"], vectors=unit, step=lambda _: None
        )
    with reader.reading("one"):
        assert writer.prune(["two"]) == ["one"]
        assert writer.names() == ["one", "two"]
    reader.close()
    assert writer.prune(["two"]) == []
    assert writer.names() == ["two"]
    assert isinstance(writer, Generations)
