"""One edit among thousands of documents: what it costs, and that what is removed is gone.

    python tests/ingest/large.py FOLDER    with a documents.jsonl (id, title, text)

The vectors are made up, so that minutes go by and not hours; all else is as it is.
"""

from __future__ import annotations

import functools
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from crash import target_of  # noqa: E402
from plain import PlainEmbedder  # noqa: E402

from assistant.library import Library  # noqa: E402
from ingest.diagnose import diagnose  # noqa: E402
from ingest.pipeline import Report, ingest  # noqa: E402
from ingest.target import Target  # noqa: E402

say = functools.partial(print, flush=True)
WORDS = ["amber", "birch", "cliff", "dune", "ember", "fjord", "glade", "heron", "juniper", "kelp"]


def write(corpus: Path, folder: Path, draw: random.Random) -> list[str]:
    """Write each document as a file, and one of 200 paragraphs; return those paragraphs."""
    for line in corpus.read_text().splitlines():
        row = json.loads(line)
        (folder / f"{row['id']}.md").write_text(f"# {row['title']}\n\n{row['text']}\n")
    paragraphs = [paragraph(draw) for _ in range(200)]
    (folder / "long.md").write_text("\n\n".join(["# Long", *paragraphs]) + "\n")
    return paragraphs


def paragraph(draw: random.Random) -> str:
    return " ".join(draw.choices(WORDS, k=draw.randint(60, 150))).capitalize() + "."


def timed(what: str, run: Callable[[], Report], *, limit: float = 600) -> Report:
    began = time.perf_counter()
    report = run()
    took = time.perf_counter() - began
    say(
        f"{what}: {took:.1f} s, {report.passages_embedded} embedded, "
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
        f"{len(report.failed)} failed"
    )
    assert took < limit
    return report


def found(target: Target, word: str, vector: list[float]) -> set[str]:
    """Return the documents that either retriever finds, from a library opened for it."""
    library = Library(target.data, target.made_with, generations=target.generations)
    with closing(library), library.reading() as reading:
        by_word = [id_ for id_, _ in reading.snapshot.search(word, limit=50)]
        by_vector = [id_ for id_, _ in reading.index.search(vector, limit=50)]
        chunks = reading.snapshot.chunks([*by_word, *by_vector])
        assert len(chunks) == len({*by_word, *by_vector}), "the index holds what is removed"
        return {chunk.document_id for chunk in chunks.values()}


def main(corpus: Path) -> None:
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "documents"
        folder.mkdir()
        paragraphs = write(corpus / "documents.jsonl", folder, draw)
        target = target_of(Path(place) / "data", chroma=True)
        take_in = functools.partial(ingest, [folder], target, prune=True)
        timed("first", take_in)
        paragraphs[100] = paragraph(draw)
        (folder / "long.md").write_text("\n\n".join(["# Long", *paragraphs]) + "\n")
        assert timed("one paragraph of 200", take_in).passages_embedded <= 3
        nothing = timed("nothing", take_in, limit=3)
        assert (nothing.passages_embedded, nothing.did_something) == (0, False)
        vector = PlainEmbedder().embed_documents([f"Long\n{paragraphs[100]}"])[0]
        assert "long.md" in found(target, "juniper", vector)
        (folder / "long.md").unlink()
        timed("removed", take_in)
        assert "long.md" not in found(target, "juniper", vector)
        assert diagnose(target) == ()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
