"""How an answer came about can be read, and worked out again from what is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.explain import explain
from ingest.pipeline import Report

TEXT = """# The mill

The mill was built in 1820 by Ada Holm. It has three stones and a wheel of 6 metres.

## Later

The wheel was renewed in 1911. The baker bought the mill in 1950. It is closed on Mondays.
"""


@pytest.fixture
def explained(folder: Path, take_in: Callable[..., Report], assistant: Assistant) -> str:
    (folder / "mill.md").write_text(TEXT)
    assert take_in().failed == ()
    answer = assistant.ask("When was the wheel of the mill renewed?")
    weight = assistant.settings.retrieval.dense_weight
    return explain(answer, assistant.evidence(answer.query), weight=weight)


def test_the_order_of_the_passages_follows_from_the_shares_that_are_shown(explained: str):
    found = re.search(
        r"by (0\.\d+) of the share by meaning and (0\.\d+) of that by words", explained
    )
    assert found is not None
    rows = re.findall(r"^ *([01]\.\d{6}) +([01]\.\d{6}) \(.*?\) +([01]\.\d{6}) \(", explained, re.M)
    assert len(rows) > 1
    sums = [float(found[1]) * float(by[0]) + float(found[2]) * float(by[1]) for _, *by in rows]
    assert sums == pytest.approx([float(shown) for shown, *_ in rows], abs=2e-6)
    assert sums == sorted(sums, reverse=True)


def test_sentences_stand_by_confidence_and_each_one_left_out_has_a_reason(explained: str):
    judged, left_out = explained.split("Left out:")
    confidences = [float(c) for c in re.findall(r"^ +(0\.\d{4}) ", judged, re.M)]
    assert confidences
    assert confidences == sorted(confidences, reverse=True)
    assert "The wheel was renewed in 1911." in judged
    assert re.search(r"^  it \w+.*: It is closed on Mondays\.", left_out, re.M)
