"""What re-ingesting leaves on disk, and what comes back after Chroma's folders are gone.

python tests/ingest/growth.py --ingests 50
"""

from __future__ import annotations

import argparse
import functools
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from crash import State, generations_of, seen, target_of  # noqa: E402
from plain import PlainEmbedder, intake  # noqa: E402

from assistant.library import Library  # noqa: E402
from ingest.diagnose import diagnose  # noqa: E402
from ingest.mend import mend  # noqa: E402
from ingest.pipeline import ingest  # noqa: E402
from ingest.target import Target  # noqa: E402

say = functools.partial(print, flush=True)


def write_state(folder: Path, turn: int) -> None:
    """Write fifty documents of twenty paragraphs; half of them differ between two turns."""
    for number in range(50):
        state = turn % 2 if number % 2 else 0
        words = " ".join(f"word{number * n % 997}" for n in range(1, 60))
        text = "\n\n".join(f"Paragraph {n} of state {state}: {words}." for n in range(20))
        (folder / f"{number}.txt").write_text(f"Document {number}\n\n{text}\n")


def size(data: Path) -> int:
    return sum(path.stat().st_size for path in data.rglob("*") if path.is_file())


def now(library: Library) -> State:
    with library.reading() as reading:
        return seen(reading)


def alternate(target: Target, folder: Path, library: Library, times: int) -> list[int]:
    """Ingest two states in turn beside a reader; return the data folder's size after each."""
    sizes = []
    for turn in range(times):
        write_state(folder, turn)
        ingest([folder], target, prune=True, intake=intake())
        now(library)
        sizes.append(size(target.data))
    return sizes


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ingests", type=int, default=50)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "documents", Path(place) / "data"
        folder.mkdir()
        target = target_of(data, chroma=True)
        generations = generations_of(data, chroma=True)
        with closing(Library(data, target.made_with, generations=generations)) as library:
            sizes = alternate(target, folder, library, given.ingests)
            held = now(library)
        growth = max(sizes[3:]) / sizes[2] - 1
        say(
            f"{sizes[2] / 1e6:.2f} MB after the third, {sizes[-1] / 1e6:.2f} MB after the last, "
            f"at most {100 * growth:+.1f} %"
        )
        assert growth <= 0.05

        embedder = target.embedder
        assert isinstance(embedder, PlainEmbedder)
        for how, bring_back in (
            ("doctor --fix", lambda: mend(target)),
            ("ingest", lambda: ingest([folder], target, intake=intake())),
        ):
            shutil.rmtree(target.generations.folder)
            embedder.embedded.clear()
            bring_back()
            with closing(
                Library(data, target.made_with, generations=generations_of(data, chroma=True))
            ) as library:
                assert now(library) == held
            assert diagnose(target) == ()
            say(f"all Chroma folders deleted, {how}: {len(embedder.embedded)} embedded")
            assert embedder.embedded == []


if __name__ == "__main__":
    main()
