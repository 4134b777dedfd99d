"""Small talk and questions about the assistant or its documents, answered from the catalog."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest

from assistant.answer import Draft
from assistant.statements import defined
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


def suggest(documents: Sequence[Document]) -> Iterable[str]:
    """Return questions that the documents look ready to answer, of different kinds in turn."""
    long_forms: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        for abbreviation in defined(document):
            long_forms[abbreviation.short].add(abbreviation.long.lower())
    shorts = [short for short, known in long_forms.items() if len(known) == 1]
    expansions = [f"What does {short} stand for?" for short in shorts]
    made = [_made(document.text) for document in documents]
    years = [f"When was {s} {verbs[s]}?" for s in shorts for verbs in made if s in verbs]
    in_turn = chain.from_iterable(zip_longest(years, expansions))
    return dict.fromkeys(question for question in in_turn if question)


_MADE = re.compile(
    r"(?P<name>[\w&.-]+)\)? (?:was |were |(?=\w+ (?:in|on) ))"
    r"(?P<verb>established|founded|created|launched|opened|set up)"
)


def _made(text: str) -> dict[str, str]:
    """Return what a text says was made, by each word its name may end with, and the verb."""
    verbs: dict[str, str] = {}
    for match in _MADE.finditer(text):
        name = match.group("name")
        for start in re.finditer(r"\b\w", name):
            verbs.setdefault(name[start.start() :], match.group("verb"))
    return verbs


def _help(text: str) -> Draft:
    return Draft(status="help", confidence=1.0, lead=text)
