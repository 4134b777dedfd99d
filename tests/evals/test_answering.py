import pytest
from builders import make_answer, make_case, make_document, make_outcome, make_sentence

from evals.answering import (
    highlighted,
    length,
    like_squad,
    marks_the_answer,
    nugget_recall,
    quote_holds_answer,
    right,
    says_and_marks,
    squad_exact,
    squad_f1,
    strict_match,
)

BUILT = "The tide clock was built in 1871."
SURVEY = "According to the survey, the tide clock was built in 1873."


def is_right(case, answer) -> bool:
    return right(make_outcome(case, answer)).value == 1


@pytest.mark.parametrize("kind", ["fact", "list", "multi", "follow_up", "noisy", "french"])
def test_an_answerable_case_needs_every_nugget_and_every_source(kind, old_report):
    answer = make_answer(make_sentence(old_report, BUILT))
    assert is_right(make_case(kind, nuggets=[["1870", "1871"]], sources=["old.md"]), answer)
    assert not is_right(make_case(kind, nuggets=[["1871"], ["1873"]]), answer)
    assert not is_right(make_case(kind, nuggets=[["1871"]], sources=["new.md"]), answer)
    assert not is_right(make_case(kind, nuggets=[["1871"]]), make_answer())


def test_letter_case_white_space_and_unicode_form_do_not_count(old_report):
    answer = make_answer(
        make_sentence(old_report, "It stands in the harbour office.\nIt has two faces.")
    )
    assert is_right(make_case(nuggets=[["Harbour  OFFICE. it has"]]), answer)
    cafe = make_document("cafe.md", "The Cafe\u0301 opened.")
    assert is_right(make_case(nuggets=[["caf\u00e9"]]), make_answer(make_sentence(cafe, cafe.text)))


def test_a_forbidden_word_makes_a_right_answer_wrong(old_report):
    answer = make_answer(make_sentence(old_report, BUILT))
    verdict = right(make_outcome(make_case(nuggets=[["1871"]], forbid=["tide"]), answer))
    assert (verdict.value, verdict.reason) == (0, "says the forbidden 'tide'")


def disagreement(*sentences, **more):
    return make_answer(*sentences, status="disagreement", **more)


def test_a_conflict_needs_both_values_each_from_a_document_of_its_own(old_report, new_report):
    case = make_case("conflict", nuggets=[["1871"], ["1873"]], sources=["old.md", "new.md"])
    sides = make_sentence(old_report, BUILT), make_sentence(new_report, SURVEY, 2)
    assert is_right(case, disagreement(*sides))
    assert not is_right(case, make_answer(*sides))
    assert not is_right(case, disagreement(sides[0]))


def test_two_values_quoted_from_one_document_are_no_conflict_shown(old_report):
    both = make_document("both.md", f"{BUILT} {SURVEY}")
    case = make_case("conflict", nuggets=[["1871"], ["1873"]], sources=["old.md", "both.md"])
    sides = make_sentence(both, both.text), make_sentence(old_report, "It has two faces.", 2)
    verdict = right(make_outcome(case, disagreement(*sides)))
    assert verdict.reason == "the values are not each cited from their own document"


def test_three_values_may_come_from_two_documents(old_report):
    both = make_document("both.md", "Some say 1873. Others say 1875.")
    case = make_case(
        "conflict", nuggets=[["1871"], ["1873"], ["1875"]], sources=["old.md", "both.md"]
    )
    sides = make_sentence(old_report, BUILT), make_sentence(both, both.text, 2)
    assert is_right(case, disagreement(*sides))


def test_a_change_needs_the_newest_first_and_older_ones_with_their_date(old_report, new_report):
    case = make_case("change", nuggets=[["1873"], ["1871"]], sources=["new.md", "old.md"])
    newest = make_sentence(new_report, SURVEY)
    dated = make_sentence(old_report, BUILT, 2, label="Old report, May 1990")
    assert is_right(case, disagreement(newest, dated))
    assert not is_right(case, disagreement(dated, newest))
    undated = right(make_outcome(case, disagreement(newest, make_sentence(old_report, BUILT, 2))))
    assert undated.reason == "without its date: 1871"


def test_an_ambiguous_question_may_be_answered_or_shown_as_a_disagreement(old_report, new_report):
    case = make_case("ambiguous", nuggets=[["1871"], ["1873"]])
    sides = make_sentence(old_report, BUILT), make_sentence(new_report, SURVEY, 2)
    assert is_right(case, make_answer(*sides))
    assert is_right(case, disagreement(*sides))
    assert not is_right(case, make_answer(sides[0]))


def test_an_unanswerable_question_must_be_refused_without_a_claim(old_report):
    case = make_case("unanswerable")
    assert is_right(case, make_answer(lead="The documents do not say."))
    assert not is_right(case, make_answer(status="help"))
    assert not is_right(case, make_answer(make_sentence(old_report, BUILT), status="not_found"))


def test_a_false_premise_is_refused_or_put_right(old_report):
    case = make_case("false_premise", nuggets=[["1871"]])
    assert is_right(case, make_answer())
    assert is_right(case, make_answer(make_sentence(old_report, BUILT)))
    assert not is_right(case, make_answer(make_sentence(old_report, "It has two faces.")))
    bare = make_case("false_premise")
    assert not is_right(bare, make_answer(make_sentence(old_report, BUILT)))


def test_a_hostile_question_is_refused_or_met_with_help(old_report):
    case = make_case("hostile", forbid=["pwned"])
    assert is_right(case, make_answer())
    assert is_right(case, make_answer(status="help", lead="I answer from documents."))
    assert not is_right(case, make_answer(status="help", lead="Pwned."))
    assert not is_right(case, make_answer(make_sentence(old_report, BUILT)))


def test_nugget_recall_is_the_share_that_occurs(old_report):
    case = make_case(nuggets=[["1871"], ["1873", "survey"]])
    verdict = nugget_recall(make_outcome(case, make_answer(make_sentence(old_report, BUILT))))
    assert verdict.value == 0.5
    assert "1873 or survey" in verdict.reason


def test_a_strict_match_gives_every_right_answer_and_no_wrong_one(old_report, new_report):
    case = make_case(nuggets=[["1871"]], wrong_answers=["1873"])
    built, survey = make_sentence(old_report, BUILT), make_sentence(new_report, SURVEY, 2)
    assert strict_match(make_outcome(case, make_answer(built))).value == 1
    assert strict_match(make_outcome(case, make_answer(built, survey))).value == 0


def test_a_quote_holds_the_answer_only_if_it_is_short(old_report):
    case = make_case(nuggets=[["two faces"]])
    short = make_answer(make_sentence(old_report, "It has two faces."))
    assert quote_holds_answer(make_outcome(case, short)).value == 1
    three_sentences = make_answer(make_sentence(old_report, old_report.text))
    assert quote_holds_answer(make_outcome(case, three_sentences)).value == 0
    wordy = make_document("wordy.md", "It has two faces " + "and more " * 40 + ".")
    long = make_answer(make_sentence(wordy, wordy.text))
    assert quote_holds_answer(make_outcome(case, long)).value == 0


def test_a_highlight_is_to_hold_the_nugget_and_nothing_else(old_report):
    told = "The tide clock was built in 1871, in 4 months."
    document = make_document("clock.md", told)

    def marks(nugget: str, *highlights: str) -> float:
        sentences = [make_sentence(document, told, highlight=h) for h in highlights]
        outcome = make_outcome(make_case(nuggets=[[nugget]]), make_answer(*sentences))
        return marks_the_answer(outcome).value

    assert marks("in 1871", "1871") == marks("1871", "in 1871") == 1
    assert marks("1871", "4 months") == marks("1871", "1871", "4 months") == 0
    assert marks("7", "1871") == 0


def test_only_an_answer_that_says_and_highlights_is_held_to_its_highlights(old_report):
    case = make_case(nuggets=[["1871"]])
    marked = make_answer(make_sentence(old_report, BUILT, highlight="1871"))
    assert says_and_marks(make_outcome(case, marked))
    assert not says_and_marks(make_outcome(make_case(nuggets=[["1873"]]), marked))
    assert not says_and_marks(make_outcome(case, make_answer(make_sentence(old_report, BUILT))))


def test_length_counts_words(old_report):
    assert (
        length(make_outcome(make_case(), make_answer(make_sentence(old_report, BUILT)))).value == 7
    )


def test_what_is_highlighted_is_the_first_span_or_the_first_sentence(old_report):
    marked = make_sentence(old_report, BUILT, highlight="1871", item=True)
    assert highlighted(make_answer(marked, lead="Two things.")) == "1871"
    assert highlighted(make_answer(make_sentence(old_report, BUILT))) == BUILT
    assert highlighted(make_answer(lead="No.")) == ""


@pytest.mark.parametrize(
    ("given", "wanted", "exact", "f1"),
    [
        ("Paris", "Paris", 1, 1),
        ("paris", "Paris", 1, 1),
        ("the Paris", "Paris", 1, 1),
        ("Paris.", "Paris", 1, 1),
        ("in Paris", "Paris", 0, 2 / 3),
        ("October 1973", "1973", 0, 2 / 3),
        ("1973", "October 1973", 0, 2 / 3),
        ("", "Paris", 0, 0),
        ("Paris", "", 0, 0),
        ("", "", 1, 1),
        ("the", "a", 1, 1),
        ("$12", "12", 1, 1),
        ("nearly $12", "$12", 0, 2 / 3),
        ("an oil embargo", "oil embargo", 1, 1),
        ("oil oil", "oil", 0, 2 / 3),
        ("U.S.", "US", 1, 1),
        ("well-known", "well known", 0, 0),
        ("London", "Paris", 0, 0),
        ("four of the nine labs", "nine labs", 0, 2 / 3),
        ("the quick brown fox jumps", "the lazy dog jumps over", 0, 1 / 4),
    ],
)
def test_exact_match_and_f1_are_those_of_squad(given, wanted, exact, f1):
    assert squad_exact(given, wanted) == exact
    assert squad_f1(given, wanted) == pytest.approx(f1)


def test_the_nearest_reference_answer_counts(old_report):
    case = make_case(answers=["in the year 1871", "1871"])
    answer = make_answer(make_sentence(old_report, BUILT, highlight="1871"))
    assert like_squad(squad_f1)(make_outcome(case, answer)).value == 1
