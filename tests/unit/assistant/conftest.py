"""The real domain and the real knowledge, and trackers made by hand."""

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.topic_replies import TopicReplies
from bot.assistant.wording import Wording
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Knowledge
from tests.unit.assistant.trackers import MakeTracker

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def domain() -> Domain:
    return Domain.load(str(ROOT / "bot" / "domain"))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "data" / "knowledge")


@pytest.fixture
def wording(domain: Domain) -> Wording:
    return Wording(domain.responses)


@pytest.fixture
def topics(knowledge: Knowledge, wording: Wording) -> TopicReplies:
    return TopicReplies(knowledge, wording)


@pytest.fixture
def tracker(domain: Domain) -> MakeTracker:
    """Makes a tracker from events; `slots` are set last."""

    def make(*events: Event, **slots: Any) -> DialogueStateTracker:
        set_slots = [SlotSet(name, value) for name, value in slots.items()]
        start = [ActionExecuted("action_listen")]
        return DialogueStateTracker.from_events("c_test", [*start, *events, *set_slots], domain.slots, domain=domain)

    return make
