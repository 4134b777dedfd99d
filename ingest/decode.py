"""Bytes of unknown encoding to text."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from assistant.errors import LoadError

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Those in which documents are met; among all that exist, rare ones win by chance.
_OLD_ENCODINGS = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("iso8859_2", "iso8859_5", "iso8859_15", "koi8_r", "mac_roman", "cp437", "cp850"),
    *("cp932", "euc_jp", "euc_kr", "gb18030", "big5"),
]


class Decoded(NamedTuple):
    """A text and what to say of how it was read: a guess is named."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of ``data``, with NUL characters left out.

    A byte order mark decides, then UTF-8 if it fits, then the ``declared`` encoding, then what
    charset-normalizer finds most likely; that guess is named in a warning.

    Raises:
        LoadError: the bytes are no text in any encoding.
    """
    encodings = (_marked(data), _zero_padded(data), "utf-8", declared)
    tried = (_try(data, encoding) for encoding in encodings if encoding)
    text = next((text for text in tried if text is not None), None)
    guessed, warnings = (None, ()) if text is not None else _guess(data)
    text = guessed if text is None else text
    if text is None or _looks_binary(text):
        raise LoadError("this is not text; save it as UTF-8 text or remove it.")
    return Decoded(text.replace("\0", ""), warnings)


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _zero_padded(data: bytes) -> str | None:
    """UTF-16 without a mark: in text of Latin letters every other byte is zero."""
    half = len(data) // 2
    low, high = data[::2].count(0), data[1::2].count(0)
    if half and high > 0.3 * half and low < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if half and low > 0.3 * half and high < 0.05 * half else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _guess(data: bytes) -> tuple[str | None, tuple[str, ...]]:
    # Imported here: it is needed for old encodings only.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    matches = from_bytes(data, cp_isolation=_OLD_ENCODINGS)
    best = matches.best()
    for match in matches:
        # Short texts fit several code pages equally well; this one is by far the commonest.
        western = "cp1252" in match.could_be_from_charset and match.chaos < 0.1
        if best and western and match.coherence >= best.coherence:
            best = match
    if best is None:
        return None, ()
    return str(best), (f"its encoding was guessed to be {best.encoding}; save it as UTF-8",)


def _looks_binary(text: str) -> bool:
    """A stray control character or two occur; one in fifty is no text a person wrote."""
    controls = sum(c < " " and c not in "\t\n\v\f\r\x1b" for c in text)
    return controls > 2 + len(text) / 50
