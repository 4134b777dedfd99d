"""The date in the head of a document that names none elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain import intake

from ingest.dateline import dateline
from ingest.discover import Source

BODY = "The mill was bought by the town on 3 May 1957, and it has ground no corn since then."


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("To all members\n\n9 September 2024", "2024-09-09"),
        ("The mill society\n\nThursday 19 June 2025, 19.30, town hall", "2025-06-19"),
        ("Minutes of the meeting held on Wednesday 12 March 2025 at the mill", "2025-03-12"),
        ("THE MILL SOCIETY\n\nAutumn meeting, 21 and 22 November 2024, Sarn", "2024-11-22"),
        ("The mill\n\nPublished: 2024-02-03", "2024-02-03"),
        ("The mill\n\nUpdated May 4, 2024 by Ada Holm", "2024-05-04"),
        ("Le moulin\n\nCommuniqué du 1er octobre 2024", "2024-10-01"),
        ("The mill opens\n\nMarden, 4 October 2022. " + BODY, "2022-10-04"),
        ("The mill opens\n\nMARDEN, October 4, 2022 – " + BODY, "2022-10-04"),
        ("Decision 11 of 9 April 2025\nBrae against Marden (16 March 2025)", "2025-04-09"),
    ],
)
def test_a_head_tells_the_date(head: str, expected: str) -> None:
    assert dateline(f"{head}\n\n{BODY}") == expected


@pytest.mark.parametrize(
    "head",
    [
        "The fire of 3 May 1957",
        "Ada Holm\n\nBorn 4 May 1890 in Marden",
        "Fares\n\nValid from 1 January 2025",
        "The mill\n\nOpen 1 April to 31 October 2022",
        "The mill\n\nOn 4 October 2022, the town opened it with a feast for all who had helped.",
        "The mill\n\nThe letter of 4 October 2022 had said so to everybody in the town.",
        "The mill\n\nIts accounts were not bad. The report came on 4 October 2022, as always.",
        "The mill\n\nOn 4 May 2020, it burned.",
        "The mill\n\nMarch 2024",
        "The mill in 2024",
        "The mill\n\n30 February 2024",
    ],
)
def test_the_date_of_something_else_is_not_that_of_the_document(head: str) -> None:
    assert dateline(f"{head}\n\n{BODY}") is None


def test_a_date_below_the_head_is_none() -> None:
    assert dateline(f"The mill\n\n{BODY}\n\nMarden, 4 October 2022") is None


def test_a_hostile_head_takes_no_time() -> None:
    assert dateline("a, " * 5000 + "4 October 2022") is None


def test_what_a_document_names_itself_counts_first(tmp_path: Path) -> None:
    letter = "To all members\n\n9 September 2024\n\n" + BODY
    (tmp_path / "letter.txt").write_text(letter)
    (tmp_path / "dated.md").write_text(f"---\ndate: 2020\n---\n{letter}")
    sources = [
        Source(id=name, root=str(tmp_path), path=tmp_path / name)
        for name in ("letter.txt", "dated.md")
    ]
    found, _ = intake().read_all(sources)
    assert [one.document.metadata.date for one in found] == ["2024-09-09", "2020"]
