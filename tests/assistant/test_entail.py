"""What a statement says, nearly word for word, and what it does not."""
# ruff: noqa: E501

from __future__ import annotations

import hashlib

import pytest

from assistant.entail import entail
from assistant.statements import statements
from assistant.types import Document, Metadata, Section

CASES = [
    (
        "The Northlight Observatory (NLO) was founded in 1931 by the astronomer Ida Brandt, who directed it until 1950.",
        [
            "The Northlight Observatory was founded in 1931 by Ida Brandt.",
            "NLO was founded in 1931.",
            "The Northlight Observatory was founded by Ida Brandt in 1931.",
            "In 1931, the Northlight Observatory was founded by the astronomer Ida Brandt.",
        ],
        [
            "Ida Brandt directed the observatory in 1931.",
            "The observatory was founded in 1950.",
            "The Northlight Observatory was founded in 1950.",
            "The Northlight Observatory was founded in 1931 by Olav Lund.",
            "NLO was not founded in 1931.",
            "NLO may be founded in 1931.",
            "The Northlight Observatory founded Ida Brandt.",
            "Founded in 1931.",
            "1931",
        ],
    ),
    (
        "Ellery Works acquired Dunmore Mills in 2001 for 40 million euros and employs 300 people.",
        [
            "Ellery Works purchased Dunmore Mills in 2001.",
            "Ellery Works acquired Dunmore Mills for 40 million euros.",
        ],
        [
            "Dunmore Mills acquired Ellery Works in 2001.",
            "Ellery Works acquired Dunmore Mills for 300 million euros.",
            "Ellery Works acquired Dunmore Mills for 40 million dollars.",
            "Ellery Works acquired Dunmore Mills for 40 million.",
            "Dunmore Mills employs 300 people.",
            "Dunmore Mills was acquired in 2001.",
        ],
    ),
    (
        "VX2, developed by the Lorne Institute and tested on 420 volunteers, was approved in March 2017, whereas VX3, developed by Halden Labs, was rejected in May 2019.",
        [
            "VX2 was approved in March 2017.",
            "VX3 was rejected in May 2019.",
            "VX2 was approved in March 2017 and VX3 was rejected in May 2019.",
        ],
        [
            "VX3 was approved in March 2017.",
            "VX2 was rejected in May 2019.",
            "VX2 was approved in May 2019.",
            "VX2, developed by Halden Labs, was approved in March 2017.",
            "VX3 was tested on 420 volunteers.",
            "VX3 was rejected in March 2019.",
        ],
    ),
    (
        "The Tamsel prize was won by Yusuf Adeyemi in 2016, by Clara Holm in 2018 and by Wen Zhao in 2022.",
        [
            "The Tamsel prize was won by Yusuf Adeyemi in 2016.",
            "In 2016, the Tamsel prize was won by Yusuf Adeyemi.",
        ],
        [
            "The Tamsel prize was won by Clara Holm in 2016.",
            "The Tamsel prize was won in 2016 by Clara Holm.",
            "The Tamsel prize was won by Wen Zhao in 2018.",
            "The Tamsel prize was won by Yusuf Adeyemi in 2022.",
        ],
    ),
    (
        "The former director of the Fell Station, Anna Petit, plans to open a third laboratory in 2030 if the state pays.",
        [],
        [
            "The director of the Fell Station, Anna Petit, plans to open a third laboratory in 2030.",
            "The former director of the Fell Station, Anna Petit, plans to open a third laboratory in 2030.",
            "Anna Petit opened a third laboratory in 2030.",
            "The Fell Station plans to open a third laboratory.",
        ],
    ),
    (
        "It is the largest library in Norway and has about 30 rooms at 15 percent humidity.",
        [],
        [
            "It is the largest library.",
            "It is the largest library in Norway.",
            "The largest library in Norway has 30 rooms.",
        ],
    ),
    (
        "In August 2022 the theatre installed a lift beside the main staircase.",
        ["The theatre installed a lift beside the main staircase."],
        ["The theatre installed a main staircase.", "In August the theatre installed a staircase."],
    ),
    (
        "In 2020 the largest mill of the valley was closed.",
        ["In 2020, the largest mill of the valley was closed."],
        ["The largest mill of the valley was closed."],
    ),
    (
        "In the first series, the car of the captain is white, and it has a number.",
        ["In the first series, the car of the captain is white."],
        ["The car of the captain is white."],
    ),
    (
        "Air diving is the art of jumping from balloons, while using an umbrella.",
        [],
        ["Air diving is the art of jumping from balloons."],
    ),
    (
        "In 2020, only two mills were open.",
        [],
        ["Only two mills were open."],
    ),
    (
        "Until 1950, the mill of the valley was closed, and the bridge was closed before 1811.",
        ["Until 1950, the mill of the valley was closed."],
        ["The mill of the valley was closed.", "The bridge was closed."],
    ),
    (
        "The bridge was designed in 1810, built from 1820 to 1824 and opened in 1825.",
        ["The bridge was designed in 1810.", "In 1810, the bridge was designed."],
        [
            "The bridge was designed and built in 1825.",
            "The bridge was built in 1825.",
            "The bridge was designed in 1824.",
            "The bridge was opened in 1810.",
            "The bridge was established in 1810.",
        ],
    ),
]


def document(text: str, *, language: str | None = None) -> Document:
    return Document(
        id="a",
        title=None,
        text=text,
        sections=(Section(start=0, end=len(text)),),
        metadata=Metadata(language=language),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def reason(claim: str, text: str, *, language: str | None = None) -> str | None:
    return entail(claim, statements(document(text, language=language))).reason


@pytest.mark.parametrize(
    ("text", "claim"), [(text, claim) for text, said, _ in CASES for claim in said]
)
def test_what_a_statement_says_is_believed(text: str, claim: str) -> None:
    assert reason(claim, text) is None


@pytest.mark.parametrize(
    ("text", "claim"), [(text, claim) for text, _, unsaid in CASES for claim in unsaid]
)
def test_what_a_statement_does_not_say_is_not_believed(text: str, claim: str) -> None:
    assert reason(claim, text)


def test_values_of_two_statements_are_not_combined() -> None:
    text = "The Upper Mill was built in 1702. The Lower Mill was built in 1755 by Piet Vos."
    assert reason("The Upper Mill was built in 1702 by Piet Vos.", text)
    assert (
        reason("The Upper Mill was built in 1702. The Lower Mill was built in 1755.", text) is None
    )


def test_a_pronoun_may_be_written_out_where_only_one_thing_was_named() -> None:
    text = "The Kittiwake is our fastest vessel. She carries 190 passengers."
    assert reason("The Kittiwake carries 190 passengers.", text) is None
    text = "The Kittiwake was bought by Ellery Works. It employs 30 people."
    assert reason("The Kittiwake employs 30 people.", text)
    assert reason("Ellery Works employs 30 people.", text)


def test_a_pronoun_may_follow_the_sentence_that_it_follows_in_its_document() -> None:
    text = (
        "The Kittiwake was bought by Ellery Works. It employs 30 people. "
        "The Puffin was bought by Halden Labs. It was sold in 1999."
    )
    assert reason("The Kittiwake was bought by Ellery Works. It employs 30 people.", text) is None
    assert reason("The Kittiwake was bought by Ellery Works. It was sold in 1999.", text)
    assert reason("The Puffin was bought by Halden Labs. It was sold.", text)
    assert reason("The Kittiwake was bought. It employs 30 people.", text)


def test_what_a_text_says_in_quotation_marks_is_not_said_without_them() -> None:
    text = "The miller, an old man, was arrested for the ``murder'' of his guest."
    assert reason("The miller was arrested for the murder of his guest.", text)
    assert reason('The miller was arrested for the "murder" of his guest.', text) is None
    text = 'The song "Mill Town", of 1963, was written by Ada Roe.'
    assert reason("The song Mill Town, of 1963, was written by Ada Roe.", text) is None


def test_a_pronoun_after_and_speaks_of_what_was_said_before_it() -> None:
    text = "The light still belongs to the pilots, and it is needed. In 1702, it was painted."
    assert reason("The light still belongs to the pilots, and it is needed.", text) is None
    assert reason("In 1702, it was painted.", text)
    assert reason("And it is needed.", text)


def test_a_copy_need_not_keep_the_spaces_beside_punctuation() -> None:
    text = "The old - world mill ( Norse : \u202amylna\u202c ) is Ann 's pride . It burnt , twice ."
    copied = "The old-world mill (Norse: mylna) is Ann's pride. It burnt, twice."
    assert reason(copied, text) is None
    assert reason(copied.replace("pride", "prize"), text)


def test_an_item_is_read_after_the_words_that_introduce_its_list() -> None:
    text = (
        "The observatory offers:\n- guided tours on clear nights;\n- a library of 12,000 volumes."
    )
    assert reason("The observatory offers guided tours on clear nights.", text) is None
    assert reason("The observatory offers a library of 12,000 volumes.", text) is None
    assert reason("The observatory offers guided tours of 12,000 volumes.", text)


def test_a_text_in_a_language_unknown_to_the_rules_is_believed_only_word_for_word() -> None:
    text = "Le moulin a été construit en 1702, mais il a brûlé en 1811."
    assert reason(text, text, language="fr") is None
    assert reason("Le moulin a été construit en 1702.", text, language="fr")


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("The mill was built in 1703.", "“1703” does not stand in what it cites"),
        ("It was built in 1702.", "it does not say what it speaks of"),
        ("The mill [was](https://a.example) built.", "it holds markup or an address"),
        ("The “mill of 1811” was built in 1702.", "the words in quotation marks"),
        ("...", "it says nothing"),
    ],
)
def test_a_reason_is_given(claim: str, why: str) -> None:
    found = reason(claim, "The mill was built in 1702. It burnt down in 1811.")
    assert found is not None
    assert found.startswith(why)


def test_what_cites_nothing_is_not_believed() -> None:
    assert entail("The mill was built in 1702.", []).reason == "nothing is cited for it"


def test_behind_a_semicolon_it_is_what_was_spoken_of() -> None:
    text = "Take tram 6 to the quay; from there it is a walk of three minutes."
    assert reason(text, text) is None
    assert reason("From there it is a walk of three minutes.", text)
