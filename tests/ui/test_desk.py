import threading
from collections.abc import Callable

import pytest

from assistant.errors import IndexDamaged, IndexMissing, PageError
from assistant.standing import Standing
from assistant.types import Span, Step
from tests.ui.scripted import DOME, ScriptedAssistant, answer, document, passage, sentence
from ui.desk import LONGEST_HISTORY, LONGEST_QUESTION, Desk, Request
from ui.page import Conversation, Exchange, Holdings, Place, Selection


def desk_of(assistant: object) -> Desk:
    return Desk(lambda: assistant)  # type: ignore[arg-type,return-value]


class SlowAssistant(ScriptedAssistant):
    """Takes until it is told to go on to load its models, and counts how often it does."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.loads = 0

    def warm(self) -> None:
        self.loads += 1
        self.begun.set()
        self.go_on.wait(5)


def failing_first(error: Exception) -> Callable[[], ScriptedAssistant]:
    failures = [error]

    def open_assistant() -> ScriptedAssistant:
        if failures:
            raise failures.pop()
        return ScriptedAssistant()

    return open_assistant


def test_a_visitor_is_told_of_the_documents_and_then_of_questions_to_begin_with() -> None:
    at_hand, prepared = desk_of(ScriptedAssistant()).welcome()
    assert at_hand == Holdings(ready=True, documents=1, version=3)
    assert prepared.suggestions == ("When was the dome finished?",)


def test_after_the_first_ingest_a_reload_works() -> None:
    desk = Desk(failing_first(IndexMissing("There is no index.")))
    assert list(desk.welcome()) == [Holdings(ready=True, missing=True)]
    assert next(desk.welcome()).documents == 1


def test_an_index_that_cannot_be_opened_is_told_on_the_page() -> None:
    desk = Desk(failing_first(IndexDamaged("The index is damaged.")))
    assert list(desk.welcome()) == [Holdings(ready=True, trouble="The index is damaged.")]


def test_the_assistant_is_opened_once_for_all_who_come_at_the_same_time() -> None:
    opened = []
    desk = Desk(lambda: opened.append(None) or ScriptedAssistant())  # type: ignore[func-returns-value]
    visitors = [threading.Thread(target=desk.holdings) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(opened) == 1


def test_warming_loads_the_models_and_is_quiet_where_there_is_no_index() -> None:
    assistant = ScriptedAssistant()
    desk_of(assistant).warm()
    assert assistant.warmed.is_set()
    Desk(failing_first(IndexMissing("There is no index."))).warm()


def test_a_question_before_the_models_are_there_is_told_so_and_then_answered() -> None:
    assistant = ScriptedAssistant()
    desk = desk_of(assistant)
    told = desk.converse(Conversation(), "When was it?")
    assert [next(told).exchanges[-1].steps for _ in range(2)] == [(), (Step(name="load"),)]
    assert not assistant.warmed.is_set()
    *_, talk = told
    assert assistant.warmed.is_set()
    assert talk.exchanges[-1].answer is not None
    *_, talk = desk.converse(talk, "And then?")
    assert [step.name for step in talk.exchanges[-1].steps] == ["retrieve"]


def test_the_models_are_loaded_once_though_a_question_comes_meanwhile() -> None:
    assistant = SlowAssistant()
    desk = desk_of(assistant)
    warming = threading.Thread(target=desk.warm)
    warming.start()
    assistant.begun.wait(5)
    asking = threading.Thread(target=lambda: desk.answer(Request(question="When was it?")))
    asking.start()
    assert assistant.asked == []
    assistant.go_on.set()
    warming.join()
    asking.join()
    assert (assistant.loads, len(assistant.asked)) == (1, 1)


def test_a_conversation_grows_by_question_steps_sentences_and_answer() -> None:
    desk = desk_of(ScriptedAssistant())
    desk.warm()
    stages = list(desk.converse(Conversation(), "  When\nwas it?  "))
    grown = [talk.exchanges[-1] for talk in stages]
    assert [e.question for e in grown] == ["When was it?"] * 4
    assert [len(e.steps) for e in grown] == [0, 1, 1, 1]
    assert grown[2].steps[0].seconds is not None
    assert [len(e.sentences) for e in grown] == [0, 0, 1, 1]
    assert [e.complete for e in grown] == [False, False, False, True]


def test_the_newest_answer_selects_its_first_citation() -> None:
    *_, talk = desk_of(ScriptedAssistant()).converse(Conversation(), "When?")
    *_, talk = desk_of(ScriptedAssistant()).converse(talk, "And then?")
    selection = talk.select_newest(before=None)
    assert selection == Selection(exchange=1, place=0)
    assert not selection.opened
    place = talk.exchanges[1].places[0]
    assert place.span.within(place.document.text) == DOME.citations[0].quote


def test_a_refusal_leaves_the_selection_as_it_was() -> None:
    refusal = answer(status="not_found", nearest=(passage("a spectrograph"),))
    *_, talk = desk_of(ScriptedAssistant(refusal)).converse(Conversation(), "Who?")
    before = Selection(exchange=0, place=0)
    assert talk.select_newest(before=before) is before


def test_answered_questions_become_the_history_and_failed_ones_do_not() -> None:
    assistant = ScriptedAssistant()
    desk = desk_of(assistant)
    *_, talk = desk.converse(Conversation(), "When?")
    *_, talk = desk_of(ScriptedAssistant(IndexDamaged("Damaged."))).converse(talk, "Failing?")
    *_, talk = desk.converse(talk, "And the mirror?")
    assert assistant.asked[-1] == ("And the mirror?", ["When?"])
    assert [e.error for e in talk.exchanges] == [None, "Damaged.", None]


def test_a_fault_of_the_program_is_told_without_its_details(
    caplog: pytest.LogCaptureFixture,
) -> None:
    *_, talk = desk_of(ScriptedAssistant(KeyError("secret"))).converse(Conversation(), "When?")
    error = talk.exchanges[-1].error
    assert error is not None
    assert "secret" not in error
    assert "secret" in caplog.text


def test_a_question_of_white_space_asks_nothing() -> None:
    assistant = ScriptedAssistant()
    assert list(desk_of(assistant).converse(Conversation(), " \n ")) == []
    assert assistant.asked == []


def test_a_question_that_is_too_long_is_refused_with_one_line() -> None:
    assistant = ScriptedAssistant()
    *_, talk = desk_of(assistant).converse(Conversation(), "x" * (LONGEST_QUESTION + 1))
    assert talk.exchanges[-1].error == ("The question has 8,001 characters; shorten it to 8,000.")
    assert len(talk.exchanges[-1].question) < 200
    assert assistant.asked == []


def test_the_longest_question_is_answered() -> None:
    *_, talk = desk_of(ScriptedAssistant()).converse(Conversation(), "x" * LONGEST_QUESTION)
    assert talk.exchanges[-1].answer is not None


def test_half_a_surrogate_pair_in_a_question_can_be_shown() -> None:
    *_, talk = desk_of(ScriptedAssistant()).converse(Conversation(), "When \ud83d?")
    assert talk.exchanges[-1].question.encode()


def test_earlier_questions_are_asked_first_and_join_the_history() -> None:
    assistant = ScriptedAssistant()
    desk_of(assistant).answer(Request(question="And?", history=("One?", "Two?")))
    assert assistant.asked == [
        ("One?", []),
        ("Two?", ["One?"]),
        ("And?", ["One?", "Two?"]),
    ]


@pytest.mark.parametrize(
    "request_",
    [
        Request(question=" "),
        Request(question="x" * (LONGEST_QUESTION + 1)),
        Request(question="And?", history=("x" * (LONGEST_QUESTION + 1),)),
        Request(question="And?", history=("",)),
        Request(question="And?", history=("One?",) * (LONGEST_HISTORY + 1)),
    ],
    ids=["empty", "long", "long before", "empty before", "many before"],
)
def test_a_request_beyond_the_limits_is_refused_before_anything_is_asked(
    request_: Request,
) -> None:
    assistant = ScriptedAssistant()
    with pytest.raises(PageError):
        desk_of(assistant).answer(request_)
    assert assistant.asked == []


SLS = document(
    "The Skerra Lighthouse Station (SLS) was founded in 1874 by the harbour board.", title="Skerra"
)


def asked_of_skerra(*questions: str) -> Conversation:
    given = answer(sentence("founded in 1874", of=SLS))
    return Conversation(exchanges=tuple(Exchange(question=q, answer=given) for q in questions))


def test_follow_ups_are_questions_that_the_cited_document_answers_and_nobody_asked() -> None:
    assistant = ScriptedAssistant()
    assistant.held = SLS
    assistant.suggested = ("When was SLS founded?", "What does SLS stand for?")
    desk = desk_of(assistant)
    assert desk.follow_ups(asked_of_skerra("Who?")) == assistant.suggested
    assert assistant.sought == [("en", SLS.id)]
    asked = asked_of_skerra("what does sls stand for?")
    assert desk.follow_ups(asked) == ("When was SLS founded?",)


def test_a_document_that_has_changed_since_it_was_quoted_leads_to_no_questions() -> None:
    assistant = ScriptedAssistant()
    assert desk_of(assistant).follow_ups(asked_of_skerra("Who?")) == ()


def test_questions_to_begin_with_are_found_once_for_all_who_wait_in_a_language() -> None:
    assistant = ScriptedAssistant()
    desk = desk_of(assistant)
    visitors = [threading.Thread(target=lambda: list(desk.welcome("fr"))) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    list(desk.welcome())
    assert assistant.sought == [("fr", None), ("en", None)]


def test_a_quoted_document_is_unchanged_changed_or_removed() -> None:
    assistant = ScriptedAssistant()
    desk, quoted = desk_of(assistant), Place(document=document(), span=Span(start=0, end=15))
    assert desk.standing(quoted).state == "unchanged"
    assistant.held = SLS
    assert desk.standing(quoted) == Standing(state="changed", today=SLS)
    assistant.held = None
    assert desk.standing(quoted) == Standing(state="removed")
