"""Three working days, Dutch holidays, Amsterdam's midnight."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import AMSTERDAM
from bot.tickets.calendar import answer_by, is_working_day


def noon(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-11-23", "2026-11-26"),  # Monday
        ("2026-11-25", "2026-11-30"),  # Wednesday: over a weekend
        ("2026-11-28", "2026-12-02"),  # Saturday
        ("2026-11-29", "2026-12-02"),  # Sunday
        ("2026-12-23", "2026-12-29"),  # Christmas on Friday and Saturday
        ("2026-12-30", "2027-01-05"),  # New Year's Day on Friday
        ("2026-04-02", "2026-04-09"),  # Good Friday and Easter Monday
        ("2027-04-26", "2027-04-30"),  # King's Day
        ("2026-05-13", "2026-05-19"),  # Ascension Day
        ("2025-04-25", "2025-04-30"),  # King's Day a day early, on Saturday
    ],
)
def test_answer_by(asked, expected):
    assert answer_by(noon(asked)) == date.fromisoformat(expected)


def test_the_day_begins_at_midnight_in_amsterdam():
    assert answer_by(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == date(2026, 11, 25)
    assert answer_by(datetime(2026, 11, 23, 22, 59, tzinfo=UTC)) == date(2026, 11, 26)
    assert answer_by(datetime(2026, 11, 23, 23, 1, tzinfo=UTC)) == date(2026, 11, 27)
    assert answer_by(datetime(2026, 7, 6, 22, 1, tzinfo=UTC)) == date(2026, 7, 10)


def test_working_days():
    assert is_working_day(date(2026, 11, 23))
    assert not is_working_day(date(2026, 11, 22))
    assert not is_working_day(date(2026, 12, 25))
