"""How sentences say what can be asked for, and how to ask for it, in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.kinds import Kind
from assistant.lexicon import ENGLISH, FRENCH

_W = r"[A-ZÀ-Þ](?:[\w&'’.-]*\w)?"
_PROPER = (
    rf"(?:[Tt]he |[Ll]e |[Ll]a |[Ll]['’])?{_W}"
    rf"(?:(?: (?:of|for|in|and|the|de|du|des|la|et|en|van|von)){{0,2}} {_W}){{0,6}}"
)
_NAME = rf"(?P<name>{_PROPER}|[Tt]he (?:[a-z-]+ ){{0,3}}[a-z-]+)"
_PERSON = rf"(?P<person>{_W}(?: (?:(?:de|van|von|der|la) ){{0,2}}{_W}){{1,3}})"
_SHORT = r"(?: \([^()]{2,40}\))?"
_OPEN = r"(?:^|(?<=[,;:] )|(?<=that )|(?<=when )|(?<=\d\d )|(?<=que ))"
"""Where a subject may begin."""
_END = r"(?=[,.;]| (?:in|on|since|until|from|and|with|where|which|who|en|depuis|à|et|avec)\b|$)"
_POST = (
    r"(?:(?:first|managing|general|executive|scientific|artistic|medical|deputy|vice) )?"
    r"(?:director|head|president|chair|chairman|chairwoman|chairperson|founder|leader|coordinator"
    r"|manager|dean|rector|principal|curator|conductor|editor|treasurer|secretary|mayor)"
)
_FRENCH_POST = r"(?:(?:président-)?direct(?:eur|rice)|responsable)"
_OF = r"(?:de la |de l['’]|du |de |d['’])"
_MAKING = (
    r"(?P<verb>founded|established|created|launched|opened|set up|built|inaugurated|formed|signed)"
)
_MOST = r"(?:(?:about|some|nearly|around|over|more than|almost|environ|quelque|plus de|près de) )?"
_COUNT = r"(?P<count>\d{1,3}(?:[, ]\d{3})*(?:\.\d+)?|[a-zà-ÿ-]+)"
_ACTIVE = {
    "is directed": "directs",
    "is led": "leads",
    "is headed": "heads",
    "is chaired": "chairs",
    "is managed": "manages",
    "is run": "runs",
    "was directed": "directed",
    "was led": "led",
    "was headed": "headed",
    "was chaired": "chaired",
    "was managed": "managed",
    "was run": "ran",
}
"""Of what a sentence says, the words that ask for it."""
_BASES = {"has": "have", "opened": "open", "began": "begin", "took": "take", "lasted": "last"}
"""The infinitives that no rule gives."""


@dataclass(frozen=True)
class Wording:
    """A shape of a sentence, with the thing it tells of as ``name``, and the question for it.

    The groups ``person``, ``count`` and ``things`` are what the sentence gives.
    """

    kind: Kind
    pattern: re.Pattern[str]
    question: str

    def asked(self, match: re.Match[str]) -> str:
        """Return the question for a sentence that has this shape."""
        found = {group: text or "" for group, text in match.groupdict().items()}
        name, verb = found["name"], found.get("verb", "")
        article = re.match(r"(?:The|Le|La) |L['’]", name)
        lower = name[0].lower() + name[1:] if article else name
        said = {
            "name": lower,
            "verb": _ACTIVE.get(verb, verb),
            "base": _base(verb),
            "aux": "does" if verb.endswith("s") else "did",
        }
        return self.question.format_map({**found, **said})


def _base(verb: str) -> str:
    """Return the infinitive of a verb."""
    return _BASES.get(verb) or re.sub(r"ies$", "y", verb).removesuffix("s")


def _wording(kind: Kind, pattern: str, question: str) -> Wording:
    return Wording(kind, re.compile(_OPEN + pattern), question)


_ENGLISH = (
    _wording(
        "person",
        rf"{_NAME}{_SHORT} (?P<verb>(?:is|was) (?:directed|led|headed|chaired|managed|run))"
        rf" (?:[a-z ]*\d* )?by {_PERSON}",
        "Who {verb} {name}?",
    ),
    _wording(
        "person",
        rf"[Tt]he (?P<post>{_POST}) of {_NAME} (?P<be>is|was) {_PERSON}",
        "Who {be} the {post} of {name}?",
    ),
    _wording(
        "person",
        rf"{_PERSON},? (?P<be>is|was) (?:now )?(?:the )?(?P<post>{_POST}) of {_NAME}{_END}",
        "Who {be} the {post} of {name}?",
    ),
    _wording(
        "person",
        rf"{_PERSON}, (?:the )?(?P<post>{_POST}) of {_NAME}{_END}",
        "Who is the {post} of {name}?",
    ),
    _wording(
        "person",
        rf"{_PERSON}(?:, who)? (?P<verb>directs|leads|heads|chairs|manages|founded|designed|built"
        rf"|directed|led|headed|chaired) {_NAME}{_END}",
        "Who {verb} {name}?",
    ),
    _wording(
        "person",
        rf"{_NAME}{_SHORT} was (?P<verb>founded|designed|built|invented|discovered)"
        rf"(?: (?:in|on) [\w ]*\d)? by {_PERSON}",
        "Who {verb} {name}?",
    ),
    _wording(
        "date",
        rf"{_NAME}{_SHORT} (?P<be>was|were) (?:\w+ly )?{_MAKING}\b",
        "When {be} {name} {verb}?",
    ),
    _wording(
        "date",
        rf"{_NAME}{_SHORT}, (?:which was )?{_MAKING} (?:in|on)\b",
        "When was {name} {verb}?",
    ),
    _wording(
        "date",
        rf"[^,;:]* {_MAKING} {_NAME}{_SHORT} (?:in|on)\b",
        "When was {name} {verb}?",
    ),
    _wording(
        "date",
        rf"{_NAME}{_SHORT} (?P<verb>opened|began) (?:its doors )?(?:to the public )?(?:in|on)\b",
        "When did {name} {base}?",
    ),
    _wording(
        "place",
        rf"{_NAME}{_SHORT} (?P<be>is|was) (?P<verb>located|based|situated|housed|hosted)"
        rf" (?:in|at|on|near) (?:the )?{_W}",
        "Where {be} {name} {verb}?",
    ),
    _wording(
        "number",
        rf"{_NAME}{_SHORT} (?:now |today |currently )?(?P<verb>has|employs|holds|runs|operates"
        rf"|keeps|owns|serves|houses|hosts|includes|comprises|contains|covers|unites)"
        rf" {_MOST}{_COUNT} (?P<things>(?:[a-z-]+ ){{0,2}}?[a-z]{{2,}}[a-rt-z]s)\b",
        "How many {things} does {name} {base}?",
    ),
    _wording(
        "number",
        rf"{_NAME}{_SHORT} (?P<be>is|was) {_MOST}{_COUNT} (?:metres|meters|kilometres|kilometers"
        rf"|feet|miles|m|km) (?P<verb>high|tall|long|wide|deep)\b",
        "How {verb} {be} {name}?",
    ),
    _wording(
        "number",
        rf"{_NAME}{_SHORT} (?P<verb>costs?) {_MOST}[£$€]?{_COUNT}",
        "How much {aux} {name} cost?",
    ),
    _wording(
        "number",
        rf"{_NAME}{_SHORT} (?P<verb>takes|took|lasts|lasted) {_MOST}{_COUNT}"
        rf" (?:second|minute|hour|day|week|month|year)s?\b",
        "How long {aux} {name} {base}?",
    ),
    _wording(
        "date",
        rf"{_NAME}{_SHORT} (?P<verb>begins|starts|ends|opens|closes) (?:on|in)\b",
        "When does {name} {base}?",
    ),
    _wording(
        "summary",
        rf"{_NAME}{_SHORT} (?P<be>is|was) (?:an?|the|one of) [a-z]",
        "What {be} {name}?",
    ),
)
_FRENCH = (
    _wording(
        "person",
        rf"{_NAME}{_SHORT} est dirigée? par {_PERSON}",
        "Qui dirige {name} ?",
    ),
    _wording(
        "person",
        rf"{_PERSON}(?:, qui)? dirige {_NAME}{_END}",
        "Qui dirige {name} ?",
    ),
    _wording(
        "person",
        rf"{_PERSON}, {_FRENCH_POST} {_OF}{_NAME}{_END}",
        "Qui dirige {name} ?",
    ),
    _wording(
        "date",
        rf"{_NAME}{_SHORT}(?:, .*,)? (?:a été|fut) "
        r"(?P<verb>(?:créé|fondé|lancé|inauguré|signé|ouvert|construit)e?)\b",
        "En quelle année a été {verb} {name} ?",
    ),
    _wording(
        "place",
        rf"{_NAME}{_SHORT} est (?P<verb>(?:situé|basé|installé|implanté|hébergé)e?)"
        rf" (?:à|au|en|dans|sur) ",
        "Où est {verb} {name} ?",
    ),
    _wording(
        "number",
        rf"{_NAME}{_SHORT} (?P<verb>compte|emploie|rassemble|réunit|regroupe|accueille"
        rf"|possède|comprend) {_MOST}{_COUNT} (?P<things>(?!grand)[a-zà-ÿ-]{{3,}}s)\b",
        "Combien de {things} {verb} {name} ?",
    ),
    _wording(
        "summary",
        rf"{_NAME}{_SHORT} est (?:une?|le|la|l['’]) ?[a-zà-ÿ]",
        "Qu'est-ce que {name} ?",
    ),
)
WORDINGS = {ENGLISH: _ENGLISH, FRENCH: _FRENCH}
"""By language; of several that fit a sentence the first counts."""
EXPANSIONS = {ENGLISH: "What does {} stand for?", FRENCH: "Que signifie {} ?"}
