"""Date, outlet and language of pages built after the patterns that sites use."""

import json
from typing import NamedTuple

import pytest

from ingest.discover import Source
from ingest.intake import Intake
from ingest.language import detect_language
from ingest.webpage import parse_webpage


class Said(NamedTuple):
    """How a page says one thing: in its head, in its body, on its html element."""

    head: str = ""
    body: str = ""
    html: str = ""


def _ld(**values: object) -> str:
    data = json.dumps({"@context": "https://schema.org", **values})
    return f'<script type="application/ld+json">{data}</script>'


def _meta(name: str, content: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{content}">'


DATES = {
    "json-ld article": Said(_ld(**{"@type": "NewsArticle", "datePublished": "2022-10-04T09:30:00+02:00",
                                   "dateModified": "2024-01-02"})),
    "json-ld graph": Said(_ld(**{"@graph": [{"@type": "WebSite", "name": "x"},
                                            {"@type": "Article", "datePublished": "2022-10-04"}]})),
    "json-ld list": Said(_ld(**{"@type": ["Article", "BlogPosting"], "datePublished": "2022-10-04 08:00"})),
    "json-ld web page": Said(_ld(**{"@type": "WebPage", "datePublished": "2022-10-04"})),
    "open graph": Said(_meta("article:published_time", "2022-10-04T07:00:00Z", "property")
                       + _meta("article:modified_time", "2024-02-03T07:00:00Z", "property")),
    "itemprop": Said(_meta("datePublished", "2022-10-04", "itemprop")),
    "dublin core": Said(_meta("DC.date.issued", "2022-10-04")),
    "dc terms": Said(_meta("dcterms.created", "2022-10-04")),
    "citation": Said(_meta("citation_publication_date", "2022/10/04")),
    "date": Said(_meta("date", "2022-10-04")),
    "pubdate": Said(_meta("pubdate", "2022-10-04T10:00")),
    "time element": Said(body='<p><time datetime="2022-10-04T12:00">4 October 2022</time></p>'),
    "time pubdate": Said(body='<time class="entry-date published" datetime="2022-10-04">Oct 4</time>'),
    "plain text": Said(body='<p class="date">4 October 2022</p>'),
    "plain us": Said(body='<div class="post-date">October 4, 2022</div>'),
    "plain iso": Said(body='<span class="published">2022-10-04</span>'),
    "plain dots": Said(body='<p class="meta">Published: 04.10.2022</p>'),
    "plain french": Said(body='<p class="date">Publié le 4 octobre 2022</p>'),
    "plain german": Said(body='<p class="datum">4. Oktober 2022</p>'),
    "byline": Said(body='<p class="byline">By Ada Penn | 4 October 2022</p>'),
}  # fmt: skip
OUTLETS = {
    "open graph": Said(_meta("og:site_name", "The Fell Gazette", "property")),
    "json-ld object": Said(_ld(**{"@type": "NewsArticle", "publisher": {"@type": "Organization",
                                                                        "name": "The Fell Gazette"}})),
    "json-ld text": Said(_ld(**{"@type": "Article", "publisher": "The Fell Gazette"})),
    "publisher": Said(_meta("publisher", "The Fell Gazette")),
    "dublin core": Said(_meta("DC.publisher", "The Fell Gazette")),
    "application": Said(_meta("application-name", "The Fell Gazette")),
    "journal": Said(_meta("citation_journal_title", "The Fell Gazette")),
    "title": Said(),
}  # fmt: skip
LANGUAGES = {
    "html": Said(html=' lang="en"'),
    "region": Said(html=' lang="en-GB"'),
    "xml": Said(html=' xml:lang="en"'),
    "open graph": Said(_meta("og:locale", "en_GB", "property")),
    "http": Said(_meta("Content-Language", "en", "http-equiv")),
    "dublin core": Said(_meta("DC.language", "en")),
    "json-ld": Said(_ld(**{"@type": "Article", "inLanguage": "en-US"})),
    "words": Said(),
}

TEXT = (
    "<p>The mountain station of Brannock has measured the snow of the valley every morning since"
    " 1974, and those who keep it say that the winters have become shorter.</p>"
    "<p>Its keeper, who was asked whether the station would go on, said that there was no reason to"
    " stop, and that the instruments of 1974 still work as they did on the first day.</p>"
)
LATER = (
    '<aside class="related"><h3>More</h3><ul><li>Snow in May <time datetime="2025-05-01">1 May'
    " 2025</time></li></ul></aside><footer>© 2026 all rights reserved</footer>"
)


def _cases() -> list[tuple[str, str, str]]:
    """Every date pattern twice, so that each pattern of the others occurs as well."""
    outlets, languages = list(OUTLETS), list(LANGUAGES)
    return [
        (date, outlets[(at + turn * 3) % len(outlets)], languages[(at * 3 + turn) % len(languages)])
        for turn in range(2)
        for at, date in enumerate(DATES)
    ]


def _page(date: str, outlet: str, language: str) -> bytes:
    said = [DATES[date], OUTLETS[outlet], LANGUAGES[language]]
    head = "".join(part.head for part in said)
    body = "".join(part.body for part in said)
    name = " | The Fell Gazette" if outlet == "title" else ""
    return (
        f"<!DOCTYPE html><html{said[2].html}><head><title>The snow of Brannock{name}</title>{head}"
        f"</head><body><nav><a href='/'>Home</a></nav><article><h1>The snow of Brannock</h1>{body}"
        f"{TEXT}</article>{LATER}</body></html>"
    ).encode()


def test_date_outlet_and_language_are_right_on_nearly_all_of_forty_pages():
    cases = _cases()
    wrong = []
    for case in cases:
        loaded = parse_webpage(_page(*case))
        found = loaded.metadata
        # As the intake does for a page that does not say it.
        words = " ".join(block.text for block in loaded.blocks)
        said = (found.date, found.publisher, found.language or detect_language(words))
        if said != ("2022-10-04", "The Fell Gazette", "en"):
            wrong.append((case, said))

    assert len(cases) == 40
    assert len(wrong) <= 2, wrong


def test_every_pattern_occurs():
    dates, outlets, languages = (set(column) for column in zip(*_cases(), strict=True))

    assert (dates, outlets, languages) == (set(DATES), set(OUTLETS), set(LANGUAGES))


@pytest.mark.parametrize(
    "head",
    [
        _ld(**{"@type": "Article", "datePublished": 20221004, "publisher": [1, {"name": 2}]}),
        '<script type="application/ld+json">{"@graph": {"a": [</script>',
        _meta("date", "2022-13-45") + _meta("og:site_name", " ", "property"),
        _meta("article:published_time", "yesterday", "property"),
    ],
)
def test_what_makes_no_sense_is_unknown(head):
    page = f"<html><head>{head}</head><body><p>Words about the valley.</p></body></html>".encode()

    assert parse_webpage(page).metadata.date is None
    assert parse_webpage(page).metadata.publisher is None


def test_a_page_that_says_nothing_of_itself_says_nothing():
    metadata = parse_webpage(b"<p>A short note.</p>").metadata

    assert (metadata.date, metadata.publisher, metadata.author) == (None, None, None)


def test_the_author_of_a_page_is_known():
    page = _meta("author", "Ada Penn") + TEXT

    assert parse_webpage(page.encode()).metadata.author == "Ada Penn"


def test_a_page_that_does_not_say_its_language_is_read_with_that_of_its_words(tmp_path, sandbox):
    page = tmp_path / "page.html"
    page.write_text("<p>" + "Le port a été construit par des gens qui ne l'ont jamais vu. " * 3)
    source = Source(path=page, root=str(tmp_path), id="page.html")

    assert Intake(sandbox=sandbox).read(source).document.metadata.language == "fr"
