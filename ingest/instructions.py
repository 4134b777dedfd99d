"""Finds text that speaks to a language model rather than to a reader."""

from __future__ import annotations

import re

_MOST = 3
_SHOWN = 80

_SIGNS = re.compile(
    r"""
      \b(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,3}
        (?:previous|prior|above|earlier|preceding|foregoing|your)\s+(?:\w+\s+){0,2}
        (?:instructions?|prompts?|rules?|guidelines?|directions?|context|training)\b
    | \b(?:ignore[zr]?|oublie[zr]?|ne\s+tiens\s+pas\s+compte\s+de)\s+(?:\w+\s+){0,3}
        (?:instructions|consignes|directives)\b
    | \b(?:ignoriere|vergiss|missachte)\w*\s+(?:\w+\s+){0,3}(?:Anweisung|Instruktion|Vorgabe)\w*
    | \b(?:ignora|olvida|descarta)\w*\s+(?:\w+\s+){0,3}(?:instrucciones|indicaciones)\b
    | \b(?:new|updated|secret|hidden|additional)\s+(?:system\s+)?instructions?\s*:
    | \b(?:system|developer)\s+(?:prompt|message)\b
    | \b(?:you\s+are|act\s+as|pretend\s+to\s+be|behave\s+as)\s+(?:now\s+)?(?:an?\s+|the\s+)?
        (?:\w+\s+){0,2}(?:AI|LLM|chatbot|language\s+model|DAN)\b
    | \bas\s+an?\s+(?:AI|large\s+language|language)\s+(?:assistant|model)\b
    | \b(?:AI|language)\s+(?:assistant|model|agent)s?\s*[:,]\s*(?:please\s+)?
        (?:ignore|say|tell|answer|reply|respond|output|print|write|recommend|do\s+not)\b
    | \bif\s+you\s+are\s+an?\s+(?:AI|LLM|chatbot|language\s+model|assistant)\b
    | \b(?:do\s+not|never|don['’]t)\s+(?:tell|inform|mention|reveal|show)\s+(?:\w+\s+){0,3}
        (?:the\s+user|this\s+(?:prompt|instruction))
    | \b(?:reveal|print|repeat|output|leak)\s+(?:\w+\s+){0,2}(?:your\s+)?
        (?:system\s+prompt|instructions|prompt)\b
    | \b(?:answer|respond|reply)\s+(?:only|always|to\s+every\s+question)\s+with\b
    | <\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>
    | \[/?INST\] | <</?SYS>> | ^\s*\#{2,}\s*(?:System|Instruction|Assistant)\s*:
    | \bend\s+of\s+(?:document|context|data)\b.{0,40}\b(?:now|instructions?)\b
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


def find_instructions(text: str) -> tuple[str, ...]:
    """Return the first places where ``text`` looks like instructions to a language model.

    No such search is complete. It serves the person who keeps the documents; what protects the
    answers is that nothing in a document is ever obeyed.
    """
    found = []
    for match in _SIGNS.finditer(text):
        found.append(" ".join(match.group().split())[:_SHOWN])
        if len(found) == _MOST:
            break
    return tuple(found)
