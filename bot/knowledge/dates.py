"""Dates as Dutch text. The names of the months are data."""

from collections.abc import Sequence
from datetime import date


def format_date(day: date, months: Sequence[str]) -> str:
    """Return a date as people write it: day without leading zero, name of the month, year.

    Args:
        day: the date.
        months: the names of the months, January first.
    """
    return f"{day.day} {months[day.month - 1]} {day.year}"
