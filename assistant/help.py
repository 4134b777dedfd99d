"""Small talk and questions about the assistant or its documents, answered from the catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.draft import Draft
from assistant.types import Document

_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|bonjour|salut|good (?:morning|afternoon|evening)|thanks?|thank you|merci"
    r"|bye|goodbye)(?: there| you| very much| a lot| everyone)*\W*$",
    re.IGNORECASE,
)
_ABILITY = re.compile(
    r"^\W*(?:help|what (?:can|do) you do|what are you|who are you|how do (?:you|i) (?:work|use).*"
    r"|what can i ask.*|que (?:peux|sais)-tu faire)\W*$",
    re.IGNORECASE,
)
_DOCUMENTS = re.compile(
    r"^\W*(?:(?:which|what) (?:documents|files|sources|texts) (?:do you|have you|are there|can you)"
    r"|(?:list|show)(?: me)?(?: all)?(?: the| your)? (?:documents|files|sources)\W*$"
    r"|what (?:is|are) (?:your|the) (?:documents|sources|corpus)\b"
    r"|how many (?:documents|files|sources) (?:do you|have you|are there)\b)",
    re.IGNORECASE,
)
_SHOWN = 20


def help_with(question: str, documents: Callable[[], Sequence[Document]]) -> Draft | None:
    """Return a helpful reply if the question is none about what the documents say."""
    if _DOCUMENTS.match(question):
        held = documents()
        plural = "documents" if len(held) != 1 else "document"
        names = [f"– {document.name}" for document in held[:_SHOWN]]
        more = [f"and {len(held) - _SHOWN} more."] if len(held) > _SHOWN else []
        return _help("\n".join([f"I have read {len(held)} {plural}:", *names, *more]))
    if _GREETING.match(question) or _ABILITY.match(question):
        return _help(
            "Ask me about the documents. I answer with quotes from them, show where each one "
            "stands, and say so when they do not answer or do not agree."
        )
    return None


def _help(text: str) -> Draft:
    return Draft(status="help", confidence=1.0, lead=text)
