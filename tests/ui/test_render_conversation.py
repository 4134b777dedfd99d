from assistant.types import Span, Step
from tests.ui.panes import elements, found, said, shown, talk
from tests.ui.scripted import DOME, answer, document, passage, sentence
from ui.page import Conversation, Exchange, Selection
from ui.render_conversation import render_conversation


def test_an_answer_is_a_heading_words_and_a_numbered_button() -> None:
    pane = said(DOME)
    assert found(pane, "h2") == ["When?"]
    assert found(pane, "strong") == ["1931"]
    assert found(pane, "*[@class='answer']") == ["The dome was finished in 1931.1"]
    (number,) = elements(pane, "sup/button")
    assert (number.get("data-exchange"), number.get("data-place")) == ("0", "0")
    assert number.get("aria-label") == "Source 1: The observatory"
    assert number.get("data-quote") == "The dome was finished in 1931."
    assert number.get("data-origin") == "The observatory, publisher unknown, date unknown"


def test_the_number_of_the_source_that_is_shown_is_the_current_one() -> None:
    two = answer(sentence("The dome", 1), sentence("Its mirror", 2))
    pane = render_conversation(talk(two), Selection(exchange=0, place=1))
    assert [b.get("aria-current") for b in elements(pane, "sup/button")] == [None, "true"]


def test_numbers_cannot_be_clicked_before_the_answer_is_complete() -> None:
    exchange = Exchange(question="When?", sentences=DOME.sentences, steps=(Step(name="rank"),))
    pane = render_conversation(Conversation(exchanges=(exchange,)))
    assert found(pane, "sup") == ["1"]
    assert found(pane, "button") == []
    assert found(pane, "*[@aria-busy]//li") == ["Weighing the evidence"]


def test_items_become_a_list_and_readings_keep_their_labels() -> None:
    items = [
        sentence("a refractor of 30 cm", 1).model_copy(update={"item": True}),
        sentence("a spectrograph", 2).model_copy(update={"item": True}),
        sentence("Its mirror came from Jena.", 3).model_copy(update={"label": "Of the mirror"}),
    ]
    pane = said(answer(*items))
    assert found(pane, "ul[@class='answer']/li") == ["a refractor of 30 cm1", "a spectrograph2"]
    assert found(pane, "*[@class='label']") == ["Of the mirror"]


def test_an_item_that_answers_alone_is_no_list() -> None:
    item = sentence("a spectrograph").model_copy(update={"item": True})
    assert found(said(answer(item)), "p[@class='answer']") == ["a spectrograph1"]


def test_a_disagreement_is_two_sides_with_value_quote_document_and_date() -> None:
    later = document("The dome was finished in 1932.", title="Yearbook", date="1950-03")
    later = later.model_copy(update={"id": "yearbook.md"})
    given = answer(
        sentence("The dome was finished in 1931.", 1, bold="1931"),
        sentence("The dome was finished in 1932.", 2, of=later, bold="1932"),
        status="disagreement",
        lead="The documents disagree.",
    )
    pane = said(given)
    assert found(pane, "*[@class='lead']") == ["The documents disagree."]
    assert found(pane, "*[@class='side']/*[@class='value']") == ["1931", "1932"]
    assert found(pane, "*[@class='side']//blockquote")[1] == "“The dome was finished in 1932.”2"
    assert found(pane, "*[@class='side']//figcaption") == [
        "The observatory, publisher unknown, date unknown",
        "Yearbook, publisher unknown, March 1950",
    ]
    assert found(pane, "*[@class='figures']") == ["2 sources", "0.2 s"]


def test_documents_that_agree_stand_on_the_same_side() -> None:
    given = answer(
        sentence("finished in 1931", 1, bold="1931"),
        sentence("1931", 2, bold="1931"),
        sentence("30 cm", 3, bold="30"),
        status="disagreement",
    )
    pane = said(given)
    assert found(pane, "*[@class='side']/*[@class='value']") == ["1931", "30"]
    assert [len(s.findall("figure")) for s in elements(pane, "*[@class='side']")] == [2, 1]


def test_a_refusal_is_a_line_with_the_nearest_passages() -> None:
    given = answer(
        status="not_found",
        lead="The documents do not say.",
        nearest=(passage("a spectrograph"), passage("Its mirror came from Jena.")),
    )
    pane = said(given)
    assert found(pane, "*[@class='refusal']") == ["The documents do not say."]
    assert found(pane, "*[@class='nearest']//cite") == ["The observatory"] * 2
    assert found(shown(given, place=1), "mark[@class='chosen']") == ["Its mirror came from Jena."]


def test_highlights_that_overlap_or_end_outside_lose_no_character() -> None:
    spans = (Span(start=4, end=12), Span(start=0, end=8), Span(start=25, end=99))
    bold = DOME.sentences[0].model_copy(update={"highlights": spans})
    pane = said(answer(bold))
    assert found(pane, "*[@class='answer']") == ["The dome was finished in 1931.1"]
    assert found(pane, "strong") == ["The dome", "was", "1931."]
