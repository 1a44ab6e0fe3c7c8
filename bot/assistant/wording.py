"""Takes texts from the domain: fills them in and picks the one that was not just said. Knows no topics."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.assistant.reply import NOTICE, ReplyMessage, buttons_of

Responses = Mapping[str, list[dict[str, Any]]]
_FIELD = re.compile(r"\{(\w+)\}")


class Wording:
    """The texts of the domain by name. Of several texts under a name the first is taken that is not in `said`.

    Args:
        responses: the domain's responses.
    """

    def __init__(self, responses: Responses) -> None:
        self._responses = responses

    def __contains__(self, name: str) -> bool:
        return bool(self._responses.get(name))

    def message(self, name: str, values: Mapping[str, Any], said: Collection[str] = ()) -> ReplyMessage:
        """Return a text as a message, with its `{fields}` filled in.

        Raises:
            KeyError: there is no such text.
        """
        variations = [self._message(one, values) for one in self._responses[name]]
        return next((one for one in variations if one.text not in said), variations[0])

    def texts(self, name: str, values: Mapping[str, Any]) -> list[str]:
        """Return all texts under a name, filled in. Raises KeyError."""
        return [fill(str(one["text"]).strip(), values) for one in self._responses[name]]

    def text(self, name: str, **values: Any) -> str:
        """Return the first text under a name, filled in. Raises KeyError."""
        return self.texts(name, values)[0]

    def stands_alone(self, name: str) -> bool:
        """Say whether a text takes the place of the question that it belongs to."""
        return any((one.get("custom") or {}).get("alone") for one in self._responses.get(name, ()))

    def fresh(self, message: ReplyMessage, said: Collection[str]) -> ReplyMessage:
        """Return the message, with a few words before it when this was just said, with or without such words."""
        if not any(text.endswith(message.text) for text in said):
            return message
        candidates: Iterable[ReplyMessage] = (message.led_by(lead) for lead in self.texts("say_again", {}))
        return next((one for one in candidates if one.text not in said), message)

    @staticmethod
    def _message(response: Mapping[str, Any], values: Mapping[str, Any]) -> ReplyMessage:
        custom = response.get("custom") or {}
        return ReplyMessage(
            text=fill(str(response["text"]).strip(), values),
            kind=custom.get("kind", NOTICE),
            topics=tuple(custom.get("topics", ())),
            buttons=tuple(buttons_of(response.get("buttons") or ())),
        )


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Return a text with its `{fields}` filled in; a field without a value stays as it is.

    Rasa's own filler stumbles over texts of people in which its signs occur, so it is not used.
    """
    return _FIELD.sub(lambda field: str(values.get(field[1], field[0])), text)
