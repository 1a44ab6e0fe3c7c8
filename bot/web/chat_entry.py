"""What the chat page and the chat API do alike with a message: check, count, ask. How it is shown is theirs."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.chat.ask import Asked
from bot.chat.intake import check_message
from bot.chat.model import Turn
from bot.errors import NotFound
from bot.web.limits import Window
from bot.web.refusals import Refusal, too_many
from bot.wiring import Parts

_MINUTE = 60.0
_NEW_CONVERSATIONS_FOR_ONE_LIMIT = 100


@dataclass(frozen=True)
class Limits:
    """Counters of this process.

    Args:
        messages: per conversation. conversations: new ones, of everybody together. misses: wrong links, per address.
    """

    messages: Window
    conversations: Window
    misses: Window


def limits_for(rate_limit: int) -> Limits:
    """Return counters for the number of messages a minute that one conversation may send; 0 for no limits."""
    return Limits(
        messages=Window(rate_limit, _MINUTE),
        conversations=Window(rate_limit * _NEW_CONVERSATIONS_FOR_ONE_LIMIT, _MINUTE),
        misses=Window(10, 10 * _MINUTE),
    )


async def ask(request: Request, conversation_id: str | None, asked: Asked) -> Turn:
    """Check a message, count it, and return its turn with the reply.

    Raises:
        InvalidInput, PayloadNotOffered, NotFound: see bot.chat. Refusal: too many messages.
    """
    parts: Parts = request.app.state.parts
    limits: Limits = request.app.state.limits
    if asked.message is not None:
        text = check_message(asked.message, parts.settings.message_limit)
        asked = Asked(text, None, asked.client_id)
    if conversation_id is None:
        if seconds := limits.conversations.take("all", asked.client_id):
            raise too_many("busy", seconds)
    elif seconds := limits.messages.take(conversation_id, asked.client_id):
        raise too_many("rate_limited", seconds)
    try:
        return await parts.chat.ask(conversation_id, asked)
    except NotFound:
        raise Refusal(404, "conversation_gone") from None
