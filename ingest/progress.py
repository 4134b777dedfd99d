"""How the steps of an ingest tell how far they are."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, what is done and what there is to do."""


def silent(step: str, done: int, total: int) -> None:
    """Show no progress."""
