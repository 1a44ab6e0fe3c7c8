"""What web itself says when the assistant is not there: a notice, a known answer, and the way to a person."""

from dataclasses import dataclass

from bot.chat.model import Button, Kind, Message, Reply, SourceNote
from bot.chat.topic_search import search_topics
from bot.clock import Clock
from bot.knowledge.compose import compose
from bot.knowledge.model import Answer, Knowledge, KnowledgeError
from bot.language.texts import Texts

PERSON = "/medewerker"
_MOST_BUTTONS = 5


@dataclass(frozen=True)
class Fallback:
    """Makes replies without the assistant.

    Args:
        starters: topics that are offered when the question gives no better ones.
        public_url: the address that people reach this product by.
    """

    knowledge: Knowledge
    texts: Texts
    clock: Clock
    starters: tuple[str, ...]
    public_url: str

    def reply(self, text: str | None, payload: str | None) -> Reply:
        """Return the reply to a message, or to a pressed button when `payload` is given."""
        if payload == PERSON:
            return Reply((Message(self._notice("person_while_down"), Kind.NOTICE),))
        answer = self.answer_to(payload)
        if answer is not None:
            return Reply((self._answer_message(answer),))
        return Reply((Message(self._notice("assistant_down"), Kind.NOTICE, buttons=self._buttons(text or "")),))

    def answer_to(self, payload: str | None) -> Answer | None:
        """Return today's answer when the payload is that of a topic ("/kosten"), else None."""
        topic_id = (payload or "").removeprefix("/")
        if topic_id not in self.knowledge.topics:
            return None
        try:
            return compose(self.knowledge, topic_id, self.clock.today())
        except KnowledgeError:
            return None

    def starter_buttons(self) -> tuple[Button, ...]:
        """Return buttons for the topics that most people come for."""
        topics = self.knowledge.topics
        return tuple(Button(topics[name].title, f"/{name}") for name in self.starters if name in topics)

    def _answer_message(self, answer: Answer) -> Message:
        text = answer.text
        if answer.helpdesk:
            text += "\n\n" + self._notice("helpdesk_for_topic")
        sources = tuple(SourceNote(one.title, one.date, one.url, one.section) for one in answer.sources)
        titles = self.knowledge.topics
        buttons = tuple(Button(titles[name].title, f"/{name}") for name in answer.next if name in titles)
        return Message(text, Kind.ANSWER, (answer.topic,), sources, buttons)

    def _buttons(self, text: str) -> tuple[Button, ...]:
        ignored = self.texts.listed("search.ignored")
        found = search_topics(self.knowledge, text, self.clock.today(), ignored)[:_MOST_BUTTONS]
        likely = tuple(Button(topic.title, f"/{topic.id}") for topic in found)
        more = tuple(button for button in self.starter_buttons() if button not in likely)
        return (likely + more)[:_MOST_BUTTONS]

    def _notice(self, name: str) -> str:
        return self.texts.say(
            f"notice.{name}",
            topics_url=f"{self.public_url}/onderwerpen",
            question_url=f"{self.public_url}/vraag",
        )
