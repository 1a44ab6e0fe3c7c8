"""The working days of the helpdesk: weekdays that are no public holiday in the Netherlands."""

from datetime import date, datetime, timedelta

import holidays

from bot.clock import AMSTERDAM

WORKING_DAYS = 3


def answer_by(now: datetime) -> date:
    """Return the day on which an answer is expected: three working days after today in Amsterdam.

    Args:
        now: an aware moment.
    """
    day = now.astimezone(AMSTERDAM).date()
    for _ in range(WORKING_DAYS):
        day = _next_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Return whether the helpdesk works on this day."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


# Fills itself with the holidays of each year that is asked.
_HOLIDAYS = holidays.country_holidays("NL")
