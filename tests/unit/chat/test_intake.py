"""What may be asked: any text that people can see, of a decent length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.intake import check_message
from bot.errors import InvalidInput


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u200d", "\u00a0"])
def test_nothing_to_see_is_empty(text):
    with pytest.raises(InvalidInput) as refused:
        check_message(text, 100)
    assert refused.value.code == "empty_message"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7f", "a\x85b", "a\ud800b", "\x00"])
def test_control_characters_are_refused(text):
    with pytest.raises(InvalidInput) as refused:
        check_message(text, 100)
    assert refused.value.code == "control_characters"


def test_the_limit_counts_characters_without_the_space_around():
    assert check_message("  " + "ë" * 50 + " \n", 50) == "ë" * 50
    with pytest.raises(InvalidInput) as refused:
        check_message("😀" * 51, 50)
    assert refused.value.code == "message_too_long"


def test_line_ends_become_one_kind():
    assert check_message("a\r\nb\rc\td", 50) == "a\nb\nc\td"


@given(st.text(max_size=60))
def test_what_passes_passes_unchanged_again(text):
    try:
        once = check_message(text, 50)
    except InvalidInput:
        return
    assert check_message(once, 50) == once
    assert 0 < len(once) <= 50
