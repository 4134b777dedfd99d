from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from assistant.vocabulary import Vocabulary


def written(*words: str) -> Vocabulary:
    return Vocabulary(
        frequency=Counter(),
        size=1,
        proper=frozenset(),
        common={},
        plain=frozenset(),
        widespread=frozenset(),
        abbreviations={},
        begun={},
        surface=tuple(sorted(words)),
    )


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("lanttern", "lantern"),
        ("lantren", "lantern"),
        ("laxtern", "lantern"),
        ("lighthuose", "lighthouse"),
        ("ligthuose", "lighthouse"),
        ("zantern", "zantern"),
        ("lxxtern", "lxxtern"),
    ],
)
def test_a_slip_after_the_first_letter_is_mended(asked: str, mended: str) -> None:
    assert written("lantern", "lighthouse", "cantor").corrected(asked) == mended


def test_a_word_is_left_alone_where_one_with_another_first_letter_is_nearer() -> None:
    assert written("lanterns").corrected("lanxexns") == "lanterns"
    assert written("lanterns", "banxexns").corrected("lanxexns") == "lanxexns"


made_up = st.text(alphabet="qxz", min_size=5, max_size=9)


@given(st.sets(made_up, min_size=1, max_size=12), made_up)
def test_the_word_that_a_comparison_with_all_finds_is_found(known: set[str], asked: str) -> None:
    nearest = min((OSA.distance(asked, word), word) for word in known)
    is_near = nearest[0] <= (1 if len(asked) < 8 else 2) and nearest[1][0] == asked[0]
    assert written(*known).corrected(asked) == (nearest[1] if is_near else asked)
