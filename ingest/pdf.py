"""PDF files to blocks that know their page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
from pypdfium2 import raw

from assistant.errors import LoadError
from assistant.types import Metadata
from ingest.blocks import Loaded
from ingest.glyphs import PageText, read_page
from ingest.header import language_code
from ingest.layout import arrange
from ingest.limits import LIMITS
from ingest.lines import Page

_PASSWORD = raw.FPDF_ERR_PASSWORD
# What programs write where nobody gave a title.
_NO_TITLE = re.compile(
    r"(?:microsoft word|untitled|document\d*$|slide \d|powerpoint)"
    r"|.*\.(?:docx?|odt|pdf|tex|indd|dvi)$|.*https?://",
    re.IGNORECASE,
)


def parse_pdf(data: bytes) -> Loaded:
    """Parse a PDF file; what nobody would see on the page is left out and named in a warning.

    Raises:
        LoadError: the file is damaged or locked, has too many pages, or shows pictures of text.
    """
    document = _opened(data)
    with closing(document):
        count = len(document)
        if count > LIMITS.pages:
            raise LoadError(f"it has {count} pages, more than {LIMITS.pages}; split it.")
        read = list(_read(document))
        title, author = _said(document, "Title"), _said(document, "Author")
        language = _language(document)
    blocks = arrange([page for page, _ in read])
    texts = [text for _, text in read]
    if not blocks:
        raise LoadError(_nothing_to_read(texts))
    first = next((block.text for block in blocks if block.level == 1), None)
    return Loaded(
        title=first if title is None or _NO_TITLE.match(title) else title,
        metadata=Metadata(author=author, language=language),
        blocks=blocks,
        warnings=tuple(_warnings(texts)),
    )


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise LoadError("it is locked with a password; save a copy without one.") from error
        raise LoadError("it is damaged or no PDF; open and save it anew.") from error


def _read(document: pdfium.PdfDocument) -> Iterator[tuple[Page, PageText]]:
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            text = read_page(page)
        except pdfium.PdfiumError as error:
            raise LoadError(f"page {number} is damaged; open and save the file anew.") from error
        yield Page(number, page.get_height(), tuple(text.lines)), text
        page.close()


def _said(document: pdfium.PdfDocument, key: str) -> str | None:
    try:
        return document.get_metadata_value(key).strip() or None
    except UnicodeDecodeError:
        return None


def _language(document: pdfium.PdfDocument) -> str | None:
    buffer = (raw.FPDF_WCHAR * 32)()
    length = raw.FPDFCatalog_GetLanguage(document.raw, buffer, 64)
    said = bytes(buffer)[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "ignore")
    return language_code(said)


def _nothing_to_read(texts: list[PageText]) -> str:
    if any(text.picture for text in texts):
        return "its pages are pictures without text; run character recognition (OCR) over it first."
    if any(text.hidden.strip() for text in texts):
        return "all its text is hidden; print it to a new PDF or remove it."
    return "there is no text in it; add some or remove the file."


def _warnings(texts: list[PageText]) -> Iterator[str]:
    hidden = [at for at, text in enumerate(texts, start=1) if text.hidden.strip()]
    if hidden:
        yield f"hidden text was left out on {_pages(hidden)}"
    pictures = [at for at, text in enumerate(texts, start=1) if text.picture and not text.lines]
    if pictures:
        yield f"no text, only a picture, on {_pages(pictures)}"
    if any(text.recognised for text in texts):
        yield "the text comes from character recognition and may hold errors"


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(str(n) for n in numbers[:5])
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}{more}"
