"""Invented passages with what they say, and sentences about them: true ones and faulty ones.

A true sentence is worded otherwise than its passage: a clause by itself, active for passive, the
abbreviation for the name, the date another way. A fault changes one thing in such a sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations


@dataclass(frozen=True)
class Fact:
    """Something done to a thing, or something it has; what the passage does not say is empty."""

    thing: str
    done: str = ""
    past: str = ""
    when: str = ""
    who: str = ""
    where: str = ""
    has: str = ""
    count: str = ""
    also: str = ""
    """Another name of the thing, which the passage gives."""


@dataclass(frozen=True)
class Passage:
    text: str
    facts: tuple[Fact, ...]


def _passage(text: str, *facts: Fact) -> Passage:
    return Passage(" ".join(text.split()), facts)


PASSAGES = (
    _passage(
        """Marrow Light was lit in 1821 by the engineer Josiah Penn, and Tarn Light in 1849 by his
        pupil Edda Voss. The third tower of the coast, Gannet Light, which Ralf Ostrom lit on 3 May
        1877, has 214 steps.""",
        Fact("Marrow Light", "lit", "lit", "1821", "Josiah Penn"),
        Fact("Tarn Light", "lit", "lit", "1849", "Edda Voss"),
        Fact("Gannet Light", "lit", "lit", "3 May 1877", "Ralf Ostrom", has="steps", count="214"),
    ),
    _passage(
        """The Corvane Chamber Orchestra (CCO) was founded in 1958 and employs 34 musicians; the
        Luth Philharmonic (LPH), founded by Henrik Dahl in 1911, employs 92.""",
        Fact(
            "Corvane Chamber Orchestra",
            "founded",
            "founded",
            "1958",
            has="musicians",
            count="34",
            also="CCO",
        ),
        Fact("Luth Philharmonic", "founded", "founded", "1911", "Henrik Dahl", also="LPH"),
    ),
    _passage(
        """Three bridges cross the Ashel: the Toll Bridge opened in 1788, the Queen's Bridge opened
        in 1866, and the Harbour Bridge opened in 1931.""",
        Fact("Toll Bridge", "opened", "", "1788"),
        Fact("Queen's Bridge", "opened", "", "1866"),
        Fact("Harbour Bridge", "opened", "", "1931"),
    ),
    _passage(
        """In 2004, Bellweather Foods bought the Pinder Dairy for 18 million euros. Two years later,
        in 2006, Castellan Group acquired the Oakham Brewery for 73 million euros.""",
        Fact("Pinder Dairy", "bought", "bought", "2004", "Bellweather Foods"),
        Fact("Oakham Brewery", "acquired", "acquired", "2006", "Castellan Group"),
    ),
    _passage(
        """Mount Sorrel National Park has 48 wardens and Lake Imber National Park 112. Mount Sorrel
        was established in 1936, while Lake Imber was not established until 1979.""",
        Fact("Mount Sorrel", "established", "", "1936"),
        Fact("Mount Sorrel National Park", has="wardens", count="48"),
        Fact("Lake Imber National Park", has="wardens", count="112"),
    ),
    _passage(
        """The novel Salt Roads was written by Amara Quill in 1962 and translated by Jonas Fehr in
        1971; Cold Harvest, her second book, was translated by Lidia Marsh in 1983.""",
        Fact("Salt Roads", "written", "wrote", "1962", "Amara Quill"),
        Fact("Salt Roads", "translated", "translated", "1971", "Jonas Fehr"),
        Fact("Cold Harvest", "translated", "translated", "1983", "Lidia Marsh"),
    ),
    _passage(
        """The Vantage Hospital opened in Brell in 1902 with 60 beds. The Saint Orla Clinic, opened
        in Dunwick in 1954, has 25 beds.""",
        Fact("Vantage Hospital", "opened", "", "1902", where="Brell"),
        Fact("Saint Orla Clinic", "opened", "", "1954", where="Dunwick", has="beds", count="25"),
    ),
    _passage(
        """Ferry Aurelia, built in Kiel in 1987, carries 640 passengers. Ferry Boreas, built in
        Turku in 1999, carries 1,150 passengers. Both were designed by Matti Salo.""",
        Fact("Ferry Aurelia", "built", "", "1987", where="Kiel", has="passengers", count="640"),
        Fact("Ferry Boreas", "built", "", "1999", where="Turku", has="passengers", count="1,150"),
    ),
    _passage(
        """Dr Nadia Okoro discovered the comet Tiro on 14 March 2009, and Professor Leif Hamre
        discovered the comet Vesk on 2 November 2013.""",
        Fact("Tiro", "discovered", "discovered", "14 March 2009", "Nadia Okoro"),
        Fact("Vesk", "discovered", "discovered", "2 November 2013", "Leif Hamre"),
    ),
    _passage(
        """The Glass Museum (GLM) in Orrin was founded in 1973 by the collector Bea Torrance. It
        holds 4,200 objects. The Clock Museum (CLM) in Sarn, founded in 1990 by Ivo Brandl, holds
        870 objects.""",
        Fact("Glass Museum", "founded", "founded", "1973", "Bea Torrance", also="GLM"),
        Fact("Glass Museum", has="objects", count="4,200", also="GLM"),
        Fact("Clock Museum", "founded", "founded", "1990", "Ivo Brandl", also="CLM"),
        Fact("Clock Museum", has="objects", count="870", also="CLM"),
    ),
    _passage(
        """Wolves were released in the Karst Reserve in 1995 by the warden Tilde Moor, and lynx in
        the Fenn Reserve in 2003 by the biologist Oskar Rein. The Karst Reserve has 31 wolves.""",
        Fact("Karst Reserve", has="wolves", count="31"),
    ),
    _passage(
        """The Ardley Tunnel, which Greta Holm designed, was completed in 1968; the Welk Tunnel,
        designed by Paul Stracke, was completed in 1974 and widened in 1998.""",
        Fact("Ardley Tunnel", "completed", "", "1968"),
        Fact("Welk Tunnel", "completed", "", "1974"),
        Fact("Welk Tunnel", "widened", "", "1998"),
        Fact("Ardley Tunnel", "designed", "designed", "", "Greta Holm"),
        Fact("Welk Tunnel", "designed", "designed", "", "Paul Stracke"),
    ),
    _passage(
        """Sella United was founded in 1903 and Sella Rovers in 1919. United plays at Mill Lane,
        which seats 22,000 people, and Rovers at Canal Road, which seats 9,500.""",
        Fact("Sella United", "founded", "", "1903"),
        Fact("Sella Rovers", "founded", "", "1919"),
    ),
    _passage(
        """The laboratory for marine acoustics (LAMA) was set up in June 1992 with 15 researchers,
        the laboratory for polar ecology (LAPE) in October 2005 with 41 researchers.""",
        Fact("LAMA", "set up", "", "June 1992"),
        Fact("LAPE", "set up", "", "October 2005"),
    ),
    _passage(
        """The chapel was painted by Renzo Galli in 1510. The cloister was painted by Ugo Ferrante
        in 1533, and the tower was restored by the architect Dina Weiss in 1926.""",
        Fact("the chapel", "painted", "painted", "1510", "Renzo Galli"),
        Fact("the cloister", "painted", "painted", "1533", "Ugo Ferrante"),
        Fact("the tower", "restored", "restored", "1926", "Dina Weiss"),
    ),
    _passage(
        """Quillon Software, started by Ines Batista in Porto in 2011, has 260 employees, and
        Marrowbone Games, started by Tom Keogh in Cork in 2015, has 85.""",
        Fact(
            "Quillon Software",
            "started",
            "started",
            "2011",
            "Ines Batista",
            "Porto",
            has="employees",
            count="260",
        ),
        Fact("Marrowbone Games", "started", "started", "2015", "Tom Keogh", "Cork"),
    ),
    _passage(
        """The dam at Hessle was finished in 1961 and holds 40 million cubic metres of water; the
        dam at Corrie was finished in 1985 and holds 12 million cubic metres.""",
        Fact("the dam at Hessle", "finished", "", "1961"),
        Fact("the dam at Corrie", "finished", "", "1985"),
    ),
    _passage(
        """Bread of Orm is baked for 55 minutes, bread of Lisk for 70 minutes. The first was
        described by the baker Anselm Roth in 1740, the second by Berta Lind in 1802.""",
    ),
    _passage(
        """After the merger with Northgate College in 1998, Ellin University employed 900 teachers;
        after the one with Southgate College in 2010, it employed 1,400.""",
    ),
    _passage(
        """The Tamsel prize was won by Yusuf Adeyemi in 2016, by Clara Nyström in 2018 and by Wen
        Zhao in 2022. The prize is awarded by the Tamsel Foundation.""",
        Fact("the Tamsel prize", "won", "won", "2016", "Yusuf Adeyemi"),
        Fact("the Tamsel prize", "won", "won", "2018", "Clara Nyström"),
        Fact("the Tamsel prize", "won", "won", "2022", "Wen Zhao"),
    ),
    _passage(
        """Line A of the tramway runs between Docks and Abbey and has 14 stops. Line B, which was
        opened in 1994, has 23 stops. Line C was opened in 2008 and has 9 stops.""",
        Fact("Line A", has="stops", count="14"),
        Fact("Line B", "opened", "", "1994", has="stops", count="23"),
        Fact("Line C", "opened", "", "2008", has="stops", count="9"),
    ),
    _passage(
        """Mayor Greta Lindqvist opened the Fern Library in 1967 and Mayor Otto Breuer opened the
        Canal Library in 1982. The Fern Library has 52,000 books, the Canal Library 78,000.""",
        Fact("Fern Library", "opened", "opened", "1967", "Greta Lindqvist"),
        Fact("Canal Library", "opened", "opened", "1982", "Otto Breuer"),
        Fact("Fern Library", has="books", count="52,000"),
    ),
)
FOREIGN = ("Rosalind Peake", "Mortimer Vane", "Agnete Tolstrup", "Silas Wren", "Odile Farge")
_MONTHS = {"March": "03", "May": "05", "November": "11"}


def wordings(fact: Fact) -> Iterator[str]:
    """Yield true sentences that say what a fact says, or a part of it."""
    for name in filter(None, (fact.thing, fact.also)):
        article = "" if fact.also == name or name.startswith("the ") or _bare(name) else "the "
        thing = f"{article}{name}"
        for sentence in _sentences(fact, thing):
            yield sentence[0].upper() + sentence[1:]


def _bare(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1] in {
        "Light", "Foods", "Sorrel", "Ferry", "Aurelia", "Boreas", "Tiro", "Vesk", "United",
        "Rovers", "LAMA", "LAPE", "Software", "Games", "A", "B", "C", "Roads", "Harvest",
    }  # fmt: skip


def _sentences(fact: Fact, thing: str) -> Iterator[str]:
    who, where = fact.who, f" in {fact.where}" if fact.where else ""
    for when in _dates(fact.when):
        on = "on" if when[:1].isdigit() and not re.fullmatch(r"\d{4}", when) else "in"
        yield f"{thing} was {fact.done} {on} {when}."
        yield f"{on} {when}, {thing} was {fact.done}{where}."
        if where:
            yield f"{thing} was {fact.done}{where} {on} {when}."
        if who:
            yield f"{thing} was {fact.done} by {who} {on} {when}."
            yield f"{thing} was {fact.done} {on} {when} by {who}."
            yield f"{who} {fact.past} {thing} {on} {when}."
            yield f"{on} {when}, {who} {fact.past} {thing}."
            yield f"it was {who} who {fact.past} {thing} {on} {when}."
        if fact.count:
            yield f"{thing}, {fact.done} {on} {when}, has {fact.count} {fact.has}."
            yield f"{thing} was {fact.done} {on} {when} and has {fact.count} {fact.has}."
    if who:
        yield f"{thing} was {fact.done} by {who}."
        yield f"{who} {fact.past} {thing}."
    if where:
        yield f"{thing} was {fact.done}{where}."
    if fact.count:
        yield f"{thing} has {fact.count} {fact.has}."
        yield f"there are {fact.count} {fact.has} at {thing}."


def _dates(when: str) -> Iterator[str]:
    if not when:
        return
    yield when
    parts = when.split()
    if len(parts) == 3:
        yield f"{parts[1]} {parts[0]}, {parts[2]}"
        yield f"{parts[1]} {parts[2]}"
    if len(parts) > 1:
        yield parts[-1]


def truths(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Return true sentences, each with the passage that says it; every passage has its turn."""
    everything = [(s, p.text) for p in PASSAGES for f in p.facts for s in wordings(f)]
    return rng.sample(everything, count)


def recombined(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Return sentences in which one value comes from another fact of the same passage."""
    found: dict[str, str] = {}
    for passage in PASSAGES:
        true = {s for f in passage.facts for s in wordings(f)}
        for one, other in permutations(passage.facts, 2):
            for slot in ("when", "who", "where", "count"):
                mine, theirs = getattr(one, slot), getattr(other, slot)
                if not mine or not theirs or mine == theirs:
                    continue
                if slot == "count" and one.has != other.has:
                    continue
                changed = wordings(replace(one, **{slot: theirs}))
                found |= {s: passage.text for s in changed if s not in true and theirs in s}
    return rng.sample(sorted(found.items()), count)


def invented_numbers(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Return sentences with a number that their passage does not hold."""
    made = []
    for sentence, text in truths(rng, 3 * count):
        numbers = re.findall(r"\b\d[\d,]*\b", sentence)
        if numbers:
            number = rng.choice(numbers)
            other = str(int(number.replace(",", "")) + rng.randint(1, 9))
            if other not in text:
                made.append((re.sub(rf"\b{number}\b", other, sentence), text))
    return made[:count]


def foreign_names(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Return sentences with a name that their passage does not hold."""
    facts = [(f, p.text) for p in PASSAGES for f in p.facts if f.who]
    made = [
        (s, text)
        for f, text in facts
        for name in FOREIGN
        for s in wordings(replace(f, who=name))
        if name in s
    ]
    return rng.sample(made, count)


def wrong_passages(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Return true sentences that cite another passage."""
    return [
        (sentence, rng.choice([p.text for p in PASSAGES if p.text != text]))
        for sentence, text in truths(rng, count)
    ]


def stitched(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Return the first half of one true sentence with the second of one about another thing."""
    made = []
    for passage in PASSAGES:
        for one, other in permutations(passage.facts, 2):
            if one.thing == other.thing or not (one.when and other.when):
                continue
            head = f"{one.thing} was {one.done}"
            tail = f"in {other.when[-4:]}"
            by = f" by {other.who}" if other.who else ""
            made.append((f"“{head[0].upper()}{head[1:]} {tail}{by}.”", passage.text))
    return rng.sample(made, min(count, len(made)))
