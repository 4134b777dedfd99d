"""Whether a version would outlive a power cut: what must be on disk first is synced first.

A kill does not show it, for the kernel still has what was written. So one ingest is traced:

    python tests/ingest/power.py    (needs strace)
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

CALLS = "write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2"
ON_FILE = re.compile(r"^\d+\s+(\w+)\(\d+<([^>]+)>")
RENAME = re.compile(r'^\d+\s+rename\w*\(.*?"([^"]+)".*?"([^"]+)"')
SYNCS = {"fsync", "fdatasync"}


def ingest_once(place: Path) -> None:
    from crash import target_of  # noqa: PLC0415
    from plain import intake  # noqa: PLC0415

    from ingest.pipeline import ingest  # noqa: PLC0415

    folder = place / "documents"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"Quay {number}\n\nIt is {number} metres long.\n")
    ingest([folder], target_of(place / "data", chroma=True), intake=intake())


def traced(place: Path) -> list[tuple[str, str]]:
    """Return the calls of one ingest in order, each with its file, or with both names."""
    log = place / "trace"
    command = [sys.executable, __file__, str(place)]
    subprocess.run(["strace", "-f", "-y", "-e", f"trace={CALLS}", "-o", log, *command], check=True)
    calls = []
    for line in log.read_text(errors="replace").splitlines():
        if renamed := RENAME.match(line):
            calls.append(("rename", " ".join(renamed.groups())))
        elif on_file := ON_FILE.match(line):
            calls.append((on_file[1], on_file[2]))
    return calls


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        calls = traced(place)
        data = place / "data"
        (published,) = [at for at, call in enumerate(calls) if call[0] == "rename"]
        aside, folder = calls[published][1].split()
        assert aside == f"{folder}.tmp"
        written = {}
        for at, (call, path) in enumerate(calls):
            if path.startswith(f"{aside}/") and call not in SYNCS and not path.endswith("-journal"):
                written[path] = at
        for path, last in written.items():
            between = calls[last:published]
            assert any(call in SYNCS and p == path for call, p in between), f"not synced: {path}"
        after = [(call, path) for call, path in calls[published:] if call in SYNCS]
        folder_synced = after.index(("fsync", str(data / "generations")))
        committed = [
            at for at, (_, path) in enumerate(after) if path.endswith("catalog.sqlite-wal")
        ]
        assert committed
        assert folder_synced < committed[0]
        print(  # noqa: T201
            f"{len(written)} files synced, then renamed, then their folder synced, then committed"
        )


if __name__ == "__main__":
    ingest_once(Path(sys.argv[1])) if sys.argv[1:] else main()
