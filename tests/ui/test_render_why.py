from assistant.rank import Evidence
from assistant.statements import statements
from assistant.types import Removal
from tests.ui.panes import elements, found
from tests.ui.scripted import DOME, answer, document, passage
from ui.render_why import render_why

JUDGED = [
    Evidence(
        statement=one,
        covered={},
        cover=0.5,
        similarity=0.25,
        reading=None,
        confidence=0.75,
        veto="no date in it" if "mirror" in one.text else None,
    )
    for one in statements(document())
]


def test_the_query_stands_in_a_form_that_asks_it_again() -> None:
    rewritten = answer(*DOME.sentences, question="And then?", query="When was the dome finished?")
    pane = render_why(rewritten, (), current=True)
    (form,) = elements(pane, "form")
    assert form.get("data-event") == "ask"
    assert found(pane, "textarea") == ["When was the dome finished?"]
    assert "“And then?”" in found(pane, "p")[1]


def test_evidence_is_shown_with_scores_what_was_used_and_why_not() -> None:
    pane = render_why(DOME, JUDGED, current=True)
    assert found(pane, "*[@class='used']/*[@class='quoted']") == ["The dome was finished in 1931."]
    assert "confidence 0.75 · words covered 0.50 · likeness 0.25" in found(pane, "p")
    assert found(pane, "*[@class='veto']") == ["Left out: no date in it"]


def test_passages_stand_in_their_ranks_and_removals_with_their_reasons() -> None:
    ranked = passage("a spectrograph").model_copy(update={"dense_rank": 2, "dense_score": 0.5})
    given = answer(
        *DOME.sentences,
        passages=(ranked,),
        removed=(Removal(text="An invention.", reason="no such quote"),),
    )
    pane = render_why(given, (), current=False)
    assert found(pane, "tbody/tr/td")[:3] == ["2 (0.50)", "–", "1.000"]
    assert "An invention. no such quote" in found(pane, "li")


def test_a_refusal_says_how_near_the_best_evidence_came_and_what_is_missing() -> None:
    refusal = answer(status="not_found", confidence=0.31, missing=("salary",))
    said = found(render_why(refusal, (), current=True), "p")
    assert any("confidence of 0.31" in line for line in said)
    assert any("salary" in line for line in said)
