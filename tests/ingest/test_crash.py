"""Nothing that stops an ingest shows to a reader, and the next ingest completes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from crash import (
    Trials,
    compiled,
    fill_disk_at_every_write,
    kill_at_every_step,
    kill_at_random,
    reading_all_along,
)


@pytest.fixture
def trials(tmp_path: Path) -> Iterator[Trials]:
    with closing(Trials(tmp_path, chroma=True)) as made:
        yield made


def test_a_kill_at_any_step_leaves_the_old_version_or_the_new_one(trials: Trials) -> None:
    with reading_all_along(trials) as wrong:
        steps = kill_at_every_step(trials)
    assert wrong == []
    assert {f"indexing: {name}" for name in (
        "writing", "verifying", "syncing", "publishing", "committing", "clearing", "done"
    )} | {"reading", "splitting", "embedding"} <= set(steps)  # fmt: skip


def test_twenty_kills_at_random_moments_leave_the_old_version_or_the_new_one(
    trials: Trials,
) -> None:
    with reading_all_along(trials) as wrong:
        kill_at_random(trials, 20)
    assert wrong == []


def test_a_disk_that_is_full_from_the_kth_write_on_leaves_the_old_version(tmp_path: Path) -> None:
    preload = compiled(tmp_path)
    if preload is None:
        pytest.skip("there is no C compiler (cc) to build the library that refuses writes")
    with (
        closing(Trials(tmp_path / "trials", chroma=False, preload=preload)) as trials,
        reading_all_along(trials) as wrong,
    ):
        stopped = fill_disk_at_every_write(trials, 50)
    assert wrong == []
    assert stopped >= 30
