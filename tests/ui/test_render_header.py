import pytest

from tests.ui.panes import found
from ui.page import Holdings
from ui.render_header import render_header


@pytest.mark.parametrize(
    ("holdings", "state"),
    [
        (
            Holdings(ready=True, documents=1, version=3, embedding="a/finder"),
            "1 document, version 3 · found with finder, answered without a chat model"
            " · nothing leaves this machine",
        ),
        (
            Holdings(
                ready=True,
                documents=1200,
                version=4,
                embedding="finder",
                model="p:writer",
                host="h",
            ),
            "1,200 documents, version 4 · found with finder, written by p:writer"
            " · questions and evidence go to h",
        ),
        (Holdings(ready=True, missing=True), "no documents yet · nothing leaves this machine"),
        (Holdings(ready=True, trouble="Damaged."), "nothing leaves this machine"),
        (Holdings(), "opening the documents …"),
    ],
)
def test_the_header_tells_the_state_in_one_line(holdings: Holdings, state: str) -> None:
    assert found(render_header(holdings), "p") == [state]
