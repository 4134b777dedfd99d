"""The commands as a user types them: exit codes, one line for an error, JSON for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("assistant", "--data", "nowhere", "Anything?"), 1, "python -m ingest"),
        (("assistant",), 2, "usage"),
        (("assistant", " "), 2, "the question is empty"),
        (("ingest", "--data", "d", "missing"), 1, "missing: there is no such file"),
        (("ingest", "--rebuild", "x"), 2, "--rebuild takes no PATH"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_misspelt_setting_stops_a_command_with_one_line(tmp_path: Path) -> None:
    done = run("assistant", "Anything?", cwd=tmp_path, ASSISTANT_RETRIEVAL__PASAGES="3")
    assert done.returncode == 1
    assert done.stderr == (
        "There is no setting ASSISTANT_RETRIEVAL__PASAGES. "
        "Did you mean ASSISTANT_RETRIEVAL__PASSAGES?\n"
    )


def test_from_files_to_a_cited_answer_with_the_real_model_and_chroma(tmp_path: Path) -> None:
    documents = tmp_path / "notes"
    documents.mkdir()
    (documents / "tunnel.md").write_text(
        "# The Ostrava tunnel\n\nThe tunnel under Mount Keld was opened in 1907. "
        "It is 12 kilometres long.\n"
    )
    (documents / "opera.txt").write_text("The opera house\n\nIts architect was Lena Farkas.\n")
    (documents / "photo.png").write_bytes(b"\x89PNG")
    taken = run("ingest", "notes", "--data", "data", cwd=tmp_path)
    assert taken.returncode == 1
    assert "2 added" in taken.stdout
    assert taken.stderr.startswith("failed: photo.png: ")

    asked = run(
        "assistant",
        "In which year was the tunnel opened?",
        "--data",
        "data",
        "--json",
        cwd=tmp_path,
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    answer = json.loads(asked.stdout)
    assert answer["status"] == "answered"
    span = answer["highlights"][0]
    assert answer["text"][span["start"] : span["end"]] == "1907"
    assert answer["citations"][0]["quote"] in (documents / "tunnel.md").read_text()

    followed = run(
        "assistant",
        "How long is it?",
        "--history",
        "When was the tunnel opened?",
        "--data",
        "data",
        cwd=tmp_path,
    )
    assert "12 kilometres" in followed.stdout
