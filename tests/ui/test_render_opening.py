from tests.ui.panes import elements, found
from ui.page import Holdings
from ui.render_opening import render_opening


def test_before_the_first_question_examples_are_offered() -> None:
    pane = render_opening(Holdings(ready=True, suggestions=("When?", "Where?")))
    buttons = elements(pane, "*[@data-event='ask']")
    assert [b.get("data-question") for b in buttons] == ["When?", "Where?"]


def test_without_documents_the_page_tells_how_to_add_them() -> None:
    pane = render_opening(Holdings(ready=True, missing=True))
    assert found(pane, "code") == ["python -m ingest PATH"]


def test_an_index_that_cannot_be_opened_is_told_in_its_line() -> None:
    pane = render_opening(Holdings(ready=True, trouble="The index is damaged."))
    assert found(pane, "*[@role='alert']") == ["The index is damaged."]
