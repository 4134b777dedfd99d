import sqlite3
from pathlib import Path

import pytest

from assistant.errors import PageError
from assistant.types import Step
from tests.ui.panes import talk
from tests.ui.scripted import DOME, answer, passage, sentence
from ui.conversations import Conversations
from ui.page import Conversation, Exchange, Feedback

MINE, YOURS = "mine", "yours"
MIRROR = answer(
    sentence("Its mirror came from Jena."), question="And 100% of the mirror?", passages=()
)


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "data" / "conversations.sqlite")


def test_a_conversation_comes_back_as_it_was(kept: Conversations) -> None:
    given = answer(
        *DOME.sentences, nearest=(passage("a spectrograph"),), passages=(passage("Instruments"),)
    )
    stored = kept.keep(MINE, talk(given, MIRROR))
    assert stored.id
    assert kept.open(MINE, stored.id) == stored


def test_it_outlives_the_program(kept: Conversations, tmp_path: Path) -> None:
    stored = kept.keep(MINE, talk(DOME))
    kept.close()
    again = Conversations(tmp_path / "data" / "conversations.sqlite")
    assert again.open(MINE, stored.id) == stored


def test_nobody_else_can_open_list_rename_or_delete_it(kept: Conversations) -> None:
    stored = kept.keep(MINE, talk(DOME))
    assert kept.open(YOURS, stored.id) is None
    assert kept.entries(YOURS) == ()
    kept.rename(YOURS, stored.id, "Stolen")
    kept.delete(YOURS, stored.id)
    assert kept.open(MINE, stored.id) == stored


def test_what_is_kept_under_the_id_of_another_visitor_is_a_conversation_of_its_own(
    kept: Conversations,
) -> None:
    stored = kept.keep(MINE, talk(DOME))
    copied = kept.keep(YOURS, stored.begun(Exchange(question="And?")))
    assert copied.id != stored.id
    assert kept.open(MINE, stored.id) == stored


def test_a_document_is_kept_once_and_goes_with_the_last_answer_that_quotes_it(
    kept: Conversations, tmp_path: Path
) -> None:
    one, other = kept.keep(MINE, talk(DOME, MIRROR)), kept.keep(MINE, talk(DOME))
    count = "SELECT count(*) FROM documents"
    with sqlite3.connect(tmp_path / "data" / "conversations.sqlite") as db:
        assert db.execute(count).fetchone() == (1,)
        kept.delete(MINE, one.id)
        assert db.execute(count).fetchone() == (1,)
        kept.delete(MINE, other.id)
        assert db.execute(count).fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM exchanges").fetchone() == (0,)
    db.close()


def test_an_answer_that_was_cut_short_comes_back_as_stopped(kept: Conversations) -> None:
    begun = Conversation().begun(Exchange(question="When?", steps=(Step(name="rank"),)))
    stored = kept.keep(MINE, begun)
    opened = kept.open(MINE, stored.id)
    assert opened is not None
    assert opened.exchanges[0].stopped


def test_keeping_again_replaces_the_last_exchange(kept: Conversations) -> None:
    begun = kept.keep(MINE, Conversation().begun(Exchange(question="When?")))
    answered = kept.keep(MINE, begun.ending_in(Exchange(question="When?", answer=DOME)))
    assert kept.open(MINE, begun.id) == answered
    assert len(kept.entries(MINE)) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [("mirror", 1), ("Jena", 1), ("100%", 1), ("100_", 0), ("nothing", 0), ("When", 2)],
)
def test_search_finds_words_of_titles_questions_and_answers(
    kept: Conversations, words: str, found: int
) -> None:
    kept.keep(MINE, talk(DOME))
    kept.keep(MINE, talk(DOME, MIRROR))
    assert len(kept.entries(MINE, words)) == found


def test_a_conversation_is_called_by_its_first_question_until_it_is_renamed(
    kept: Conversations,
) -> None:
    stored = kept.keep(MINE, talk(DOME))
    assert kept.entries(MINE)[0].title == "When?"
    kept.rename(MINE, stored.id, "  The   dome ")
    kept.rename(MINE, stored.id, " ")
    assert kept.entries(MINE)[0].title == "The dome"


def test_an_opinion_is_kept_with_its_answer(kept: Conversations) -> None:
    stored = kept.keep(MINE, talk(DOME))
    opinion = Feedback(verdict="unhelpful", reason="wrong", words="It was 1932.")
    rated = kept.rate(MINE, stored, 0, opinion)
    assert rated.exchanges[0].feedback == opinion
    assert kept.open(MINE, stored.id) == rated


def test_asking_an_earlier_question_again_keeps_the_first_conversation_whole() -> None:
    conversation = talk(DOME, MIRROR).model_copy(update={"id": "kept"})
    assert conversation.before(1).id == "kept"
    assert conversation.before(0).id == ""


def test_a_browser_without_a_cookie_keeps_nothing(kept: Conversations) -> None:
    assert kept.keep("", talk(DOME)).id == ""
    assert kept.entries("") == ()


def test_an_answer_of_another_version_of_the_program_is_told_and_the_rest_is_shown(
    kept: Conversations, tmp_path: Path
) -> None:
    stored = kept.keep(MINE, talk(DOME, MIRROR))
    with sqlite3.connect(tmp_path / "data" / "conversations.sqlite") as db:
        db.execute("UPDATE exchanges SET packed = '{\"other\": 1}' WHERE position = 0")
    db.close()
    opened = kept.open(MINE, stored.id)
    assert opened is not None
    assert "another version" in (opened.exchanges[0].error or "")
    assert opened.exchanges[1].answer == MIRROR


def test_a_file_that_cannot_be_used_is_one_line_without_its_path(tmp_path: Path) -> None:
    broken = tmp_path / "conversations.sqlite"
    broken.write_text("this is no database" * 100)
    with pytest.raises(PageError) as raised:
        Conversations(broken).keep(MINE, talk(DOME))
    assert str(tmp_path) not in str(raised.value)
    assert str(raised.value).count("\n") == 0
