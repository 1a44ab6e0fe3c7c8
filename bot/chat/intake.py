"""Checks and cleans what somebody typed, before anything else is done with it. Masking is bot.language's."""

import re
import unicodedata

from bot.errors import InvalidInput

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def check_message(text: str, limit: int) -> str:
    """Return the message as it goes on: line ends as \\n, no space around it.

    Args:
        text: what was typed.
        limit: the most characters that it may have.

    Raises:
        InvalidInput: empty_message, message_too_long or control_characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROL.search(text):
        raise InvalidInput("control_characters", "message")
    if not any(_is_visible(character) for character in text):
        raise InvalidInput("empty_message", "message")
    if len(text) > limit:
        raise InvalidInput("message_too_long", "message")
    return text


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC"
