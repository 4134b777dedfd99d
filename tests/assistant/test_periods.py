"""Periods of time that a text speaks of."""

from datetime import date

import pytest

from assistant.periods import Period, mentions, of_iso


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in 2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("in October 2022", date(2022, 10, 1), date(2022, 10, 31)),
        ("on 4 October 2022", date(2022, 10, 4), date(2022, 10, 4)),
        ("in early 2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("in the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("between 2019 and 2021", date(2019, 1, 1), date(2021, 12, 31)),
        ("from 1998 to 2003", date(1998, 1, 1), date(2003, 12, 31)),
        ("2019-21", date(2019, 1, 1), date(2021, 12, 31)),
        ("since 2019", date(2019, 1, 1), date.max),
        ("since the end of 2019", date(2019, 1, 1), date.max),
        ("after 2019", date(2020, 1, 1), date.max),
        ("before 2019", date.min, date(2018, 12, 31)),
        ("until March 2019", date.min, date(2019, 3, 31)),
        ("by 2019", date.min, date(2019, 12, 31)),
    ],
)
def test_a_period_reaches_as_far_as_the_words_say(text, first, last):
    (found,) = mentions(f"It stood there {text}.")

    assert found.period == Period(first, last)
    assert text.endswith(f"It stood there {text}."[found.start : found.end])


@pytest.mark.parametrize("text", ["It may rain on 4 May.", "It has 31 rooms.", "On 31 June 2022?"])
def test_what_is_no_day_month_or_year_is_no_period(text):
    assert list(mentions(text)) == []


@pytest.mark.parametrize("value", [None, "", "soon", "2022-13", "2022-02-30", "1-2-3-4"])
def test_what_is_no_iso_date_has_no_period(value):
    assert of_iso(value) is None


def test_an_iso_date_is_as_long_as_it_is_precise():
    assert of_iso("2022") == Period(date(2022, 1, 1), date(2022, 12, 31))
    assert of_iso("2022-02") == Period(date(2022, 2, 1), date(2022, 2, 28))
    assert of_iso("2022-02-03") == Period(date(2022, 2, 3), date(2022, 2, 3))
