from datetime import datetime, timezone

import pytest

from bot.clock import FixedClock, SystemClock, clock_for


def test_today_is_the_day_in_amsterdam():
    assert FixedClock(datetime(2022, 6, 30, 22, 30, tzinfo=timezone.utc)).today().isoformat() == "2022-07-01"
    assert FixedClock(datetime(2022, 1, 1, 22, 30, tzinfo=timezone.utc)).today().isoformat() == "2022-01-01"


def test_a_fixed_moment_without_zone_is_amsterdam_time():
    assert clock_for("2022-02-01T00:30").now() == datetime(2022, 1, 31, 23, 30, tzinfo=timezone.utc)


def test_without_a_fixed_moment_time_goes_on():
    clock = clock_for(None)
    assert isinstance(clock, SystemClock)
    assert clock.now().tzinfo is not None


def test_what_is_no_moment_is_refused():
    with pytest.raises(ValueError, match="isoformat"):
        clock_for("tomorrow")
