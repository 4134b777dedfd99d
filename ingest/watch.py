"""Keeps an index in step with folders, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event

from assistant.errors import ColloquyError
from ingest.pipeline import Report

_QUIET = 1_000
"""Milliseconds in which nothing may change before changes are taken in: files come in parts."""
_AT_MOST = 10_000
"""Milliseconds after which they are taken in all the same."""

Changes = Callable[[Sequence[Path], Event], Iterable[object]]


def watched(paths: Sequence[Path], stop: Event) -> Iterable[object]:
    """Yield once for each burst of changes below the paths, until ``stop`` is set."""
    import watchfiles  # noqa: PLC0415 (only a watch needs it)

    return watchfiles.watch(*paths, stop_event=stop, debounce=_AT_MOST, step=_QUIET)


def watch(
    paths: Sequence[Path],
    bring_in_step: Callable[[], Report],
    *,
    tell: Callable[[Report | ColloquyError], None],
    stop: Event,
    changes: Changes = watched,
) -> None:
    """Bring the index in step now, and again whenever something below the paths has changed.

    Args:
        paths: what to watch.
        bring_in_step: one ingest; after an expected error the next change tries again.
        tell: called with each report of something done or failed, and with each such error.
        stop: ends the watch.
        changes: yields once for each burst of changes.
    """
    # What changes while the first ingest runs must not be missed: watching begins before it.
    bursts = iter(changes(paths, stop))
    while True:
        try:
            report = bring_in_step()
            if report.did_something or report.failed:
                tell(report)
        except ColloquyError as error:
            tell(error)
        if next(bursts, None) is None:
            return
