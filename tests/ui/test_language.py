import string

import pytest

from tests.ui.scripted import answer
from ui.language import ENGLISH, LANGUAGES, language_for
from ui.wording import lead

FRENCH = LANGUAGES["fr"]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_says_the_same_things_with_the_same_places() -> None:
    for words in LANGUAGES.values():
        assert set(words.strings) == set(ENGLISH.strings)
        for name, text in ENGLISH.strings.items():
            assert places(words.strings[name]) == places(text), name


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("fr", "fr"),
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("de, en;q=0.5, fr;q=0.9", "fr"),
        ("ja", "en"),
        ("fr;q=0, en;q=0.1", "en"),
        ("fr;q=high", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_page_speaks_the_language_that_the_browser_likes_best(
    accepted: str | None, code: str
) -> None:
    assert language_for(accepted).code == code


def test_dates_and_counts_are_written_as_each_language_does() -> None:
    assert ENGLISH.date("2022-10-04") == "4 October 2022"
    assert FRENCH.date("2022-10") == "octobre 2022"
    assert FRENCH.date("2022") == "2022"
    assert FRENCH.date("soon") == "soon"
    assert ENGLISH.count("document", 0) == "0 documents"
    assert FRENCH.count("document", 0) == "0 document"
    assert FRENCH.language("en") == "anglais"


def test_a_refusal_is_said_in_the_language_of_the_page() -> None:
    given = answer(
        status="not_found", lead="The documents do not say. Not found: x.", missing=("x",)
    )
    assert lead(given, ENGLISH) == given.lead
    assert lead(given, FRENCH) == "Les documents ne le disent pas. Introuvable : x."


def test_words_without_a_translation_are_shown_as_they_are() -> None:
    assert lead(answer(status="help", lead="Ask me."), FRENCH) == "Ask me."
