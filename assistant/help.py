"""Small talk and questions about the assistant or its documents, answered from the catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest

from assistant.answer import Draft
from assistant.statements import defined, statements
from assistant.types import Document
from assistant.values import dates
from assistant.words import words

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
        names = "; ".join(d.name for d in held[:_SHOWN])
        more = f"; and {len(held) - _SHOWN} more" if len(held) > _SHOWN else ""
        plural = "documents" if len(held) != 1 else "document"
        return _help(f"I have read {len(held)} {plural}: {names}{more}.")
    if _GREETING.match(question) or _ABILITY.match(question):
        return _help(
            "Ask me about the documents. I answer with quotes from them, show where each one "
            "stands, and say so when they do not answer or do not agree."
        )
    return None


def suggest(documents: Iterable[Document]) -> Iterable[str]:
    """Return questions that the documents look ready to answer, of different kinds in turn."""
    expansions, years = [], []
    for document in documents:
        shorts = [a.short for a in defined(document)]
        expansions += [f"What does {short} stand for?" for short in shorts]
        for statement in statements(document):
            years += [
                f"When was {word.text} {verb.group()}?"
                for word in words(statement.text)
                if word.text in shorts and dates(statement.text)
                for verb in [_CREATED.search(statement.text)]
                if verb
            ]
    in_turn = chain.from_iterable(zip_longest(years, expansions))
    return dict.fromkeys(question for question in in_turn if question)


_CREATED = re.compile(r"\b(?:established|founded|created|launched|opened|set up)\b")


def _help(text: str) -> Draft:
    return Draft(status="help", confidence=1.0, lead=text)
