import json

import pytest

from tests.ui.panes import talk
from tests.ui.scripted import DOME, answer, document, passage, sentence
from ui.export import export

TALK = talk(DOME).model_copy(update={"title": "The dome", "id": "x"})


def test_markdown_has_questions_as_headings_and_sources_as_numbers() -> None:
    media_type, text = export(TALK, "md")
    assert media_type == "text/markdown"
    assert "# The dome" in text
    assert "## When?" in text
    assert "The dome was finished in 1931. (1)" in text.replace("\\", "")
    assert "1. The observatory, publisher unknown, date unknown: “The dome" in text


@pytest.mark.parametrize(
    "text", ["![a](https://elsewhere.example/a.png)", "[a](javascript:alert(1))", "<b>_*`#"]
)
def test_markdown_of_documents_is_no_markup_in_a_saved_conversation(text: str) -> None:
    quoted = sentence(text, of=document(text, title=text))
    _, saved = export(talk(answer(quoted, question=text)), "md")
    assert text not in saved
    assert text in saved.replace("\\", "")


def test_json_is_what_every_interface_gives_out() -> None:
    _, text = export(TALK, "json")
    saved = json.loads(text)
    assert saved["title"] == "The dome"
    assert saved["exchanges"][0]["answer"]["citations"][0]["quote"] == DOME.citations[0].quote


def test_a_refusal_is_saved_with_what_it_says() -> None:
    refusal = answer(
        status="not_found", lead="The documents do not say.", nearest=(passage("a spectrograph"),)
    )
    for ending in ("md", "html"):
        assert "The documents do not say." in export(talk(refusal), ending)[1]
