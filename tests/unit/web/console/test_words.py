from datetime import date, datetime, timedelta, timezone

import pytest

from bot.accounts.model import Role
from bot.chat.model import Kind
from bot.settings import ROOT
from bot.tickets.model import Author, Move, Status
from bot.web.console.words import Due, load_words

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def words():
    return load_words(ROOT / "data")


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("status", Status),
        ("kind", Kind),
        ("role", Role),
        ("who", Author),
    ],
)
def test_everything_has_a_word(words, group, values):
    assert {value.value for value in values} == set(words.group(group))


def test_every_move_has_a_word(words):
    assert {move.value for move in Move} <= set(words.group("moves"))


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.0, "zeker"), (0.8, "zeker"), (0.79, "vrij zeker"), (0.55, "vrij zeker"), (0.3, "twijfel"), (0.0, "onzeker")],
)
def test_confidence_in_words(words, value, said):
    assert words.confidence(value) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-5), "zojuist"),
        (timedelta(seconds=59), "zojuist"),
        (timedelta(minutes=1), "1 minuut geleden"),
        (timedelta(minutes=59), "59 minuten geleden"),
        (timedelta(hours=23), "23 uur geleden"),
        (timedelta(days=1), "1 dag geleden"),
        (timedelta(days=400), "400 dagen geleden"),
    ],
)
def test_age_in_its_largest_unit(words, span, said):
    assert words.age(NOW - span, NOW) == said


def test_moments_are_told_in_amsterdam(words):
    assert words.moment(datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc)) == "do 2 jul 2026, 00:30"


@pytest.mark.parametrize(
    ("day", "is_waiting", "due"),
    [
        (None, True, Due("", "geen dag genoemd", False)),
        (date(2026, 11, 26), True, Due("do 26 nov", "", False)),
        (date(2026, 11, 22), True, Due("zo 22 nov", "1 dag te laat", True)),
        (date(2026, 11, 22), False, Due("zo 22 nov", "", False)),
    ],
)
def test_the_expected_day(words, day, is_waiting, due):
    assert words.due(day, date(2026, 11, 23), is_waiting) == due


def test_an_unknown_code_still_gets_words(words):
    assert words.problem("x").what == words.problem("invalid_input").what
