"""Questions that are put in other words than the documents use, or ask several things at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.types import Answer, Turn
from assistant.vocabulary import survey
from ingest.pipeline import Report

YARD = """---
title: The Marren shipyard
publisher: Harbour Post
date: 2020-03-01
language: en
---

# The Marren shipyard

The Marren shipyard built the Petrel in 1974. The Petrel is 31 metres long and cost 2.5 million
crowns. A voyage to Ostrel takes 45 minutes. More than 1500 visitors come to the yard every summer.

The schooner Fulmar was rescued by the Petrel. Professor Edda Lorn, director of the Marren yard,
sails with her. Norwegian engineers designed the engine.

## Five routes

- Ostrel;
- Hammel;
- Brae;
- Sund;
- Little Ness.
"""

MUSEUM = """---
title: Le musée de Marren
publisher: Marren Museum
date: 2023-05-01
language: fr
---

# Le musée de Marren

Le musée de Marren a été fondé en 1988 par Jon Aske. Il possède douze bateaux. The director of the
Marren yard in 2023 was Torval Ryde.
"""

Ask = Callable[[str], Answer]


@pytest.fixture
def ask(folder: Path, take_in: Callable[..., Report], assistant: Assistant) -> Ask:
    (folder / "yard.md").write_text(YARD)
    (folder / "museum.md").write_text(MUSEUM)
    assert take_in().failed == ()
    return assistant.ask


def highlighted(answer: Answer) -> list[str]:
    return [s.text[h.start : h.end] for s in answer.sentences for h in s.highlights]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What was the price of the Petrel?", "2.5 million"),
        ("How long is the Petrel?", "31"),
        ("How many visitors come to the Marren yard?", "1500"),
        ("When did the Marren yard build the Petrel?", "1974"),
    ],
)
def test_a_number_is_what_a_measure_asks_for(ask: Ask, question: str, value: str):
    assert highlighted(ask(question)) == [value]


def test_an_acronym_is_found_in_the_words_it_is_made_of(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text(
        "# Brae\n\nThe Ostrel Tidal Institute joined the dock in 1981. OTI is well known.\n"
    )
    take_in()
    assert highlighted(assistant.ask("When did OTI join the dock?")) == ["1981"]


def test_which_person_asks_for_a_person(ask: Ask):
    found = highlighted(ask("Which people have been director of the Marren yard?"))
    assert {"Torval Ryde", "Edda Lorn"} & set(found)


def test_two_letters_that_no_document_has_are_a_slip_of_the_pen(ask: Ask):
    assert highlighted(ask("when iz it that the Marren yard built the Petrel")) == ["1974"]


def test_no_purpose_is_read_into_a_range(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text("# Brae\n\nThe ferry Petrel sails from Brae to ostrich farms.\n")
    take_in()
    assert assistant.ask("Why does the ferry Petrel sail from Brae?").status == "not_found"


def test_no_length_is_given_for_what_only_has_a_duration(ask: Ask):
    assert ask("How heavy is the Petrel?").status == "not_found"


def test_people_are_told_by_their_country(ask: Ask):
    assert "engine" in ask("Which engineers from Norway designed the engine?").text


def test_a_list_under_a_heading_is_given_whole(ask: Ask):
    answer = ask("List the routes of the Marren shipyard.")
    assert [s.text for s in answer.sentences] == [
        "Ostrel;",
        "Hammel;",
        "Brae;",
        "Sund;",
        "Little Ness.",
    ]


def test_two_questions_in_one_are_both_answered(ask: Ask):
    text = ask("When was the Petrel built, and when was the Marren museum founded?").text
    assert "1974" in text
    assert "1988" in text


def test_a_french_question_is_answered_from_an_english_text(ask: Ask):
    assert "1974" in ask("En quelle année le Petrel a-t-il été construit ?").text


def test_an_english_question_is_answered_from_a_french_text(ask: Ask):
    assert highlighted(ask("When was the Marren museum founded?")) == ["1988"]


def test_two_holders_of_one_post_are_shown_with_their_sources(ask: Ask):
    answer = ask("Who is the director of the Marren yard?")
    assert answer.status == "disagreement"
    assert "Edda Lorn" in answer.text
    assert "Torval Ryde" in answer.text


def test_a_word_that_is_spelled_correctly_is_not_mended(assistant: Assistant, ask: Ask):
    correct = {"rescues"}
    assistant._embedder.knows = correct.__contains__  # type: ignore[method-assign]
    assert "rescues" in ask("Who rescues the Fulmar?").query


@pytest.fixture
def told(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
) -> Callable[[str], Ask]:
    """What is answered over one more document with this text."""

    def tell(text: str) -> Ask:
        (folder / "told.md").write_text(text)
        assert take_in().failed == ()
        return assistant.ask

    return tell


def test_who_does_it_is_named_for_it(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe editor of the Sund Gazette is Mara Quill. It costs a crown.\n")
    assert highlighted(ask("Who edits the Sund Gazette?")) == ["Mara Quill"]


def test_words_that_often_speak_of_the_same_find_one_another(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe treasurer of the Sund choir is Mara Quill.\n")
    assert highlighted(ask("Who is in charge of the finances of the Sund choir?")) == ["Mara Quill"]


def test_letters_stand_for_a_name_that_begins_with_them(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nSund sells the Island Mobility Pass. The IMP is blue.\n")
    assert "Island Mobility Pass" in ask("What does IMP stand for?").text


def test_a_heading_may_say_what_letters_stand_for(told: Callable[[str], Ask]):
    ask = told("# Sund\n\n## The Grand Quay Fund (GQF)\n\nThe GQF pays for repairs.\n")
    assert "Grand Quay Fund" in ask("What does GQF stand for?").text


def test_a_number_may_leave_it_to_the_sentence_before_to_say_of_what(told: Callable[[str], Ask]):
    ask = told(
        "# Sund\n\nIn 2023 the boats carried 900 passengers. The Egret had 500, ahead of the Heron"
        " with 400.\n"
    )
    assert "500" in ask("How many passengers did the Egret carry?").text


def test_a_number_that_a_unit_before_it_measures_is_a_price(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nA Sund ticket costs 12 crowns for adults, 5 for children.\n")
    assert highlighted(ask("How much is a Sund ticket for children?")) == ["5"]


def test_how_much_something_is_asks_for_a_price(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe Sund pass has 3 pages. The Sund pass costs 29 guilders.\n")
    assert highlighted(ask("How much is the Sund pass?")) == ["29"]


def test_a_name_may_say_of_what_kind_the_thing_is(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe Sund games are played in the Pump Hall.\n")
    assert "Pump Hall" in ask("In which building are the Sund games played?").text


def test_what_was_so_until_then_is_not_so_now(told: Callable[[str], Ask]):
    ask = told(
        "# Sund\n\nUntil 1985 the Sund games were played in Ostrel. The Sund games are now played"
        " in Hammel.\n"
    )
    found = ask("Where are the Sund games played nowadays?").text
    assert "Hammel" in found
    assert "Ostrel" not in found


def test_a_dateline_tells_when_nothing_happened(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nSund, 3 March 2025.\n\nThe Sund regatta is held by the harbour club.\n")
    assert "2025" not in ask("When was the first Sund regatta?").text


def test_letters_in_the_wrong_order_are_mended(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nVisitors to Sund must be 60 years old.\n")
    assert ask("how old must yuo be for Sund").query == "how old must you be for Sund"


def test_a_small_number_is_the_same_in_figures_and_in_words(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe four piers of Sund were built in 1907.\n")
    assert highlighted(ask("When were the 4 piers of Sund built?")) == ["1907"]


def test_people_who_are_asked_for_stand_side_by_side(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text("# Brae\n\nThe keeper of the Brae light was Orla Finch in 1950.\n")
    (folder / "b.md").write_text("# Brae\n\nThe keeper of the Brae light was Tam Ruddle in 1971.\n")
    take_in()
    answer = assistant.ask("Which people have been keeper of the Brae light?")
    assert (answer.status, answer.lead) == ("answered", None)
    assert set(highlighted(answer)) == {"Orla Finch", "Tam Ruddle"}


def test_documents_disagree_on_the_one_thing_that_has_no_name(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text("# Report\n\n612 players took part in the festival of 2023.\n")
    (folder / "b.md").write_text("# News\n\nIn 2023 the festival had 640 players.\n")
    take_in()
    answer = assistant.ask("How many players took part in the festival in 2023?")
    assert answer.status == "disagreement"
    assert set(highlighted(answer)) == {"612", "640"}


def test_what_is_asked_of_both_is_answered_from_each(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text("# Brae\n\nThe Brae project studies tides and music.\n")
    (folder / "b.md").write_text("# Sund\n\nMusic is a part of what the Sund project does.\n")
    take_in()
    answer = assistant.ask("Is music part of both projects?")
    assert {c.document.id for s in answer.sentences for c in s.citations} == {"a.md", "b.md"}


def test_she_is_the_person_that_was_just_named(told: Callable[[str], Ask], assistant: Assistant):
    told(
        "# Sund\n\nThe harbour master of Sund is Mara Quill. Mara Quill was appointed in 2014.\n"
        "Sund became a town in 1907.\n"
    )
    first = assistant.ask("Who is the harbour master of Sund?")
    turns = [Turn(question=first.question, answer=first)]
    then = assistant.ask("And when was she appointed?", turns)
    assert then.query == "when was Mara Quill appointed?"
    assert highlighted(then) == ["2014"]


def test_a_pronoun_for_the_subject_of_its_question_takes_nothing_from_the_conversation(
    ask: Ask, assistant: Assistant
):
    first = ask("When did the Marren yard build the Petrel?")
    turns = [Turn(question=first.question, answer=first)]
    question = "Which professor sails with his yard?"
    assert assistant.ask(question, turns).query == question


def test_what_was_asked_for_one_is_asked_for_another(
    told: Callable[[str], Ask], assistant: Assistant
):
    told("# Sund\n\nA ticket costs 12 crowns for adults, 5 for children.\n")
    first = assistant.ask("How much is a ticket for an adult?")
    turns = [Turn(question=first.question, answer=first)]
    then = assistant.ask("And for children?", turns)
    assert then.query == "How much is a ticket for children?"
    assert highlighted(then) == ["5"]


def test_it_is_the_one_thing_that_was_described(told: Callable[[str], Ask], assistant: Assistant):
    told("# Sund\n\nThe old lifeboat was built by Jon Aske in 1887. The old lifeboat is red.\n")
    first = assistant.ask("Who built the old lifeboat that stands on the quay?")
    turns = [Turn(question=first.question, answer=first)]
    assert assistant.ask("When was it built?", turns).query == "When was the old lifeboat built?"


def test_as_many_as_are_asked_for_need_not_be_counted(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe colours of the Sund flag are blue and gold.\n")
    assert "blue and gold" in ask("What are the two colours of the Sund flag?").text


def test_a_form_of_a_word_that_is_spelled_correctly_is_not_mended(
    told: Callable[[str], Ask], assistant: Assistant
):
    told("# Sund\n\nThe files of Sund are kept for ten years.\n")
    vocabulary = survey(assistant.documents())
    question = "How long does Sund get fixes?"
    assert vocabulary.corrected(question, correct=lambda w: w == "fix") == question
    assert vocabulary.corrected(question, correct=lambda w: w == "flix") != question


def test_the_question_word_that_was_begun_is_meant(ask: Ask):
    assert ask("wher is the Marren yard").query == "where is the Marren yard"


def test_a_time_of_day_is_asked_for_with_what_time(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe Sund ward has 20 beds. Visitors leave the Sund ward at 19:30.\n")
    assert highlighted(ask("At what time do visitors leave the Sund ward?")) == ["19:30"]


def test_she_may_be_somebody_without_a_name(told: Callable[[str], Ask], assistant: Assistant):
    told("# Sund\n\nThe midwife at Sund is very kind. The midwife at Sund came in 2003.\n")
    first = assistant.ask("Is there a midwife at Sund?")
    turns = [Turn(question=first.question, answer=first)]
    then = assistant.ask("Since when has she worked there?", turns)
    assert "the midwife at Sund" in then.query


def test_what_had_he_done_is_asked_of_the_one_named_before(
    told: Callable[[str], Ask], assistant: Assistant
):
    told("# Sund\n\nCorin Maddox was suspended for six matches. He had thrown a corner flag.\n")
    first = assistant.ask("For how many matches was Corin Maddox suspended?")
    turns = [Turn(question=first.question, answer=first)]
    assert assistant.ask("What had he done?", turns).query == "What had Corin Maddox done?"


def test_a_key_and_a_date_are_no_dateline(told: Callable[[str], Ask], assistant: Assistant):
    told("# SS Calder\n\nBuilder: Thorne and Sons. Launched: 1899-05-03.\n")
    evidence = assistant.evidence("When was SS Calder launched?")
    assert [e.statement.text for e in evidence if e.veto is None] == ["Launched: 1899-05-03."]


def test_noon_is_a_time_of_day(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nVisitors leave the Sund ward at noon.\n")
    assert highlighted(ask("At what time do visitors leave the Sund ward?")) == ["noon"]


def test_a_rule_in_two_versions_is_a_disagreement(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text("# Rules\n\nA team may name up to seven substitutes.\n")
    (folder / "b.md").write_text("# Advice\n\nA team may name up to five substitutes.\n")
    take_in()
    assert assistant.ask("How many substitutes can a team name?").status == "disagreement"


def test_a_french_word_is_no_slip_of_an_english_one(told: Callable[[str], Ask]):
    ask = told("# Sund\n\nThe annual grant of Sund is 14,000 crowns.\n")
    question = "Quel est le montant annuel à Sund ?"
    assert ask(question).query == question
    assert highlighted(ask(question)) == ["14,000"]


def test_two_times_of_day_are_a_disagreement_and_two_wordings_of_one_are_not(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    text = "# Sund\n\nVisitors leave the Sund ward at {}.\n"
    question = "At what time do visitors leave the Sund ward?"
    for name, said in (("a", "noon"), ("b", "12:00")):
        (folder / f"{name}.md").write_text(text.format(said))
    take_in()
    assert assistant.ask(question).status == "answered"
    (folder / "b.md").write_text(text.format("11:55"))
    take_in()
    assert assistant.ask(question).status == "disagreement"


def test_a_name_that_only_begins_sentences_is_one(told: Callable[[str], Ask]):
    ask = told("Sablier makes scent. The firm Oram was founded in 1901.")
    assert ask("In what year was Sablier founded?").status == "not_found"


def test_a_wingspan_is_a_length(told: Callable[[str], Ask]):
    ask = told("The Marren petrel weighs 190 grams and is 64 cm across from tip to tip.")
    assert highlighted(ask("What is the wingspan of the Marren petrel?")) == ["64"]


@pytest.mark.parametrize(
    ("said", "question", "value"),
    [
        (
            "No boat shall exceed 6 kilometres per hour on the Sund canal.",
            "How fast may a boat go on the Sund canal?",
            "6",
        ),
        (
            "The number of subscribers of the Sund Choir was 4,350.",
            "How many subscribers does the Sund Choir have?",
            "4,350",
        ),
        (
            "The Sund ferry leaves at 07:40.",
            "When does the Sund ferry leave?",
            "07:40",
        ),
        (
            "The Sund organ cost 2.7 million florins and has 61 stops.",
            "What did the Sund organ cost?",
            "2.7 million",
        ),
        (
            "The keeper of Sund is 61 years old.",
            "How old is the keeper of Sund today?",
            "61",
        ),
        (
            "By 2019 the guild had 75 BFCs and had closed six others in Sund.",
            "How many BFCs does the guild have?",
            "75",
        ),
        (
            "Out of the 9 halls that there are in Sund, the guild leads a few, as BFC halls.",
            "How many BFC halls are there in Sund?",
            "9",
        ),
        (
            "The town pays the Sund organ a subsidy of 2.6 million crowns.",
            "How high is the subsidy of the Sund organ?",
            "2.6 million",
        ),
        (
            "The town contributed 9.4 million to the Sund organ.",
            "How much money did the town contribute to the Sund organ?",
            "9.4 million",
        ),
        (
            "Children may row at Sund; the minimum age is 8.",
            "How old must children be to row at Sund?",
            "8",
        ),
        (
            "At Sund anyone who is 60 or older rows for nothing.",
            "How old is anyone who rows for nothing at Sund?",
            "60",
        ),
        (
            "In Brae the guild opened its seventh boat centre (BC), the second in the north.",
            "How many boat centres does the guild have?",
            "seventh",
        ),
        (
            "A ticket for a family to row at Sund is 32 crowns.",
            "How much is a ticket for a family with 3 kids to row at Sund?",
            "32",
        ),
    ],
)
def test_a_number_is_found_however_its_noun_and_its_unit_are_put(
    told: Callable[[str], Ask], said: str, question: str, value: str
):
    assert highlighted(told(said)(question)) == [value]


def test_a_duration_is_nobodys_age(told: Callable[[str], Ask]):
    ask = told("The keeper of Sund has five years to get ready.")
    assert ask("How old is the keeper of Sund?").status == "not_found"


def test_a_day_and_a_time_of_day_are_no_disagreement(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "day.md").write_text("The Sund market opens on 3 May.")
    (folder / "hour.md").write_text("The Sund market opens at 07:30.")
    assert take_in().failed == ()
    assert assistant.ask("When does the Sund market open?").status == "answered"


def test_a_deputy_by_a_word_behind_the_post_is_none_who_holds_it(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "lab.md").write_text(
        "---\nlanguage: fr\n---\n\nLe directeur adjoint du LIMEX est Jon Aske.\n"
    )
    assert take_in().failed == ()
    assert assistant.ask("Who directs LIMEX?").status == "not_found"


def test_a_word_after_letters_that_begin_several_names_tells_which_is_meant(
    told: Callable[[str], Ask],
):
    ask = told(
        "HUB Spring was founded in 1990. HUB Orchard lies on a hill in Sund. Nobody knows who "
        "planted the first orchard of the town. Sund has a ferry. Brae has none. The road to it is "
        "steep. Snow closes it each winter. The shop sells maps."
    )
    assert ask("When was HUB Orchard founded?").status == "not_found"
    assert highlighted(ask("When was HUB Spring founded?")) == ["1990"]


def test_what_letters_stand_for_is_counted_by_a_number_of_it_alone(told: Callable[[str], Ask]):
    ask = told("BFC 12 of the guild wrote that it was one of six, and that two others had closed.")
    assert "six" not in highlighted(ask("How many BFCs does the guild have?"))


def test_what_documents_have_letters_for_is_not_called_by_words_of_like_meaning(
    told: Callable[[str], Ask],
):
    ask = told("The guild has 80 boat rooms (BR). A boat hall (BH) of it has a school.")
    assert "80" in ask("How many boat rooms does the guild have?").text
    assert ask("How many boat halls does the guild have?").status == "not_found"


def test_a_name_may_go_without_what_it_is_the_name_of(told: Callable[[str], Ask]):
    ask = told(
        "Tehoro last erupted in 1888. Mount Sund has a hut. The hut was built in 1931. "
        "The mountaineers of Sund have a choir."
    )
    assert highlighted(ask("When did Mount Tehoro last erupt?")) == ["1888"]
    assert ask("When did Mount Ardrin last erupt?").status == "not_found"


def test_a_surname_may_be_a_word_of_another_language(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "talks.md").write_text("Antoine Petit opened the talks at Sund.")
    (folder / "fr.md").write_text("---\nlanguage: fr\n---\n\nLe petit port est fermé.\n")
    assert take_in().failed == ()
    assert highlighted(assistant.ask("Who opened the talks at Sund?")) == ["Antoine Petit"]
