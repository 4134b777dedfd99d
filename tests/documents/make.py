"""Has real programs make the files in ``made/`` from the texts in ``texts.py``.

Needs pandoc, LibreOffice Writer and Chromium, which no check needs: what they make is kept. Run it
from the repository root: ``python tests/documents/make.py``.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from texts import TEXTS, Part, Text

MADE = Path(__file__).parent / "made"

PRINTED = {"bell-foundry", "lighthouse", "observatory", "salt-road"}
"""What Chromium prints; the others are PDFs of LibreOffice."""

NOTES = """---
title: The weather station
author: Ines Calder
date: 2021-05-04
lang: en-GB
---

# The weather station

The station was opened in 1881.[^1] It stands on the roof of the school.[^2]

Rain is measured at nine every morning.

[^1]: The date is that of the first entry in the log.
[^2]: Until 1902 it stood in the garden of the vicar.
"""

FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:styles><style:default-style style:family="paragraph"><style:text-properties
 fo:language="LANGUAGE" fo:country="none"/></style:default-style>
<style:style style:name="H1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"><style:text-properties fo:font-size="18pt"
 fo:font-weight="bold"/></style:style>
<style:style style:name="H2" style:display-name="Heading 2" style:family="paragraph"
 style:default-outline-level="2"><style:text-properties fo:font-size="14pt"
 fo:font-weight="bold"/></style:style>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="0.2cm" fo:text-align="justify"/><style:text-properties
 fo:font-size="10pt"/></style:style>
<style:style style:name="New" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page"/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties
 fo:page-width="14.8cm" fo:page-height="10cm" fo:margin-top="1cm" fo:margin-bottom="1cm"
 fo:margin-left="1.5cm" fo:margin-right="1.5cm"><style:columns fo:column-count="COLUMNS"
 fo:column-gap="0.6cm"/></style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="0.8cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="0.8cm"/></style:footer-style>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
<style:header><text:p>HEADER</text:p></style:header>
<style:footer><text:p>Page <text:page-number/> of <text:page-count/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>BODY</office:text></office:body></office:document>
"""


def main() -> None:
    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, text in TEXTS.items():
            (folder / f"{name}.html").write_text(page(text, titled=True))
            (folder / f"{name}-bare.html").write_text(page(text, titled=False))
        make_docx(folder)
        make_pdf(folder)
        make_html(folder)
        make_text(folder)


def make_docx(folder: Path) -> None:
    for at, name in enumerate(TEXTS):
        bare = folder / f"{name}-bare.html"
        odt = folder / f"{name}.odt"
        pandoc(bare, odt)
        if at % 2:
            pandoc(bare, MADE / f"{name}.docx")
        else:
            office(odt, "docx", MADE)
    notes = folder / "weather-station.md"
    notes.write_text(NOTES)
    pandoc(notes, MADE / "weather-station.docx")
    pandoc(notes, folder / "weather-station.odt")
    office(folder / "weather-station.odt", "pdf", MADE)


def make_pdf(folder: Path) -> None:
    for name, text in TEXTS.items():
        if name == "canal":
            flat = folder / "canal.fodt"
            flat.write_text(flattened(text, columns=2))
            office(flat, "pdf", MADE)
        elif name in {"library", "ferry"}:
            flat = folder / f"{name}.fodt"
            flat.write_text(flattened(text, columns=1))
            office(flat, "pdf", MADE)
        elif name not in PRINTED:
            office(folder / f"{name}.odt", "pdf", MADE)
        else:
            chromium(folder / f"{name}.html", MADE / f"{name}.pdf", headed=name == "lighthouse")


def make_html(folder: Path) -> None:
    for at, name in enumerate(TEXTS):
        source, made = folder / f"{name}.html", MADE / f"{name}.html"
        if at % 3 == 0:
            pandoc(source, made, "--standalone", "--metadata", f"lang={TEXTS[name].language}")
        elif at % 3 == 1:
            office(folder / f"{name}.odt", "html", MADE)
        else:
            made.write_bytes(dumped(source))
    recode("observatory.html", "latin-1", 'charset="iso-8859-1"')
    recode("ferry.html", "utf-16", 'charset="utf-16"')


def make_text(folder: Path) -> None:
    encodings = {
        "lighthouse": "utf-8",
        "tide-mill": "cp1252",
        "bell-foundry": "cp1252",
        "salt-road": "cp1250",
        "herbarium": "utf-8-sig",
        "ferry": "utf-16",
        "railway": "cp1251",
        "canal": "ascii",
        "observatory": "latin-1",
        "library": "utf-8",
    }
    for name, encoding in encodings.items():
        source = folder / f"{name}-bare.html"
        plain = folder / f"{name}.txt"
        pandoc(source, plain, "--to=plain", "--wrap=" + ("auto" if len(name) % 2 else "none"))
        words = plain.read_text()
        # Writer of the text file: Windows ends lines otherwise.
        ends = "\r\n" if encoding.startswith("cp") else "\n"
        (MADE / plain.name).write_bytes(words.replace("\n", ends).encode(encoding))
        marked = folder / f"{name}.md"
        flavour = "gfm" if len(name) % 2 else "commonmark+yaml_metadata_block+pipe_tables"
        pandoc(source, marked, f"--to={flavour}", "--standalone")
        unicode = {"tide-mill": "utf-16", "herbarium": "utf-8-sig"}.get(name, "utf-8")
        (MADE / marked.name).write_bytes(marked.read_text().encode(unicode))


def page(text: Text, *, titled: bool) -> str:
    """Return the text as a plain web page; pandoc writes a title out as one more heading."""
    body = ""
    for kind, parts in runs(text):
        inner = "".join(element(part) for part in parts)
        body += {"item": f"<ul>{inner}</ul>", "row": f"<table>{inner}</table>"}.get(kind, inner)
    title = f"<title>{html.escape(text.title)}</title>" if titled else ""
    style = "div.page { break-before: page } td, th { padding: 2px 12px }"
    return (
        f'<!DOCTYPE html><html lang="{text.language}"><head><meta charset="utf-8">'
        f"{title}<style>{style}</style></head>"
        f"<body>{body}</body></html>"
    )


def runs(text: Text) -> list[tuple[str, list[Part]]]:
    found: list[tuple[str, list[Part]]] = []
    for part in text.parts:
        if found and found[-1][0] == part.kind:
            found[-1][1].append(part)
        else:
            found.append((part.kind, [part]))
    return found


def element(part: Part) -> str:
    if part.kind == "page":
        return '<div class="page"></div>'
    if part.kind == "row":
        return "<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in part.cells) + "</tr>"
    tag = "li" if part.kind == "item" else part.kind
    return f"<{tag}>{html.escape(part.text)}</{tag}>"


def flattened(text: Text, *, columns: int) -> str:
    """Return the text as a document with running heads, narrow pages and hyphenated words."""
    body = ""
    for part in text.parts:
        if part.kind in {"h1", "h2"}:
            style, level = part.kind.upper(), part.kind[1]
            words = html.escape(part.text)
            body += (
                f'<text:h text:style-name="{style}" text:outline-level="{level}">{words}</text:h>'
            )
        elif part.kind == "page":
            body += '<text:p text:style-name="New"/>'
        else:
            words = "; ".join(part.cells) or ("• " if part.kind == "item" else "") + part.text
            body += f'<text:p text:style-name="P">{html.escape(softened(words))}</text:p>'
    flat = (
        FLAT.replace("COLUMNS", str(columns))
        .replace("HEADER", html.escape(text.title))
        .replace("LANGUAGE", text.language)
    )
    return flat.replace("BODY", body)


def softened(words: str) -> str:
    """Return the words with places where a line may end inside a long one."""
    return re.sub(r"[a-z]{8,}", lambda m: f"{m[0][:4]}\u00ad{m[0][4:-4]}\u00ad{m[0][-4:]}", words)


def recode(name: str, encoding: str, declared: str) -> None:
    path = MADE / name
    text = re.sub(r"charset=[\"']?utf-8[\"']?", declared, path.read_text(), count=1)
    path.write_bytes(text.encode(encoding))


def pandoc(source: Path, made: Path, *options: str) -> None:
    run("pandoc", "--from=" + ("html" if source.suffix == ".html" else "markdown"), *options,
        "--output", str(made), str(source))  # fmt: skip


def office(source: Path, suffix: str, folder: Path) -> None:
    run("soffice", "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source))


def chromium(source: Path, made: Path, *, headed: bool) -> None:
    plain = [] if headed else ["--no-pdf-header-footer"]
    run("chromium", *BROWSER, *plain, f"--print-to-pdf={made}", source.as_uri())


def dumped(source: Path) -> bytes:
    return run("chromium", *BROWSER, "--dump-dom", source.as_uri())


BROWSER = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


def run(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout


if __name__ == "__main__":
    main()
