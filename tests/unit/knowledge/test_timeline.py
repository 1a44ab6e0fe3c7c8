"""The timeline: phases on the edges of a period, and what is known when."""

from datetime import date

import pytest

from bot.knowledge.model import Phase
from bot.knowledge.timeline import moments


@pytest.mark.parametrize(
    ("day", "phases"),
    [
        (date(2021, 6, 14), [Phase.NOW, Phase.FUTURE]),
        (date(2021, 6, 15), [Phase.PAST, Phase.FUTURE]),
        (date(2021, 12, 31), [Phase.PAST, Phase.FUTURE]),
        (date(2022, 1, 1), [Phase.PAST, Phase.NOW, Phase.FUTURE]),
        (date(2022, 2, 1), [Phase.PAST, Phase.PAST, Phase.FUTURE]),
        (date(2023, 1, 1), [Phase.PAST, Phase.PAST, Phase.PAST]),
    ],
)
def test_phases(small, day, phases):
    assert [moment.phase for moment in moments(small, day)] == phases


def test_a_milestone_is_told_from_when_it_is_known(small):
    assert [one.milestone.id for one in moments(small, date(2021, 12, 31))] == ["first", "second"]
    assert moments(small, date(2021, 6, 13)) == ()


def test_the_past_has_its_own_words(small):
    assert moments(small, date(2021, 6, 14))[0].label == "de brief komt."
    assert moments(small, date(2021, 6, 15))[0].label == "de brief kwam."
