"""What a comparison of two versions shows of long passages."""

from __future__ import annotations

import pytest

from assistant.differences import ChangedDocument, Differences
from ingest.console import print_differences

LONG = "The harbour of Vellmar lies behind two moles and a lighthouse that a storm has spared. " * 3


def test_a_long_passage_is_shown_where_it_differs(capsys: pytest.CaptureFixture[str]) -> None:
    was, now = (f"{LONG}It was built in {year}. {LONG}" for year in (1871, 1872))
    changed = ChangedDocument(id="harbour.md", gone=(was,), came=("Quite another.", now))
    print_differences(Differences(changed=(changed,)))
    _, gone, other, came = capsys.readouterr().out.splitlines()
    assert "built in 1871." in gone
    assert "+ Quite another." in other
    assert "built in 1872." in came
    assert max(map(len, (gone, came))) < 120
