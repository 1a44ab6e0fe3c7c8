"""The Dutch words of the web side: all that code asks for must be there."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.language.texts import Texts, load_texts

ROOT = Path(__file__).resolve().parents[3]
TEXTS = load_texts(ROOT / "data/language/web.yml")


def test_an_error_says_what_happened_and_what_to_do_now():
    text = TEXTS.error("message_too_long", limit=2000)
    assert "2000" in text.what
    assert text.now.endswith(".")


def test_an_unknown_code_gets_the_words_of_an_internal_error():
    assert TEXTS.error("no_such_code") == TEXTS.error("internal")


def test_every_code_in_the_web_side_has_words():
    """The codes that refusals and invalid input name; the console has its own words."""
    code = r'(?:Refusal\(\d+, |too_many\(|InvalidInput\(|CodedValueError\(|\n    code = )"([a-z_]+)"'
    found = set()
    for folder in ("chat", "web", "tickets", "mail"):
        for path in (ROOT / "bot" / folder).rglob("*.py"):
            if "console" not in path.parts:
                found |= set(re.findall(code, path.read_text(encoding="utf-8")))
    assert len(found) > 15
    assert sorted(name for name in found - {"empty_reply", "mail_not_sent"} if not TEXTS.knows_error(name)) == []


def test_dates_are_told_with_the_day_of_the_week():
    assert TEXTS.day(date(2026, 11, 23)) == "maandag 23 november 2026"


@pytest.mark.parametrize("name", ["no.such", "errors", "notice.nothing"])
def test_a_missing_text_is_an_error(name):
    with pytest.raises(KeyError):
        TEXTS.say(name)


def test_fields_are_filled_in_and_other_braces_stay():
    texts = Texts({"errors": {}, "a": "Nog {n} tekens", "b": "{vrij}"})
    assert texts.say("a", n=3) == "Nog 3 tekens"
    assert texts.say("b") == "{vrij}"
