"""The clock as an object, so that every rule about time can be tested. No calendar rules here."""

from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """Tells the time. `now` is aware and in UTC; `today` is the date in Amsterdam."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(timezone.utc)

    def today(self) -> date:
        return self.now().astimezone(AMSTERDAM).date()


@dataclass
class FixedClock:
    """A clock that stands still until it is moved, for tests and for looking at another day.

    Args:
        instant: the moment that it tells, aware.
    """

    instant: datetime

    def now(self) -> datetime:
        return self.instant.astimezone(timezone.utc)

    def today(self) -> date:
        return self.instant.astimezone(AMSTERDAM).date()


def clock_for(fixed: str | None) -> Clock:
    """Return the clock that the settings ask for.

    Args:
        fixed: an ISO moment at which time stands still, or None for the machine's own time.

    Raises:
        ValueError: when the text is not an ISO moment.
    """
    if fixed is None:
        return SystemClock()
    instant = datetime.fromisoformat(fixed)
    return FixedClock(instant if instant.tzinfo else instant.replace(tzinfo=AMSTERDAM))
