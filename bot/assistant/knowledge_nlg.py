"""Rasa's NLG: says for each response what stands in the domain or what the knowledge composes for the day.

It decides nothing about the course of the dialogue; the words of a message are made in the modules beside it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.assistant import history
from bot.assistant.reply import ReplyMessage, to_rasa
from bot.assistant.ticket_replies import ASK, TicketReplies
from bot.assistant.topic_replies import TopicReplies
from bot.assistant.wording import Responses, Wording
from bot.clock import Clock, clock_for
from bot.knowledge.load import load_knowledge
from bot.settings import Settings, read_settings

UTTER = "utter_"


class KnowledgeNlg(TemplatedNaturalLanguageGenerator):
    """Makes every message of the assistant; named in bot/domain/endpoints.yml.

    Args:
        endpoint_config: not used, Rasa gives it.
        domain: holds the texts; Rasa sets them again (`responses`) when it has loaded a model.
        settings: read from the environment when None, as in Rasa.
    """

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        domain: Domain | None = None,
        settings: Settings | None = None,
    ) -> None:
        settings = settings or read_settings()
        self.knowledge = load_knowledge(settings.data / "knowledge")
        self._clock: Clock = clock_for(settings.fixed_now)
        self._public_url = settings.public_url
        super().__init__(domain.responses if domain else {})

    @property
    def responses(self) -> Responses:
        """The texts of the domain. Only for a descendant of the templated NLG does Rasa set them after loading."""
        return self._responses

    @responses.setter
    def responses(self, responses: Responses) -> None:
        self._responses = responses
        self._wording = Wording(responses)
        self._topics = TopicReplies(self.knowledge, self._wording)
        self._tickets = TicketReplies(self._wording, self.knowledge.phrases.months)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return Rasa's message for a response, None when there is no such response."""
        said = history.last_texts(tracker)
        values = {**tracker.current_slot_values(), **kwargs, "public_url": self._public_url}
        messages = self._messages(utter_action, tracker, values, said)
        if not messages:
            return None
        fresh = [self._wording.fresh(message, said) for message in messages]
        return to_rasa(fresh, values.get("ticket_taken") if utter_action.startswith(ASK) else None)

    def _messages(
        self, name: str, tracker: DialogueStateTracker, values: Mapping[str, Any], said: Collection[str]
    ) -> list[ReplyMessage]:
        topic = name.removeprefix(UTTER)
        if name.startswith(UTTER) and self._topics.knows(topic):
            answer = self._topics.answer(topic, history.asked_day(tracker) or self._clock.today())
            return [answer or self._topics.escalate(None, 1, said)]
        if name.startswith(ASK):
            return [self._tickets.ask(name, values, said)]
        match name:
            case "utter_clarify":
                return [self._clarify(tracker, said)]
            case "utter_escalate":
                return [self._escalate(tracker, said)]
            case "utter_several":
                return self._several(tracker, values, said)
            case "utter_affirm_outside" | "utter_deny_outside":
                return [self._yes_or_no(name, tracker, values, said)]
            case "say_ticket_sent":
                return [self._tickets.sent(values)]
            case "say_ticket_status":
                return [self._tickets.status(values["tickets"], said)]
        return [self._wording.message(name, values, said)] if name in self._wording else []

    def _clarify(self, tracker: DialogueStateTracker, said: Collection[str]) -> ReplyMessage:
        found = history.parts(tracker)
        topics = [str(topic) for part in found[:1] for topic in part.get("topics") or ()]
        name = "say_clarify_again" if history.clarified_just_before(tracker) else "utter_clarify"
        return self._topics.clarify(topics, name, said)

    def _escalate(self, tracker: DialogueStateTracker, said: Collection[str]) -> ReplyMessage:
        found = history.parts(tracker)
        reason = found[0].get("reason") if found else None
        return self._topics.escalate(reason, history.misses_in_a_row(tracker), said)

    def _several(
        self, tracker: DialogueStateTracker, values: Mapping[str, Any], said: Collection[str]
    ) -> list[ReplyMessage]:
        today = history.asked_day(tracker) or self._clock.today()
        messages = self._topics.several(history.parts(tracker), today, said)
        return messages or [self._wording.message("utter_several", values, said)]

    def _yes_or_no(
        self, name: str, tracker: DialogueStateTracker, values: Mapping[str, Any], said: Collection[str]
    ) -> ReplyMessage:
        """Return what a yes or no means after the reply before it."""
        agrees = name == "utter_affirm_outside"
        choice = history.last_offer(tracker, "clarify")
        if choice:
            if not agrees:
                return self._wording.message("say_none_of_these", values, said)
            return self._topics.clarify(choice["topics"], "say_choose", said)
        if agrees and history.last_offer(tracker, "escalate"):
            return self._wording.message("say_offer_accepted", values, said)
        pressed_again = history.pressed_button(tracker) or history.last_offer(tracker, "ticket")
        sent = agrees and values.get("ticket_number") and pressed_again
        return self._wording.message("say_already_sent" if sent else name, values, said)
