"""Turns decisions on questions into messages: answers with sources, choices of topics, what is not known."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from bot.assistant.reply import ReplyMessage
from bot.assistant.wording import Wording
from bot.knowledge.compose import compose
from bot.knowledge.model import Knowledge, KnowledgeError

logger = logging.getLogger(__name__)

MOST_CHOICES = 3
PERSON = "medewerker"
_REASON = "out_of_scope_"


class TopicReplies:
    """Makes messages about topics.

    Args:
        knowledge: the topics and their answers.
        wording: the texts around them.
    """

    def __init__(self, knowledge: Knowledge, wording: Wording) -> None:
        self._knowledge = knowledge
        self._wording = wording

    def knows(self, topic: str) -> bool:
        return topic in self._knowledge.topics

    def answer(self, topic: str, today: date) -> ReplyMessage | None:
        """Return the answer on a topic for a day, None when the knowledge has none."""
        try:
            found = compose(self._knowledge, topic, today)
        except KnowledgeError as error:
            logger.error("no answer: %s", error)
            return None
        buttons = [self._button(one) for one in found.next if self.knows(one)]
        if found.helpdesk:
            buttons.extend(self._wording.message("say_offer_helpdesk", {}).buttons)
        return ReplyMessage(
            text=found.text,
            kind="answer",
            topics=(topic,),
            sources=tuple(asdict(source) for source in found.sources),
            buttons=tuple(buttons),
        )

    def clarify(self, topics: Sequence[str], name: str, said: Collection[str], part: str = "") -> ReplyMessage:
        """Return a choice of at most three topics, and always the helpdesk; without topics only the helpdesk.

        Args:
            topics: what the asker may mean, likeliest first.
            name: the text above the choice.
            said: texts that were just said.
            part: the part of the message that it is about, when there are more.
        """
        known = tuple(topic for topic in topics if self.knows(topic))[:MOST_CHOICES]
        if not known:
            return self.escalate(None, 1, said)
        message = self._wording.message(name, {"part": part}, said)
        choices = tuple(self._button(topic) for topic in known)
        if message.kind == "clarify":
            return replace(message, topics=known, buttons=choices + message.buttons)
        return replace(message, buttons=message.buttons + choices)

    def escalate(self, reason: str | None, misses: int, said: Collection[str]) -> ReplyMessage:
        """Return what is said to a question that is not known.

        Args:
            reason: the out-of-scope intent, None when there is none.
            misses: how many messages in a row were not understood, this one included.
            said: texts that were just said.
        """
        fitting = f"say_escalate_{(reason or '').removeprefix(_REASON)}"
        if fitting in self._wording:
            message = self._wording.message(fitting, {}, said)
            if message.text not in said:
                return message
        return self._wording.message("say_escalate_again" if misses > 1 else "utter_escalate", {}, said)

    def several(self, parts: Sequence[Mapping[str, Any]], today: date, said: Collection[str]) -> list[ReplyMessage]:
        """Return the messages to a message of several questions.

        Known parts come first, in order, then at most one choice, then all that is not known, in one message.
        """
        messages: list[ReplyMessage] = []
        choice: ReplyMessage | None = None
        unknown: list[str] = []
        for part in parts:
            topics = [str(topic) for topic in part.get("topics") or ()]
            text = str(part.get("text") or "").strip()
            if part.get("decision") == "answer" and topics:
                message = self._known(topics[0], today, said)
                if message is None:
                    unknown.append(text)
                elif message not in messages:
                    messages.append(message)
            elif part.get("decision") == "clarify" and choice is None and any(map(self.knows, topics)):
                choice = self.clarify(topics, "say_clarify_part", said, text)
            else:
                unknown.append(text)
        if choice is not None:
            messages.append(choice)
        if unknown:
            messages.append(self._escalate_parts(unknown, said))
        return messages

    def _known(self, topic: str, today: date, said: Collection[str]) -> ReplyMessage | None:
        if self.knows(topic):
            return self.answer(topic, today)
        name = f"utter_{topic}"
        if name not in self._wording:
            return None
        message = self._wording.message(name, {}, said)
        if topic != PERSON:
            return message
        # The form can only start on a message that asks for nothing else; here a button has to do.
        return replace(message, buttons=self._wording.message("say_offer_helpdesk", {}).buttons)

    def _escalate_parts(self, unknown: Sequence[str], said: Collection[str]) -> ReplyMessage:
        quotes = [self._wording.text("say_quote", part=part) for part in unknown]
        quoted = f" {self._wording.text('say_and')} ".join(quotes)
        return self._wording.message("say_escalate_parts", {"parts": quoted}, said)

    def _button(self, topic: str) -> dict[str, str]:
        return {"title": self._knowledge.topics[topic].title, "payload": f"/{topic}"}
