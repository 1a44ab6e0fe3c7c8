"""The console's Dutch words, read from data/language/console.yml: statuses, errors, days, ages. No page texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.clock import AMSTERDAM

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Problem:
    """Something went wrong: what happened, and what one can do now."""

    code: str
    what: str
    now: str


@dataclass(frozen=True)
class Due:
    """The expected day of an answer in words. `day` is empty when only `words` say it; `is_late` needs attention."""

    day: str
    words: str
    is_late: bool


class Words:
    """Answers in Dutch. Dates and times are told in Amsterdam time."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table

    def of(self, group: str, key: str, **values: object) -> str:
        """Return one text of a group; the key itself when there are no words for it."""
        text: str = self._table[group].get(key, key)
        return text.format(**values) if values else text

    def group(self, *path: str) -> Any:
        """Return a whole group as it stands in the file."""
        found: Any = self._table
        for name in path:
            found = found[name]
        return found

    def problem(self, code: str, **values: object) -> Problem:
        """Return what to say about an error code; unknown codes get the general words."""
        errors = self._table["errors"]
        words = errors.get(code, errors["invalid_input"])
        return Problem(code, words["what"].format(**values), words["now"])

    def confidence(self, value: float) -> str:
        """Return a confidence from 0 to 1 in words."""
        return next(str(row["words"]) for row in self._table["confidence"] if value >= row["from"])

    def day(self, day: date) -> str:
        """Return a date such as `donderdag 26 november 2026`."""
        return f"{self._table['days'][day.weekday()]} {day.day} {self._table['months'][day.month - 1]} {day.year}"

    def day_short(self, day: date) -> str:
        """Return a date such as `do 26 nov`."""
        return f"{self._table['days_short'][day.weekday()]} {day.day} {self._table['months_short'][day.month - 1]}"

    def moment(self, at: datetime) -> str:
        """Return a moment such as `do 26 nov 2026, 14:05`."""
        local = at.astimezone(AMSTERDAM)
        return f"{self.day_short(local.date())} {local.year}, {local:%H:%M}"

    def age(self, since: datetime, now: datetime) -> str:
        """Return how long ago something was, in its largest unit."""
        seconds = max(0, int((now - since).total_seconds()))
        if seconds < _MINUTE:
            return str(self._table["age"]["now"])
        for unit, length in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE)):
            if seconds >= length:
                return self.counted(self._table["age"][unit], seconds // length)
        raise AssertionError("unreachable")

    def due(self, answer_by: date | None, today: date, is_waiting: bool) -> Due:
        """Return the expected day of an answer; `is_waiting` is False when nobody waits for one."""
        words = self._table["due"]
        if answer_by is None:
            return Due("", words["none"], False)
        if not is_waiting:
            return Due(self.day_short(answer_by), "", False)
        days = (answer_by - today).days
        if days < 0:
            return Due(self.day_short(answer_by), self.counted(words["late"], -days), True)
        near = {0: words["today"], 1: words["tomorrow"]}
        return Due(self.day_short(answer_by), near.get(days, ""), False)

    @staticmethod
    def counted(forms: Sequence[str], number: int) -> str:
        """Return the singular or the plural with the number in it."""
        return forms[0] if number == 1 else forms[1].format(n=number)


@cache
def load_words(data: Path) -> Words:
    """Read the words once.

    Args:
        data: the data folder.
    """
    with (data / "language" / "console.yml").open(encoding="utf-8") as file:
        return Words(yaml.safe_load(file))
