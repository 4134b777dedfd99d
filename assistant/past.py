"""An assistant over a version that is no longer the current one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.catalog import Catalog
from assistant.chain import Assistant, open_assistant
from assistant.checkout import checkout
from assistant.generations import Generations
from assistant.settings import Settings


@contextmanager
def past_assistant(version: int, data: Path, settings: Settings) -> Iterator[Assistant]:
    """Open an assistant over one kept version, in a folder that goes when the block ends.

    Raises:
        NoSuchVersion: that version is not kept.
        IndexMismatch: it was built with other settings.
        IndexMissing: it holds no document.
    """
    with tempfile.TemporaryDirectory(prefix="colloquy-") as folder:
        checkout(version, Catalog(data), Generations(Path(folder)))
        with closing(open_assistant(Path(folder), settings)) as opened:
            yield opened
