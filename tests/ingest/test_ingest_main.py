"""The command as a user types it, with the real model and Chroma."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.__main__ import command

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def type_(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Type:
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str, str]:
        code = command(["--data", "data", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


def test_a_folder_through_its_versions(type_: Type, tmp_path: Path) -> None:
    notes = tmp_path / "log"  # the word of a command, too
    notes.mkdir()
    (notes / "pier.md").write_text("# The pier\n\nThe pier was built in 1871.\n")
    (notes / "mill.md").write_text("# The mill\n\nThe mill was built in 1702.\n")

    code, out, _ = type_("./log", "--plan")
    assert code == 0
    assert "2 added" in out
    assert "2 passages to embed; nothing done yet" in out
    assert not (tmp_path / "data").exists()

    assert "2 passages embedded; version 1." in type_("./log")[1]
    (notes / "mill.md").rename(notes / "old-mill.md")
    (notes / "pier.md").write_text("# The pier\n\nThe pier was built in 1872.\n")
    (notes / "bad.md").write_text("")
    code, out, err = type_("./log")
    assert err.strip() == "failed: bad.md: there is no text in it; add some or remove the file."
    assert "then run this again" in out
    assert code == 1
    assert "renamed  mill.md -> old-mill.md" in out
    assert "1 passages embedded; version 2." in out

    code, out, _ = type_("log")
    assert [line.split()[0] for line in out.splitlines()] == ["2", "1"]
    assert "2 documents, 2 passages (1 changed, 1 renamed)" in out
    out = type_("diff", "1", "2")[1]
    assert "- The pier was built in 1871." in out
    assert "+ The pier was built in 1872." in out

    file = tmp_path / "backup.sqlite"
    assert "MB" in type_("backup", str(file))[1]
    assert "version 3" in type_("restore", "1")[1]
    assert "Forgotten in every version: old-mill.md" in type_("forget", "old-mill.md")[1]
    assert type_("doctor")[::2] == (0, "")
    assert "version 2 answers" in type_("restore-backup", str(file), "--yes")[1]
    assert type_("doctor", "--fix")[::2] == (0, "")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("restore", "x"), "invalid int"),
        (("--watch", "--plan"), "--watch goes with neither"),
        (("--rebuild", "x"), "--rebuild takes no PATH"),
        (("diff", "1"), "required: B"),
    ],
)
def test_wrong_usage_ends_with_two(
    words: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command(words)
    assert complaint in capsys.readouterr().err
