from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from quick import quick_generations

from assistant.generations import Generations


@pytest.fixture
def generations(data: Path) -> Iterator[Generations]:
    """Quick ones: Chroma is tested in tests/assistant/test_index.py."""
    made = quick_generations(data)
    yield made
    made.close()
