"""Any series of edits, ingests, restores and purges, against a plain model in memory.

Two hundred series instead of fifty: ``pytest tests/ingest/test_reingestion.py
--hypothesis-profile=thorough``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from plain import PlainEmbedder, intake, plain_target

from ingest.diagnose import diagnose
from ingest.forget import forget
from ingest.pipeline import foresee, ingest, read, restore

NAMES = st.sampled_from(["a.txt", "b.txt", "c.txt", "in/d.txt", "in/e.txt", "in/f.txt"])
WORDS = st.sampled_from([f"word{n}" for n in range(8)])


class Reingestion(RuleBasedStateMachine):
    """``files`` is what lies in the folder, ``held`` what the index should hold: words by name."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.folder = self.place / "documents"
        self.folder.mkdir()
        self.embedder = PlainEmbedder()
        self.target = plain_target(self.place / "data", embedder=self.embedder)
        self.files: dict[str, str] = {}
        self.held: dict[str, str] = {}
        self.past: dict[int, dict[str, str]] = {}

    def teardown(self) -> None:
        try:
            if self.past:
                assert diagnose(self.target) == ()
        finally:
            shutil.rmtree(self.place)

    @rule(name=NAMES, word=WORDS)
    def write(self, name: str, word: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{word}\n\nThis tells of {word} and of nothing else.\n")
        self.files[name] = word

    @rule(name=NAMES)
    def spoil(self, name: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text("")
        self.files[name] = ""

    @precondition(lambda self: self.files)
    @rule(data=st.data(), now=NAMES)
    def rename(self, data: st.DataObject, now: str) -> None:
        was = data.draw(st.sampled_from(sorted(self.files)))
        (self.folder / now).parent.mkdir(exist_ok=True)
        (self.folder / was).rename(self.folder / now)
        self.files[now] = self.files.pop(was)

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.folder / name).unlink()
        del self.files[name]

    @rule(prune=st.booleans())
    def ingest(self, prune: bool) -> None:
        decide = read([self.folder], self.target, prune=prune, yes=True, intake=intake())
        planned = foresee(decide, self.target)
        embedded = len(self.embedder.embedded)
        done = ingest([self.folder], self.target, prune=prune, yes=True, intake=intake())
        assert done.model_copy(update={"version": planned.version}) == planned
        assert len(self.embedder.embedded) - embedded == planned.passages_embedded
        assert {f.name for f in done.failed} == {n for n, word in self.files.items() if not word}
        self.held = self.expected(prune=prune)
        self.check(done.version)
        assert {n for group in done.duplicates for n in group} == {
            n for n, word in self.held.items() if list(self.held.values()).count(word) > 1
        }

    def expected(self, *, prune: bool) -> dict[str, str]:
        whole = {name: word for name, word in self.files.items() if word}
        fresh: defaultdict[str, int] = defaultdict(int)
        for name, word in whole.items():
            fresh[word] += name not in self.held
        after = dict(self.held)
        for name in sorted(self.held.keys() - self.files.keys()):
            word = self.held[name]
            if prune or fresh[word] > 0:
                fresh[word] -= 1
                del after[name]
        return {**after, **whole}

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from(sorted(self.past)))
        embedded = len(self.embedder.embedded)
        self.held = dict(self.past[version])
        self.check(restore(version, self.target).version)
        assert len(self.embedder.embedded) == embedded

    @precondition(lambda self: any(self.past.values()))
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        known = {name for held in self.past.values() for name in held}
        name = data.draw(st.sampled_from(sorted(known)))
        done = forget(name, self.target)
        self.held.pop(name, None)
        for held in self.past.values():
            held.pop(name, None)
        self.check(done.version)

    def check(self, version: int) -> None:
        """Hold the index and every kept version to the model."""
        if version:
            self.past[version] = dict(self.held)
        with self.target.catalog.snapshot() as current:
            assert current.version == version
            for n in range(8):
                word = f"word{n}"
                chunks = current.chunks([i for i, _ in current.search(f'"{word}"', limit=99)])
                found = {chunk.document_id for chunk in chunks.values()}
                assert found == {name for name, held in self.held.items() if held == word}
        for number, held in self.past.items():
            with self.target.catalog.snapshot(number) as past:
                assert {d.id: d.title for d in past.documents()} == held


THOROUGH = settings.get_current_profile_name() == "thorough"
Reingestion.TestCase.settings = settings(
    max_examples=200 if THOROUGH else 50, stateful_step_count=10, deadline=None
)
TestReingestion = Reingestion.TestCase
