"""Versions: what was, what differs, bringing it back, and forgetting it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from plain import PlainEmbedder, intake, plain_target
from quick import quick_generations

from assistant.catalog import Catalog
from assistant.checkout import checkout
from assistant.differences import ChangedDocument, Differences, differences
from assistant.errors import NoSuchVersion
from assistant.library import Library
from assistant.snapshot import KEPT_VERSIONS
from ingest.forget import forget
from ingest.pipeline import Report, foresee, ingest, read, restore
from ingest.target import Target

HARBOUR = "The harbour\n\nThe harbour of Vellmar was built in 1871.\n"
MUSEUM = "The museum\n\nThe museum of Vellmar opened in 1924.\n"

Run = Callable[..., Report]


@pytest.fixture
def embedder() -> PlainEmbedder:
    return PlainEmbedder()


@pytest.fixture
def target(data: Path, embedder: PlainEmbedder) -> Target:
    return plain_target(data, embedder=embedder)


@pytest.fixture
def run(folder: Path, target: Target) -> Run:
    def ingest_it(*, prune: bool = True) -> Report:
        return ingest([folder], target, prune=prune, yes=True, intake=intake())

    return ingest_it


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


def searched(target: Target, version: int, word: str, place: Path) -> set[str]:
    """Check a version out and return the documents that both retrievers find in it."""
    generations = quick_generations(place)
    checkout(version, target.catalog, generations)
    library = Library(place, target.made_with, generations=generations)
    with closing(library), library.reading() as reading:
        assert reading.snapshot.version == version
        by_word = reading.snapshot.search(word, limit=9)
        by_vector = reading.index.search([1.0] * 8, limit=99)
        lexical = reading.snapshot.chunks([i for i, _ in by_word])
        dense = reading.snapshot.chunks([i for i, _ in by_vector])
        assert {c.document_id for c in dense.values()} == set(reading.snapshot.roots())
        return {c.document_id for c in lexical.values()}


def test_a_plan_creates_nothing_and_says_what_applying_does(
    folder: Path, data: Path, run: Run, target: Target
) -> None:
    write(folder, harbour=HARBOUR, museum=MUSEUM)
    planned = foresee(read([folder], target, intake=intake()), target)
    assert not data.exists()
    done = run()
    assert done == planned.model_copy(update={"version": 1})
    assert (done.added, done.passages_embedded) == (("harbour.txt", "museum.txt"), 2)


def test_a_renamed_document_keeps_its_vectors_and_leaves_no_second_copy(
    folder: Path, run: Run, embedder: PlainEmbedder, target: Target
) -> None:
    write(folder, harbour=HARBOUR, museum=MUSEUM)
    run()
    embedder.embedded.clear()
    (folder / "museum.txt").rename(folder / "gallery.txt")
    report = run(prune=False)
    assert report.renamed == {"gallery.txt": "museum.txt"}
    assert (report.added, report.gone, embedder.embedded) == ((), (), [])
    with target.catalog.snapshot() as current:
        assert [d.id for d in current.documents()] == ["gallery.txt", "harbour.txt"]


def test_the_same_text_under_two_names_is_reported(folder: Path, run: Run) -> None:
    write(folder, harbour=HARBOUR, copy=HARBOUR, museum=MUSEUM)
    assert run().duplicates == (("copy.txt", "harbour.txt"),)
    assert run().duplicates == (("copy.txt", "harbour.txt"),)


def test_one_edited_paragraph_of_two_hundred_costs_at_most_three_embeddings(
    folder: Path, run: Run, embedder: PlainEmbedder
) -> None:
    draw = random.Random(1)
    words = ["amber", "birch", "cliff", "dune", "ember", "fjord", "glade", "heron"]
    paragraphs = [" ".join(draw.choices(words, k=draw.randint(20, 150))) + "." for _ in range(200)]
    write(folder, long="\n\n".join(paragraphs))
    assert run().passages_embedded >= 100
    for _ in range(20):
        paragraphs[draw.randrange(200)] = " ".join(draw.choices(words, k=60)) + "."
        write(folder, long="\n\n".join(paragraphs))
        embedder.embedded.clear()
        assert 1 <= run().passages_embedded == len(embedder.embedded) <= 3


def test_each_applied_run_is_a_version_with_time_and_counts(
    folder: Path, run: Run, target: Target
) -> None:
    write(folder, harbour=HARBOUR, museum=MUSEUM)
    run()
    run()
    write(folder, museum=MUSEUM.replace("1924", "1925"))
    run()
    (folder / "harbour.txt").unlink()
    run()
    with target.catalog.snapshot() as current:
        third, second, first = current.versions()
    assert (first.counts.added, first.counts.documents, first.counts.passages) == (2, 2, 2)
    assert (second.counts.changed, second.counts.embedded) == (1, 1)
    assert (third.counts.removed, third.counts.documents) == (1, 1)
    assert first.created <= second.created <= third.created
    assert (third.number, third.cause) == (3, "ingest")


def test_differences_name_documents_and_the_passages_within_them(
    folder: Path, run: Run, target: Target
) -> None:
    write(folder, harbour=HARBOUR, museum=MUSEUM, mill="The mill\n\nIt grinds.\n")
    run()
    write(folder, museum=MUSEUM.replace("1924", "1925"), quay="The quay\n\nIt is long.\n")
    (folder / "harbour.txt").rename(folder / "port.txt")
    (folder / "mill.txt").unlink()
    run()
    with target.catalog.snapshot(1) as before, target.catalog.snapshot(2) as after:
        assert differences(before, after) == Differences(
            added=("quay.txt",),
            removed=("mill.txt",),
            renamed={"port.txt": "harbour.txt"},
            changed=(
                ChangedDocument(
                    id="museum.txt",
                    gone=("The museum of Vellmar opened in 1924.",),
                    came=("The museum of Vellmar opened in 1925.",),
                ),
            ),
        )
        assert differences(after, after) == Differences()


def test_an_old_version_can_be_searched_as_it_was(
    folder: Path, run: Run, target: Target, tmp_path: Path
) -> None:
    write(folder, harbour=HARBOUR, museum=MUSEUM)
    run()
    (folder / "harbour.txt").unlink()
    write(folder, museum=MUSEUM.replace("1924", "1925"))
    run()
    assert searched(target, 1, "1924 OR 1871", tmp_path / "one") == {"harbour.txt", "museum.txt"}
    assert searched(target, 2, "1924 OR 1871", tmp_path / "two") == set()


def test_a_restored_version_is_a_new_one_equal_to_it_and_embeds_nothing(
    folder: Path, run: Run, embedder: PlainEmbedder, target: Target
) -> None:
    write(folder, harbour=HARBOUR, museum=MUSEUM)
    run()
    (folder / "harbour.txt").unlink()
    write(folder, museum=MUSEUM.replace("1924", "1925"), mill="The mill\n\nIt grinds.\n")
    run()
    embedder.embedded.clear()
    assert restore(1, target).version == 3
    with target.catalog.snapshot(1) as one, target.catalog.snapshot(3) as three:
        assert one.entries() == three.entries()
        assert three.versions()[0].cause == "restore 1"
    assert embedder.embedded == []


def test_the_last_twenty_versions_are_kept_and_texts_of_older_ones_still_open(
    folder: Path, run: Run, target: Target
) -> None:
    for year in range(KEPT_VERSIONS + 3):
        write(folder, museum=f"The museum\n\nIt opened in {1900 + year}.\n")
        run()
        if year == 0:
            with target.catalog.snapshot() as first:
                document = first.documents()[0]
    with target.catalog.snapshot() as current:
        assert [v.number for v in current.versions()] == list(range(23, 3, -1))
        assert current.text(document.content_hash) == document.text
    with pytest.raises(NoSuchVersion, match="kept are 4 to 23"), target.catalog.snapshot(3):
        pass
    assert len(list((target.data / "generations").glob("0*-*[!e]"))) <= 4


def test_a_forgotten_document_leaves_no_byte_behind(
    folder: Path, run: Run, data: Path, target: Target
) -> None:
    secret = "Quixotry is the watchword of the vault.\n"
    write(folder, harbour=HARBOUR, secret=secret)
    run()
    write(folder, secret=secret + "\nIt was changed to xylographic.\n")
    run()
    (folder / "secret.txt").unlink()
    run()
    with target.catalog.snapshot() as current:
        assert current.ever_held("secret.txt")[0]
    forgotten = forget("secret.txt", target)
    assert (forgotten.elsewhere, forgotten.still_read) == ((), ())
    held = b"".join(p.read_bytes() for p in data.rglob("*") if p.is_file()).lower()
    for word in (b"quixotry", b"xylographic", b"secret.txt", b"watchword"):
        assert word not in held
    with closing(sqlite3.connect(target.catalog.path)) as db:
        assert db.execute("SELECT count(*) FROM vectors").fetchone() == (1,)
    with pytest.raises(NoSuchVersion, match=r"secret\.txt"):
        forget("secret.txt", target)
    for number in range(1, 5):
        with target.catalog.snapshot(number) as version:
            assert [d.id for d in version.documents()] == ["harbour.txt"]


def test_forgetting_says_where_the_same_words_still_are(
    folder: Path, run: Run, target: Target
) -> None:
    write(folder, harbour=HARBOUR, copy=HARBOUR)
    run()
    assert forget("copy.txt", target).elsewhere == ("harbour.txt",)
    with target.catalog.snapshot() as current:
        assert [d.id for d in current.documents()] == ["harbour.txt"]
        assert current.search("harbour", limit=5)


def test_a_catalog_that_alternates_between_two_states_does_not_grow(
    folder: Path, run: Run, data: Path
) -> None:
    sizes = []
    for turn in range(50):
        text = "\n\n".join(f"Paragraph {n} of state {turn % 2}. " * 12 for n in range(60))
        write(folder, long=text, harbour=HARBOUR)
        run()
        sizes.append(sum(p.stat().st_size for p in data.rglob("*") if p.is_file()))
    assert sizes[-1] <= 1.05 * sizes[2]
    assert Catalog(data).path.stat().st_size < 2_000_000
