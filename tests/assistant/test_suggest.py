from collections.abc import Callable

import pytest

from assistant.suggest import TRIED, Suggestion, suggest
from assistant.types import Citation, Document, Metadata, Section


def document(id_: str, text: str, *, language: str = "en") -> Document:
    return Document(
        id=id_,
        title=None,
        text=text,
        sections=(Section(start=0, end=len(text)),),
        metadata=Metadata(language=language),
        content_hash=id_,
    )


def always(_: Suggestion) -> bool:
    return True


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Ardal Bank was founded in 1931.", "When was the Ardal Bank founded?"),
        ("In 1931, the Ardal Bank (AB) was set up.", "When was the Ardal Bank set up?"),
        ("Two brothers founded Ardal Bank in 1931.", "When was Ardal Bank founded?"),
        ("The Ardal Bank opened on 3 May 1931.", "When did the Ardal Bank open?"),
        ("Edda Moe is director of the Ardal Bank.", "Who is the director of the Ardal Bank?"),
        ("Edda Moe, head of the Ardal Bank, agreed.", "Who is the head of the Ardal Bank?"),
        ("The director of AB is Edda Moe.", "Who is the director of AB?"),
        ("The Ardal Bank is led by Edda Moe.", "Who leads the Ardal Bank?"),
        ("Edda Moe, who heads the Ardal Bank, agreed.", "Who heads the Ardal Bank?"),
        ("The Ardal Bank has about 40 clerks.", "How many clerks does the Ardal Bank have?"),
        ("The tower is 38 metres high.", "How high is the tower?"),
        ("The repair cost 7,900 crowns.", "How much did the repair cost?"),
        ("The crossing takes 45 minutes.", "How long does the crossing take?"),
        ("The Ardal Bank is based in Velby.", "Where is the Ardal Bank based?"),
        ("The Ardal Bank is a bank of farmers.", "What is the Ardal Bank?"),
    ],
)
def test_what_a_sentence_says_can_be_asked_for(sentence: str, question: str) -> None:
    common = frozenset({"bank", "brothers", "two"})
    assert suggest([document("a", sentence)], always, common=common, most=1) == (question,)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Le LIRA a été créé en 1995.", "En quelle année a été créé le LIRA ?"),
        ("La Maison Ardal est dirigée par Edda Moe.", "Qui dirige la Maison Ardal ?"),
        ("Edda Moe, directrice du LIRA, a parlé.", "Qui dirige LIRA ?"),
        ("La Maison Ardal est située à Velby.", "Où est située la Maison Ardal ?"),
        ("Le LIRA compte environ 40 chercheurs.", "Combien de chercheurs compte le LIRA ?"),
        ("Le LIRA est un laboratoire de chimie.", "Qu'est-ce que le LIRA ?"),
    ],
)
def test_what_a_french_sentence_says_is_asked_for_in_french(sentence: str, question: str) -> None:
    common = frozenset({"maison"})
    assert suggest([document("a", sentence, language="fr")], always, common=common) == (question,)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was founded in 1931.",
        "The Ardal Bank was founded by farmers.",
        "The Ardal Bank has several clerks.",
        "Edda Moe is a farmer.",
        "The repair cost a fortune.",
        "The tower is a tall one.",
        "- The Ardal Bank has 40 clerks.",
    ],
)
def test_a_sentence_without_a_name_or_a_value_makes_no_question(sentence: str) -> None:
    assert suggest([document("a", sentence)], always) == ()


COMMON = frozenset({"bank", "inn", "mill", "well"})
DOCUMENTS = [
    document("a", "The Ardal Bank (ARB) was founded in 1931. The Ardal Bank is based in Velby."),
    document("b", "The Borre Mill (BOM) was founded in 1911. Edda Moe is head of the Borre Mill."),
    document("c", "The Cade Inn (CAI) was founded in 1811. The Cade Inn has nine rooms."),
    document("d", "The Dure Well (DUW) was founded in 1711. The Dure Well is a well of salt."),
]


def test_the_questions_are_of_different_kinds_and_of_different_documents() -> None:
    assert suggest(DOCUMENTS, always, common=COMMON) == (
        "When was the Ardal Bank founded?",
        "Who is the head of the Borre Mill?",
        "How many rooms does the Cade Inn have?",
        "What is the Dure Well?",
    )


def test_only_questions_that_are_answered_are_offered() -> None:
    found = suggest(DOCUMENTS, lambda s: s.kind != "date", common=COMMON)
    assert len(found) == 4
    assert not any(question.startswith("When") for question in found)


def test_a_full_name_is_asked_for_once_at_most() -> None:
    documents = [
        document(x, f"The Long {x.upper()}orth Name (L{x.upper()}N) glows.") for x in "abc"
    ]
    assert len(suggest(documents, always)) == 1


def test_asking_ends_after_a_number_of_questions() -> None:
    asked: list[Suggestion] = []

    def never(suggestion: Suggestion) -> bool:
        asked.append(suggestion)
        return False

    many = [document(f"{n:03}", f"The Mark Stone{n} was founded in 1931.") for n in range(400)]
    assert suggest(many, never, common=frozenset({"mark"})) == ()
    assert len({suggestion.question for suggestion in asked}) == len(asked) == TRIED


def test_questions_in_the_language_of_the_page_come_first() -> None:
    french = document("e", "Le LIRA a été créé en 1995.", language="fr")
    documents = [*DOCUMENTS, french]
    in_french = suggest(documents, always, common=COMMON, language="fr")
    assert in_french[0] == "En quelle année a été créé le LIRA ?"
    assert not {*in_french[:1]} & {*suggest(documents, always, common=COMMON)}


def test_what_is_asked_about_by_name_comes_before_what_is_not() -> None:
    tower = document("a", "The tower was built in 1863.")
    named = document("b", "The Cade Inn was built in 1811.")
    inn = frozenset({"inn"})
    assert suggest([tower, named], always, common=inn, most=1) == ("When was the Cade Inn built?",)


def met_by(text: str) -> Callable[[Suggestion], bool]:
    quoted = Citation(number=1, document=document("z", text), start=0, end=len(text), quote=text)
    return lambda suggestion: suggestion.is_met_by([quoted])


def test_an_answer_from_elsewhere_counts_only_if_it_gives_the_same_value() -> None:
    tower = [document("a", "The tower is 38 metres high.")]
    assert suggest(tower, met_by("From afar its 38 metres look like less."))
    assert not suggest(tower, met_by("The tower of the town hall is 41 metres high."))
