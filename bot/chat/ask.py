"""The use case of a question: written down first, then asked, then the reply is kept. No HTTP, no queries."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog

from bot.chat.fallback import Fallback
from bot.chat.first_messages import FirstMessages
from bot.chat.lanes import Lanes
from bot.chat.model import EventKind, Kind, Message, Reply, Turn
from bot.chat.ports import Assistant, ChatUnits
from bot.clock import Clock
from bot.errors import AssistantUnavailable, Forbidden, NotFound
from bot.language.mask import Mask
from bot.language.texts import Texts

Result = TypeVar("Result")
_log = structlog.get_logger("chat")


class PayloadNotOffered(Forbidden):
    """A button that was never shown in this conversation."""

    code = "payload_not_offered"


@dataclass(frozen=True)
class Asked:
    """What somebody sends: a checked message, or the payload of a button.

    `client_id` is the sender's own mark; the same one again in a conversation gives the same turn.
    """

    message: str | None
    payload: str | None
    client_id: str | None


class Chat:
    """Answers questions, one after the other within a conversation.

    Args:
        units: opens transactions. assistant: answers. fallback: what is said when the assistant is not there.
        mask: takes personal data out. texts: the words for that.
    """

    def __init__(
        self, units: ChatUnits, assistant: Assistant, fallback: Fallback, mask: Mask, texts: Texts, clock: Clock
    ) -> None:
        self._units, self._assistant, self._fallback = units, assistant, fallback
        self._mask, self._texts, self._clock = mask, texts, clock
        self._arrival, self._answering = Lanes(), Lanes()
        self._first = FirstMessages()
        self._running: set[asyncio.Task[Turn]] = set()
        self._starters = {button.payload: button for button in fallback.starter_buttons()}

    async def ask(self, conversation_id: str | None, asked: Asked) -> Turn:
        """Answer a message and return its turn, with the reply.

        Goes on when the caller stops waiting, so that the reply is there when it comes back with the same id.

        Args:
            conversation_id: the conversation, or None to open one.
            asked: the message.

        Raises:
            NotFound: there is no such conversation.
            PayloadNotOffered: the button does not belong to it.
        """
        task = asyncio.create_task(self._ask(conversation_id, asked))
        self._running.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    async def drain(self) -> None:
        """Wait until every question that was taken has its reply; for shutting down."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _finished(self, task: asyncio.Task[Turn]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()

    async def _ask(self, conversation_id: str | None, asked: Asked) -> Turn:
        masked = self._mask(asked.message) if asked.message is not None else None
        clean = replace(asked, message=masked.text if masked else None)
        # New conversations do not wait for each other, only tries of the same first message do.
        lane = conversation_id or f"first {asked.client_id or uuid.uuid4()}"
        async with self._arrival.turn_in(lane):
            turn = await self._arrive(conversation_id, clean)
        if turn.reply is not None:
            return turn
        async with self._answering.turn_in(turn.conversation_id):
            turn = await _in_thread(lambda: self._stored(turn.id))
            if turn.reply is not None:
                return turn
            reply = await self._reply(turn)
            if masked and masked.found:
                reply = replace(reply, messages=(self.masked_notice(masked.found), *reply.messages))
            return await _in_thread(lambda: self._finish(turn, reply))

    async def _arrive(self, conversation_id: str | None, asked: Asked) -> Turn:
        if conversation_id is not None:
            return await _in_thread(lambda: self._begin(conversation_id, asked))
        earlier = self._first.conversation_of(asked.client_id)
        turn = await _in_thread(lambda: self._begin(earlier, asked))
        self._first.remember(asked.client_id, turn.conversation_id)
        return turn

    def _begin(self, conversation_id: str | None, asked: Asked) -> Turn:
        with self._units() as unit:
            now = self._clock.now()
            if conversation_id is None:
                conversation_id = unit.journal.open_conversation(now)
            elif not unit.journal.exists(conversation_id):
                raise NotFound("conversation")
            text = asked.message
            if text is None:
                payload = asked.payload or ""
                button = unit.journal.offered(conversation_id, payload) or self._starters.get(payload)
                if button is None:
                    raise PayloadNotOffered
                text = button.title
            turn = unit.journal.begin_turn(conversation_id, asked.client_id, text, asked.payload, now)
            unit.commit()
            return turn

    def _stored(self, turn_id: str) -> Turn:
        with self._units() as unit:
            return unit.journal.turn(turn_id)

    async def _reply(self, turn: Turn) -> Reply:
        text = None if turn.payload else turn.text
        try:
            return await self._assistant.reply(turn.conversation_id, turn.id, text, turn.payload, self._clock.today())
        except AssistantUnavailable as error:
            _log.warning("assistant unavailable", turn=turn.id, reason=str(error))
            return self._fallback.reply(text, turn.payload)

    def _finish(self, turn: Turn, reply: Reply) -> Turn:
        with self._units() as unit:
            now = self._clock.now()
            unit.journal.finish_turn(turn.id, reply, now)
            unit.events.append(turn.conversation_id, EventKind.TURN, {"turn": turn.id}, now)
            finished = unit.journal.turn(turn.id)
            unit.commit()
            return finished

    def masked_notice(self, found: tuple[str, ...]) -> Message:
        """Return the message that says what was left out and why.

        Args:
            found: at least one kind, as bot.language.mask names it.
        """
        things = [self._texts.say(f"mask.things.{kind}") for kind in found]
        listed = [", ".join(things[:-1]), things[-1]] if len(things) > 1 else things
        said = f" {self._texts.say('mask.and')} ".join(listed)
        return Message(self._texts.say("notice.masked", things=said), Kind.NOTICE)


async def _in_thread(work: Callable[[], Result]) -> Result:
    return await asyncio.to_thread(work)
