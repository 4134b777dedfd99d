from collections.abc import Callable

import pytest
from builders import make_document

from assistant.types import Document


@pytest.fixture
def old_report() -> Document:
    text = "The tide clock was built in 1871. It stands in the harbour office.\nIt has two faces."
    return make_document("old.md", text, date="1990-05")


@pytest.fixture
def new_report() -> Document:
    text = "According to the survey, the tide clock was built in 1873."
    return make_document("new.md", text, date="2021")


@pytest.fixture
def write_suite(tmp_path) -> Callable[..., object]:
    def write(*lines: str, name: str = "suite.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
