import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ColloquyError, LoadError
from assistant.types import Metadata
from ingest.load import SUFFIXES, Block, Loaded, load, parse_text

DOCUMENTS = Path(__file__).parents[1] / "documents"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def markdown(folder: Path, content: str) -> Loaded:
    return load(write(folder, "note.md", content))


def page(folder: Path, content: str) -> Loaded:
    return load(write(folder, "page.html", content))


def kinds(loaded: Loaded) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in loaded.blocks]


def failure(path: Path) -> str:
    with pytest.raises(LoadError) as caught:
        load(path)
    return str(caught.value)


# Files that cannot be read


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "no text"),
        ("blank.md", b" \n\n\t\n", "no text"),
        ("marked.txt", codecs.BOM_UTF8, "no text"),
        ("header.md", b"---\ntitle: Only a header\n---\n", "no text"),
        ("empty.html", b"", "no text"),
        ("script.html", b"<html><script>let a = 1</script></html>", "no text"),
        ("picture.png", b"\x89PNG", ".png"),
        ("README", b"words", "no suffix"),
        ("program.txt", bytes(range(256)) * 40, "not text"),
    ],
)
def test_a_file_without_text_is_named_in_one_line(tmp_path, name, content, said):
    message = failure(write(tmp_path, name, content))

    assert said in message
    assert name in message
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path):
    assert "no such file" in failure(tmp_path / "gone.md")


def test_a_folder_is_named_also_when_it_is_called_like_a_file(tmp_path):
    folder = tmp_path / "notes.md"
    folder.mkdir()

    assert "folder" in failure(folder)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)

    assert "no ordinary file" in failure(pipe)


def test_a_file_that_the_system_refuses_says_why(tmp_path):
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)

    assert "cannot be read (Too many levels of symbolic links)" in failure(loop)


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "a\0b.txt"])
def test_an_impossible_name_is_an_expected_error(tmp_path, name):
    assert "check" in failure(tmp_path / name)


def test_a_hostile_file_name_cannot_draw_on_the_terminal(tmp_path):
    message = failure(tmp_path / "a\x1b[2J\nb\udcff.txt")

    assert "\x1b" not in message
    assert "\n" not in message
    message.encode()


@pytest.mark.parametrize("name", ["a.TXT", "b.Md", "c.MARKDOWN", "d.HTM"])
def test_the_case_of_a_suffix_does_not_matter(tmp_path, name):
    assert load(write(tmp_path, name, "Some words of text.")).blocks


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@given(data=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_text_or_a_named_error(tmp_path_factory, suffix, data):
    path = write(tmp_path_factory.mktemp("bytes"), f"any{suffix}", data)

    try:
        loaded = load(path)
    except ColloquyError:
        return
    assert all(block.text.strip() for block in loaded.blocks)


# Encodings

ACCENTS = "Le goéland était déjà passé. Où est-il allé cet été ? Personne ne le sait vraiment."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"],
)
def test_one_text_is_the_same_in_every_encoding(tmp_path, encoding):
    loaded = load(write(tmp_path, "gull.txt", ACCENTS.encode(encoding)))

    assert [block.text for block in loaded.blocks] == [ACCENTS]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Zażółć gęślą jaźń. Łódź jest miastem, gdzie mieszka dużo szczęśliwych ludzi."),
        ("koi8_r", "Сегодня мы говорим о маяке, который стоит у моря уже двести лет."),
        ("cp932", "灯台は海のそばに立っている。だれもそこに住んでいない。"),
        ("cp1252", "The keeper’s price – “low” – was €5."),
    ],
)
def test_an_old_encoding_is_recognised(tmp_path, encoding, text):
    loaded = load(write(tmp_path, "old.txt", text.encode(encoding)))

    assert [block.text for block in loaded.blocks] == [text]


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path):
    html = f'<html><head><meta charset="iso-8859-5"></head><body><p>{"Привет, море."}</p></body>'
    loaded = load(write(tmp_path, "sea.html", html.encode("iso-8859-5")))

    assert kinds(loaded) == [("paragraph", "Привет, море.")]


def test_a_stray_nul_is_left_out(tmp_path):
    loaded = load(write(tmp_path, "nul.txt", "One wo\0rd too many in this line of text, here."))

    assert "One word too" in loaded.blocks[0].text


# Plain text


def test_a_short_first_line_is_title_and_heading():
    loaded = parse_text("A lighthouse for sale\n\nIt is old. It leaks.")

    assert loaded.title == "A lighthouse for sale"
    assert loaded.blocks[0] == Block(kind="heading", text="A lighthouse for sale", level=1)
    assert loaded.blocks[1].text == "It is old. It leaks."


def test_a_title_may_stand_right_above_its_text():
    loaded = parse_text("A lighthouse for sale\nIt is old, it leaks, and nobody has wanted it yet.")

    assert loaded.title == "A lighthouse for sale"
    assert len(loaded.blocks) == 2


def test_a_given_title_holds():
    assert parse_text("First line\n\nText follows.", title="Other").title == "Other"


@pytest.mark.parametrize("text", ["It is old.", "Only words on one line", "Ends so:\n\nThen more."])
def test_a_sentence_or_a_lone_line_is_no_title(text):
    loaded = parse_text(text)

    assert loaded.title is None
    assert loaded.blocks[0].kind == "paragraph"


def test_wrapped_lines_are_one_paragraph():
    text = "The tower was built of grey stone\nby people who had never seen a long-\nship."

    assert kinds(parse_text(text)) == [
        ("paragraph", text.replace("long-\n", "long-").replace("\n", " "))
    ]


def test_long_lines_are_paragraphs_of_their_own():
    line = "The tower was built of grey stone by people who had never seen the sea, and so on. " * 2
    loaded = parse_text(f"{line}\n{line}\nTower facts\n{line}")

    assert [kind for kind, _ in kinds(loaded)] == ["paragraph", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize("glyph", ["•", "-", "*", "–", "◦", "▪"])
def test_bullets_make_items(glyph):
    text = f"There are two:\n\n  {glyph} the old one\n\n\n  {glyph} the new one,\n    which leaks"

    assert kinds(parse_text(text)) == [
        ("paragraph", "There are two:"),
        ("item", "the old one"),
        ("item", "the new one, which leaks"),
    ]


def test_counted_lines_make_items():
    text = "Do this:\n\n1. climb\n2. look out\n\n3. climb down."

    assert kinds(parse_text(text))[1:] == [
        ("item", "climb"),
        ("item", "look out"),
        ("item", "climb down."),
    ]


def test_a_number_that_counts_nothing_stays_in_its_sentence():
    text = "Der Turm steht.\n\n4. Oktober 2022 war der Tag.\n\nDas Meer kam.\n\n5. November auch."

    assert [text for _, text in kinds(parse_text(text))] == text.split("\n\n")


def test_a_count_from_elsewhere_keeps_its_numbers():
    assert kinds(parse_text("As said.\n\n4. climb\n5. look")) == [
        ("paragraph", "As said."),
        ("item", "4. climb"),
        ("item", "5. look"),
    ]


def test_a_lone_short_line_before_text_or_a_list_is_a_heading():
    text = "It is old.\n\nThe tower in figures\n\n• 3 steps\n\nIts keeper\n\nHe sleeps.\n\nMay 1903"

    assert [kind for kind, _ in kinds(parse_text(text))] == [
        "paragraph",
        "heading",
        "item",
        "heading",
        "paragraph",
        "paragraph",
    ]


@given(st.text(alphabet="ab .:-•1\n", max_size=200))
def test_parsing_plain_text_loses_no_letter(text):
    kept = "".join(block.text for block in parse_text(text).blocks)

    assert [c for c in kept if c in "ab"] == [c for c in text if c in "ab"]


# Markdown


def test_a_markdown_file_gives_its_header_and_structure():
    loaded = load(DOCUMENTS / "tide-clock.md")

    assert loaded.title == "The tide clock of Port Ellery"
    assert loaded.metadata == Metadata(
        publisher="Ellery Harbour Office",
        date="2019-06",
        language="en",
        url="https://harbour.example/tide-clock",
    )
    assert kinds(loaded) == [
        ("heading", "The tide clock of Port Ellery"),
        (
            "paragraph",
            "The tide clock stands on the north pier. It was built in 1874 by Maud Penrose.",
        ),
        ("heading", "What it shows"),
        ("item", "The height of the water"),
        ("item", "The hour of the next tide"),
        ("item", "spring tides in red"),
        ("item", "neap tides in blue"),
        ("paragraph", "Tide; Height"),
        ("paragraph", "spring; 5.1 m"),
        ("paragraph", "neap; 2.4 m"),
        ("paragraph", "height = mean + range / 2"),
        ("paragraph", "Penrose signed the drawings."),
    ]


def test_without_a_header_the_first_top_heading_is_the_title(tmp_path):
    loaded = markdown(tmp_path, "## Small\n\nText.\n\n# Great\n\nText.")

    assert loaded.title == "Great"
    assert [block.level for block in loaded.blocks] == [2, 0, 1, 0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("date: last summer", "date"),
        ("date: 2022-13", "date"),
        ("date: 2022-02-30", "date"),
        ("language: the French one", "language"),
        ("url: not an address", "url"),
        ("url: javascript:alert(1)", "url"),
        ("title: [two, of them]", "title"),
        ("title: a: b", "key: value"),
        ("\ttitle: tab", "key: value"),
    ],
)
def test_a_wrong_header_names_file_and_line(tmp_path, line, said):
    message = failure(write(tmp_path, "tower.md", f"---\npublisher: X\n{line}\n---\n\nText."))

    assert "tower.md: line 3:" in message
    assert said in message


def test_an_open_header_is_named(tmp_path):
    assert "line 1" in failure(write(tmp_path, "tower.md", "---\ntitle: Tower\n\nText."))


def test_a_file_may_begin_with_a_rule(tmp_path):
    assert kinds(markdown(tmp_path, "---\n\nText.")) == [("paragraph", "Text.")]


@pytest.mark.parametrize(
    ("header", "name", "value"),
    [
        ("date: 2022", "date", "2022"),
        ("date: 2022-10", "date", "2022-10"),
        ("date: 2022-10-04", "date", "2022-10-04"),
        ("date:", "date", None),
        ('date: ""', "date", None),
        ("language: no", "language", "no"),
        ("language: en-GB", "language", "en"),
        ("source: https://tower.example/a", "url", "https://tower.example/a"),
        ("source: a letter from the keeper", "url", None),
        ("tags: [a, b]", "publisher", None),
    ],
)
def test_header_values_are_taken_as_written(tmp_path, header, name, value):
    loaded = markdown(tmp_path, f"---\n{header}\n---\nText.")

    assert getattr(loaded.metadata, name) == value


def test_a_header_cannot_build_objects_or_blow_up(tmp_path):
    bomb = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(50))
    loaded = markdown(tmp_path, f"---\nkeeper: !!python/object:os.system x\n{bomb}---\nText.")

    assert loaded.blocks[0].text == "Text."


def test_markdown_numbers_that_count_nothing_stay(tmp_path):
    loaded = markdown(tmp_path, "4. Oktober 2022 war der Tag.\n\nText.\n\n- x\n\n1. a\n2. b")

    assert kinds(loaded) == [
        ("item", "4. Oktober 2022 war der Tag."),
        ("paragraph", "Text."),
        ("item", "x"),
        ("item", "a"),
        ("item", "b"),
    ]


def test_html_inside_markdown_keeps_its_words(tmp_path):
    inline = "Water (H<sub>2</sub>O)<sup>1</sup> and<br>ice."
    block = "<div><p>A <b>box</b>.</p><!-- no --></div>"

    assert kinds(markdown(tmp_path, f"{inline}\n\n{block}")) == [
        ("paragraph", "Water (H2O)¹ and ice."),
        ("paragraph", "A box."),
    ]


# Web pages


def test_an_article_page_gives_the_article_alone():
    loaded = load(DOCUMENTS / "glacier-station.html")
    text = "\n".join(block.text for block in loaded.blocks)

    assert loaded.title == "Glacier station turns fifty"
    assert loaded.metadata == Metadata(
        publisher="The Fell Gazette",
        date="2024-02-17",
        language="en",
        url="https://gazette.example/glacier-station",
    )
    assert [b.text for b in loaded.blocks if b.kind == "heading"] == [
        "Glacier station turns fifty",
        "What is measured",
        "Who pays",
    ]
    assert "Valley of Brannock; one third" in text
    for surrounding in ("Home", "Sport", "Cow", "rights reserved", "Hidden", "tracker"):
        assert surrounding not in text


def test_a_long_page_without_helpful_tags_gives_the_article_alone(tmp_path):
    years = "".join(
        f"<h2>Year {y}</h2><p>In {y} the keeper walked to the ice {y % 7 + 2} times and wrote a"
        f" letter about it, which the archive keeps under the number {y * 3}.</p>"
        f"<ul><li>walks of {y}: {y % 7 + 2}</li></ul>"
        for y in range(1975, 1995)
    )
    menu = "".join(f'<a href="/{n}">Menu entry {n}</a> ' for n in range(30))
    loaded = page(
        tmp_path,
        f'<html><body><div class="top">{menu}</div><div class="text"><h1>The ice</h1>{years}</div>'
        f'<div class="bottom">{menu}</div></body></html>',
    )

    assert not [text for _, text in kinds(loaded) if "Menu entry" in text]
    for year in range(1975, 1995):
        assert ("heading", f"Year {year}") in kinds(loaded)
        assert ("item", f"walks of {year}: {year % 7 + 2}") in kinds(loaded)


def test_a_tiny_page_keeps_every_word(tmp_path):
    loaded = page(tmp_path, "<h1>Tower</h1>Old.<br><br>Leaks.<ul><li>3 steps<li>1 door</ul>Sold!")

    assert kinds(loaded) == [
        ("heading", "Tower"),
        ("paragraph", "Old."),
        ("paragraph", "Leaks."),
        ("item", "3 steps"),
        ("item", "1 door"),
        ("paragraph", "Sold!"),
    ]
    assert loaded.metadata.date is None


def test_a_page_may_declare_an_encoding_as_xml_does(tmp_path):
    loaded = page(tmp_path, '<?xml version="1.0" encoding="utf-8"?><html><p>Été.</p></html>')

    assert kinds(loaded) == [("paragraph", "Été.")]
