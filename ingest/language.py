"""Tells the language of a text that does not say it."""

from __future__ import annotations

from functools import cache
from typing import Any

from assistant.errors import StorageError

_ENOUGH = 100
"""Characters; fewer words than these make a guess about any language."""
_READ = 5000
_SURE = 0.9


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, ``None`` in doubt."""
    if len(text) < _ENOUGH:
        return None
    code, probability = _identifier().classify(text[:_READ])
    return str(code) if probability >= _SURE else None


@cache
def _identifier() -> Any:
    # Imported here: it takes most of a second, and few texts do not say their language.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        raise StorageError(f"The temporary folder cannot be written: {error.strerror}.") from error
