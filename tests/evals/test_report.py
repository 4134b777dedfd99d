import re

import pytest
from builders import (
    ScriptedAssistant,
    make_answer,
    make_case,
    make_document,
    make_passage,
    make_sentence,
)

from evals.cases import Peer, make_suite
from evals.report import report
from evals.run import Options, run
from evals.runs import score_run, write_run

HOSTILE = "<script>alert(1)</script><img src=http://evil.test/x.png> built in 1871."


@pytest.fixture
def page(tmp_path):
    document = make_document("<b>old.md", HOSTILE, date="1990-05")
    said = make_sentence(document, HOSTILE, label="<i>label")
    wrong = make_answer(said, passages=(make_passage(document),), lead="<u>lead", confidence=0.4)
    cases = [
        make_case(id="<s>wrong", question="<q>When?", nuggets=[["1873<x>"]], sources=["<b>old.md"]),
        make_case(id="fine", question="Where?", nuggets=[["1871"]]),
        make_case("unanswerable", id="refused", question="Who?"),
    ]
    assistant = ScriptedAssistant({"<q>When?": wrong, "Where?": wrong}, (document,))
    made = run(make_suite("<h1>suite", cases), assistant, Options())
    made = made.model_copy(update={"peers": (Peer(run="<em>bm25", results={"fine": ()}),)})
    write_run(tmp_path, made)
    return report(made, score_run(tmp_path, made))


def test_no_text_of_document_case_or_answer_becomes_markup(page):
    tags = set(re.findall(r"<(\w+)", page))
    assert tags.isdisjoint({"script", "img", "s", "q", "i", "u", "x", "em"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_needs_nothing_from_elsewhere(page):
    assert not re.search(
        r"""(?:src|href)\s*=|url\(|@import|<script|<link""", page.replace("&lt;img src=http", "")
    )
    assert "default-src 'none'" in page


def test_a_failed_case_comes_with_question_expectation_answer_quotes_and_passages(page):
    failures = page[page.index("Failed cases (1)") :]
    for part in ("When?", "says 1873", "cites", "built in 1871.", "May 1990", "does not say 1873"):
        assert part in failures
    assert "fine" not in failures.partition("How this was made")[0]


def test_figures_come_with_their_number_of_cases_and_a_curve_of_risk(page):
    assert re.search(r"<td>right</td>.*?0\.667", page, flags=re.DOTALL)
    assert '<path class="curve" d="M' in page
