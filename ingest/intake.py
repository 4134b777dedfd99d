"""Takes in what was named, files and web pages, into documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urlsplit

from assistant.errors import LoadError
from assistant.types import Document, Value
from ingest.dateline import dateline
from ingest.discover import Source
from ingest.fetch import Fetched, fetch
from ingest.fingerprint import fingerprint
from ingest.language import detect_language
from ingest.load import read
from ingest.plan import Failure, Found
from ingest.progress import Progress, silent
from ingest.sandbox import Sandbox


class WebPage(Value):
    """A web page to ingest, by its address; its id is the address without a place in the page."""

    url: str

    @property
    def id(self) -> str:
        """The id of its document."""
        return urldefrag(self.url).url

    @property
    def root(self) -> str:
        """The site it is on."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


class Intake:
    """Reads files and web pages, each where it can do no harm. Use it in a ``with`` statement."""

    def __init__(
        self, *, sandbox: Sandbox | None = None, fetch: Callable[[str], Fetched] = fetch
    ) -> None:
        self._sandbox = sandbox or Sandbox()
        self._owns_sandbox = sandbox is None
        self._fetch = fetch

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._owns_sandbox:
            self._sandbox.close()

    def read_all(
        self,
        sources: Sequence[Source | WebPage],
        *,
        known: Mapping[str, Found] | None = None,
        progress: Progress = silent,
    ) -> tuple[list[Found], list[Failure]]:
        """Return the documents of all sources, and what could not be read.

        Args:
            sources: what to read.
            known: by id, documents that were read before; one whose fingerprint has not changed
                is not read again.
            progress: called before each source, and at the end.
        """
        found: list[Found] = []
        failed: list[Failure] = []
        for number, source in enumerate(sources):
            progress("reading", number, len(sources))
            try:
                found.append(self.read(source, known=(known or {}).get(source.id)))
            except LoadError as error:
                failed.append(Failure(name=source.id, reason=str(error)))
        progress("reading", len(sources), len(sources))
        return found, failed

    def read(self, source: Source | WebPage, *, known: Found | None = None) -> Found:
        """Return the document of one source.

        Raises:
            LoadError: it cannot be read; the message says why, and not which.
        """
        fetched = self._fetched(source)
        digest = fingerprint(fetched)
        if known and known.fingerprint == digest:
            document = known.document
        else:
            document = self._document(fetched, source)
        return Found(document=document, root=source.root, fingerprint=digest)

    def _fetched(self, source: Source | WebPage) -> Fetched:
        if isinstance(source, WebPage):
            return self._fetch(source.url)
        return Fetched(data=read(source.path), suffix=source.path.suffix)

    def _document(self, fetched: Fetched, source: Source | WebPage) -> Document:
        document = self._sandbox.read(
            fetched.data, suffix=fetched.suffix, document_id=source.id, declared=fetched.declared
        )
        if isinstance(source, WebPage):
            # The address that was fetched, whatever the page says its own is.
            metadata = document.metadata.model_copy(update={"url": source.id})
            document = document.model_copy(update={"metadata": metadata})
        return _described(document)


def _described(document: Document) -> Document:
    """Return a document with what its text tells of it, where its metadata do not.

    That is its date and its language. Done here: the model of languages is unpacked into a
    temporary file, which the child may not write. What it reads is clean text of limited length.
    """
    known = document.metadata
    told = {
        "date": known.date or dateline(document.text),
        "language": known.language or detect_language(document.text),
    }
    return document.model_copy(update={"metadata": known.model_copy(update=told)})
