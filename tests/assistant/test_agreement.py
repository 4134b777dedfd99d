import pytest

from assistant.agreement import of_like_size, say_the_same
from assistant.measures import weekdays
from assistant.values import dates, numbers


def same(one, other, find):
    return say_the_same(find(one)[0], one, find(other)[0], other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("in 1954", "on 4 May 1954"),
        ("in the 1950s", "in 1954"),
        ("from 1950 to 1958", "in 1954"),
        ("1950-1958", "in the 1950s"),
        ("in the 20th century", "in 1954"),
    ],
)
def test_dates_agree_where_one_lies_within_the_other(one, other):
    assert same(one, other, dates)
    assert same(other, one, dates)


@pytest.mark.parametrize(
    ("one", "other"),
    [("in 1954", "in 1955"), ("in the 1950s", "in 1961"), ("4 May 1954", "5 May 1954")],
)
def test_dates_of_different_times_disagree(one, other):
    assert not same(one, other, dates)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("forty-one stations", "41 stations"),
        ("1.5 km long", "1,500 metres long"),
        ("cost £3.4m", "cost 3.4 million pounds"),
        ("five hundred and ten seats", "510 seats"),
        ("about 900 books", "a stock of 920 books"),
        ("25 % of it", "25 per cent of it"),
        ("two hours", "120 minutes"),
        ("hundreds of guests", "320 guests"),
        ("half a million crowns", "500,000 crowns"),
        ("3 tonnes", "3000 kg"),
        ("6.8 km", "6.8"),
        ("at least 50 books", "at most 50 books"),
        ("over 50 books", "more than 50 books"),
    ],
)
def test_amounts_agree_in_whatever_unit_and_where_one_is_rough(one, other):
    assert same(one, other, numbers)
    assert same(other, one, numbers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("41 stations", "43 stations"),
        ("1.5 km long", "1,600 metres long"),
        ("around 185,000 books", "210,000 books"),
        ("3 hours", "3 days"),
        ("20 % of it", "20 metres of it"),
        ("20 % of it", "20 of it"),
        ("more than 20 % of it", "nearly 20 % of it"),
    ],
)
def test_other_amounts_disagree(one, other):
    assert not same(one, other, numbers)
    assert not same(other, one, numbers)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("open on Thursdays", "open from Tuesday to Sunday", True),
        ("open Friday - Monday", "open on Sundays", True),
        ("open on Thursdays", "open on Fridays", False),
    ],
)
def test_days_of_the_week_agree_where_they_share_one(one, other, alike):
    assert same(one, other, weekdays) is alike


def test_a_day_of_the_week_contradicts_no_date():
    one, other = "open on Thursdays", "open since 4 May 1954"
    assert say_the_same(weekdays(one)[0], one, dates(other)[0], other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("14 days", "eleven years", False),
        ("14 days", "three weeks", True),
        ("14 days", "11 tons", False),
        ("14 boats", "eleven years", True),
        ("14 boats", "90 boats", False),
    ],
)
def test_numbers_of_like_size_are_so_in_one_unit(one, other, alike):
    assert of_like_size(numbers(one)[0], one, numbers(other)[0], other) is alike
