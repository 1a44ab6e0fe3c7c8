"""Dates as people write them."""

from datetime import date

from bot.knowledge.dates import format_date


def test_day_without_leading_zero(small):
    months = small.phrases.months
    assert format_date(date(2021, 7, 1), months) == "1 juli 2021"
    assert format_date(date(2022, 12, 31), months) == "31 december 2022"
