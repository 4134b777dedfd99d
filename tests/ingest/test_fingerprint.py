"""What was read before and has not changed is not read again; what might differ is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from plain import PlainSandbox, plain_target

from assistant.types import Document
from ingest.fetch import Fetched
from ingest.fingerprint import READ_WITH, fingerprint
from ingest.intake import Intake
from ingest.pipeline import Report, ingest, rebuild, restore
from ingest.target import Target

HARBOUR = "The harbour\n\nThe harbour was built in 1871.\n"
MUSEUM = "The museum\n\nThe museum opened in 1924.\n"

Run = Callable[[], Report]


class CountingSandbox(PlainSandbox):
    """Remembers what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(
        self, data: bytes, *, suffix: str, document_id: str, declared: str | None = None
    ) -> Document:
        self.asked.append(document_id)
        return super().read(data, suffix=suffix, document_id=document_id, declared=declared)


@pytest.fixture
def sandbox() -> CountingSandbox:
    return CountingSandbox()


@pytest.fixture
def target(data: Path) -> Target:
    return plain_target(data)


@pytest.fixture
def run(folder: Path, target: Target, sandbox: CountingSandbox) -> Run:
    """Ingest the folder; of two documents at first."""
    (folder / "harbour.txt").write_text(HARBOUR)
    (folder / "museum.txt").write_text(MUSEUM)

    def ingest_it() -> Report:
        sandbox.asked.clear()
        return ingest([folder], target, intake=Intake(sandbox=sandbox))  # type: ignore[arg-type]

    ingest_it()
    return ingest_it


def test_only_what_has_changed_is_read_again(
    folder: Path, run: Run, sandbox: CountingSandbox
) -> None:
    (folder / "harbour.txt").touch()
    (folder / "museum.txt").write_text(MUSEUM.replace("1924", "1925"))
    report = run()
    assert (report.changed, report.unchanged) == (("museum.txt",), ("harbour.txt",))
    assert sandbox.asked == ["museum.txt"]
    assert run().unchanged == ("harbour.txt", "museum.txt")
    assert sandbox.asked == []


def test_other_bytes_of_one_text_are_read_once_and_make_no_version(
    folder: Path, run: Run, sandbox: CountingSandbox
) -> None:
    (folder / "harbour.txt").write_bytes(b"\xef\xbb\xbf" + HARBOUR.encode())
    report = run()
    assert (report.unchanged, report.version) == (("harbour.txt", "museum.txt"), 1)
    assert sandbox.asked == ["harbour.txt"]
    run()
    assert sandbox.asked == []


def test_what_other_readers_read_is_read_again_once(
    run: Run, target: Target, sandbox: CountingSandbox
) -> None:
    target.catalog.note_fingerprints({"museum.txt": "of an older parser"})
    assert run().version == 1
    assert sandbox.asked == ["museum.txt"]
    run()
    assert sandbox.asked == []


def test_a_failed_file_is_read_again_and_a_renamed_one_keeps_its_vectors(
    folder: Path, run: Run, sandbox: CountingSandbox
) -> None:
    (folder / "harbour.txt").rename(folder / "port.txt")
    (folder / "museum.txt").write_text("")
    report = run()
    assert (report.renamed, report.passages_embedded) == ({"port.txt": "harbour.txt"}, 0)
    assert [failure.name for failure in run().failed] == ["museum.txt"]
    assert sandbox.asked == ["museum.txt"]


def test_after_a_restore_the_files_win_again(
    folder: Path, run: Run, target: Target, sandbox: CountingSandbox
) -> None:
    (folder / "museum.txt").write_text(MUSEUM.replace("1924", "1925"))
    run()
    restore(1, target)
    report = run()
    assert (report.changed, sandbox.asked) == (("museum.txt",), ["museum.txt"])
    with target.catalog.snapshot() as current:
        assert "1925" in current.document("museum.txt").text  # type: ignore[union-attr]


def test_a_rebuilt_index_knows_what_it_was_read_from(
    data: Path, folder: Path, run: Run, sandbox: CountingSandbox
) -> None:
    rebuild(plain_target(data))
    assert run().unchanged == ("harbour.txt", "museum.txt")
    assert sandbox.asked == []


def test_a_fingerprint_tells_bytes_kind_and_declared_encoding_apart() -> None:
    same = Fetched(data=b"text", suffix=".txt")
    others = [
        Fetched(data=b"texts", suffix=".txt"),
        Fetched(data=b"text", suffix=".md"),
        Fetched(data=b"text", suffix=".txt", declared="latin-1"),
    ]
    assert fingerprint(same) == fingerprint(same.model_copy())
    assert len({fingerprint(fetched) for fetched in [same, *others]}) == 4


INGEST = Path(__file__).parents[2] / "ingest"
READ_NOTHING = {"httpx", "pydantic", "rich", "watchfiles"}


def test_every_package_that_a_reader_imports_is_part_of_the_fingerprint() -> None:
    names = {name for path in INGEST.glob("*.py") for name in imported(path)}
    foreign = names - sys.stdlib_module_names - {"assistant", "ingest"} - READ_NOTHING
    of = packages_distributions()
    assert {of[name][0] for name in foreign} <= set(READ_WITH)


def imported(path: Path) -> set[str]:
    """Return the packages that a module names in its imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names
