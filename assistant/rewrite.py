"""Makes a question stand alone: a follow-up takes from the conversation what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.compound import ASKING, told_and_asked
from assistant.lexicon import FRAME_WORDS, FUNCTION_WORDS
from assistant.types import Answer, Turn
from assistant.values import persons
from assistant.vocabulary import Vocabulary
from assistant.words import Word, without_possessive, words

_OPENING = re.compile(r"^\s*(?:and|or|but|also|so|ok(?:ay)?|then)\b[,\s]*", re.IGNORECASE)
_ABOUT = re.compile(r"^\s*(?:what|how) about\b\s*", re.IGNORECASE)
_THE_ONE = re.compile(
    r"\bthe (?:one|ones|other)\b(?: (?:with|at|in|of|from|for|by|between))?", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|them|he|his|him|she|her|(?:this|that)(?: one)?|these|those|there)\b"
    r"(?! (?:is|are|was|were) (?:a|an|any|no)\b)",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"it (?:costs?|takes?) to \w+ (?:a|an|the|my|our|your|from|there)\b", re.IGNORECASE
)
"""Here "it" stands for nothing: "What does it cost to leave the car?"."""
_DESCRIBED = re.compile(r"\b(?:the|an?|this|our|their) (?:(?!that\b|which\b|who\b)[^,;])+")
"""A thing that a question names no name of, up to what is said of it besides."""
_LED_IN = re.compile(r"(with|at|in|from|for|by)\s", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:in|at|on|near|from|to) (?:the )?$", re.IGNORECASE)
_PERSONAL = re.compile(r"(?:he|his|him|she|hers?)\b", re.IGNORECASE)
_AUX = r"(?:did|does|do|is|are|was|were|had|has|have|will|would|can|could)\b"
_OF_SOMEBODY = re.compile(rf"\W*(?:who|(?:which|what) (?!{_AUX})\w+) (?!{_AUX})", re.IGNORECASE)
"""A question that asks which person did something."""
_SOMEBODY = re.compile(r"\b(?:is|was) there (?:already )?an? ([^,;?]+)", re.IGNORECASE)
_AGENT = re.compile(r"\b(?:did|do|have|will|can|could|would|should) they$", re.IGNORECASE)
_PLURALS = {"they", "them", "their", "these", "those"}
_POSSESSIVES = {"its", "their", "his", "her"}


def rewrite(
    question: str,
    history: Sequence[Turn],
    vocabulary: Vocabulary,
    *,
    correct: Callable[[str], bool] = lambda _: False,
) -> str:
    """Return the question as it is searched: spelling mended, and standing alone.

    A question that already stands alone takes nothing from the conversation, and a word that is
    ``correct`` is not mended.
    """
    mended = vocabulary.corrected(question.strip(), correct=correct)
    told, questions = told_and_asked(mended)
    last = history[-1].answer if history else None
    earlier = (history[-1].answer.query or history[-1].question) if history else ""
    if _names(told, vocabulary) or (not earlier and _DESCRIBED.search(told)):
        earlier, last = told, None
    alone: list[str] = []
    for asked in questions:
        alone.append(_standing_alone(asked, earlier, last, vocabulary) if earlier else asked)
        earlier, last = alone[-1], None
    return " ".join(alone)


def _standing_alone(
    question: str, earlier: str, answer: Answer | None, vocabulary: Vocabulary
) -> str:
    """Return a question with what it leaves out: what was said before it, or an answer to that."""
    rest = _OPENING.sub("", question)
    opened = rest != question
    fragment = _ABOUT.sub("", rest)
    if fragment != rest or (opened and not ASKING.search(fragment)) or _THE_ONE.match(fragment):
        return _replaced(earlier, _THE_ONE.sub("", fragment).strip(" ?.,"), vocabulary)
    pronoun = _pronoun(rest)
    if pronoun and not _stands_for_a_word_before(rest, pronoun, vocabulary):
        plural = pronoun.group().lower() in _PLURALS
        personal = _PERSONAL.match(pronoun.group()) is not None
        person = (personal and ((answer and _person(answer)) or _somebody(earlier))) or ""
        topic = person or _topic(earlier, vocabulary, plural=plural, personal=personal)
        return _resolved(rest, pronoun, topic) if topic else rest
    if opened and not _names(rest, vocabulary) and (topic := _topic(earlier, vocabulary)):
        return f"{rest.rstrip(' ?.')} {topic}?"
    return question


def _named_before(text: str, stop: int, vocabulary: Vocabulary) -> bool:
    """Whether a pronoun can refer to a name before it, unless that describes a noun."""
    return any(
        not re.match(r" [a-z]", text[name.end : stop])
        or words(text[name.end : stop])[0].text.lower() in FUNCTION_WORDS
        for name in _names(text[:stop], vocabulary)
    )


def _stands_for_a_word_before(text: str, pronoun: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a pronoun is about something that the question itself names: who lost his post."""
    about_subject = _PERSONAL.match(pronoun.group()) and _OF_SOMEBODY.match(
        text, 0, pronoun.start()
    )
    return bool(about_subject) or _named_before(text, pronoun.start(), vocabulary)


def _pronoun(text: str) -> re.Match[str] | None:
    """Return the pronoun of a question; not "they" if that only does something to another."""
    found = [m for m in _PRONOUN.finditer(text) if not _EXPLETIVE.match(text, m.start())]
    if len(found) > 1 and _AGENT.search(text, 0, found[0].end()):
        return found[1]
    return found[0] if found else None


def _person(answer: Answer) -> str | None:
    """Return the one person that an answer gave, if it gave one, else the one that it names."""
    given = {
        span.within(sentence.text) for sentence in answer.sentences for span in sentence.highlights
    }
    found = {name for name in given if persons(name)}
    found = found or {
        span.within(sentence.text)
        for sentence in answer.sentences
        for span in persons(sentence.text)
    }
    return found.pop() if len(found) == 1 else None


def _somebody(earlier: str) -> str | None:
    """Return the person whom a question spoke of without a name: "Is there a midwife at X?"."""
    spoken_of = _SOMEBODY.search(earlier)
    return f"the {spoken_of.group(1)}" if spoken_of else None


def _resolved(question: str, pronoun: re.Match[str], topic: str) -> str:
    ending = "'s" if pronoun.group().lower() in _POSSESSIVES else ""
    return question[: pronoun.start()] + topic + ending + question[pronoun.end() :]


def _replaced(earlier: str, fragment: str, vocabulary: Vocabulary) -> str:
    """Put the fragment in the place of the name of its kind in the earlier question."""
    led = fragment
    fragment = re.sub(r"^(?:with|at|in|of|from|for|by|the)\s+", "", fragment, flags=re.IGNORECASE)
    new = _names(fragment, vocabulary)
    old = _names(earlier, vocabulary)
    if not fragment:
        return earlier
    if not old:
        return _led_in_alike(earlier, led) or f"{earlier.rstrip(' ?.')} {fragment}?"
    acronym = bool(new) and new[0].acronym
    alike = [name for name in old if name.acronym == acronym] or old
    run = _run(alike[-1] if len(alike) == 1 else alike[0], old, earlier)
    return earlier[: run[0].start] + fragment + earlier[run[-1].end :]


def _led_in_alike(earlier: str, fragment: str) -> str | None:
    """Put "for children" in the place of "for an adult", if the earlier question ends like that."""
    led = _LED_IN.match(fragment)
    ending = led and re.search(rf"\b{led.group(1)} [^,;?]+?(?=\W*$)", earlier, re.IGNORECASE)
    return earlier[: ending.start()] + fragment + earlier[ending.end() :] if ending else None


def _topic(
    earlier: str, vocabulary: Vocabulary, *, plural: bool = False, personal: bool = False
) -> str:
    """Return what a question is about.

    That is its names from first to last, else the one thing that it describes, else its words. Of
    a ``personal`` topic only a name can be one.
    """
    found = _names(earlier, vocabulary)
    if personal:
        found = [w for w in found if not _WHERE.search(earlier, 0, w.start)]
    if personal and not any(w.text[0].isalpha() for w in found):
        return ""
    if not found:
        described = None if plural else _DESCRIBED.search(earlier)
        if described:
            return described.group().strip(" ?.,")
        found = [w for w in words(earlier) if w.content and w.text.lower() not in FRAME_WORDS]
    return without_possessive(earlier[found[0].start : found[-1].end]) if found else ""


def _names(text: str, vocabulary: Vocabulary) -> list[Word]:
    found = words(text)
    return [
        w
        for position, w in enumerate(found)
        if w.content
        and (w.acronym or (w.capital and position) or any(s in vocabulary.proper for s in w.stems))
    ]


def _run(name: Word, names: Sequence[Word], text: str) -> list[Word]:
    """Return the name with the names that touch it: ``University of Tokyo`` is one."""
    run = [name]
    for other in names:
        between = text[run[-1].end : other.start]
        if other.start > run[-1].end and other.acronym == name.acronym and between in (" ", " of "):
            run.append(other)
    return run
