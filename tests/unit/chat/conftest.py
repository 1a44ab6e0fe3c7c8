"""Parts for the chat's tests: a real SQLite store, the real knowledge, and an assistant that does as it is told."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from bot.chat.ask import Chat
from bot.chat.fallback import Fallback
from bot.chat.model import Button, Kind, Message, Reply
from bot.clock import FixedClock
from bot.errors import AssistantUnavailable
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Knowledge
from bot.language.mask import mask_from
from bot.language.texts import Texts, load_texts
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.unit import SqlUnits

DATA = Path(__file__).resolve().parents[3] / "data"


@dataclass
class ToldAssistant:
    """Answers with the text itself and one button; fails when told to. Keeps the contract of chat.ports.Assistant."""

    heard: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    fails: bool = False
    gate: asyncio.Event | None = None

    async def reply(
        self, conversation_id: str, turn_id: str, text: str | None, payload: str | None, today: date
    ) -> Reply:
        self.heard.append((conversation_id, text, payload))
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            raise AssistantUnavailable("told so")
        said = Message(f"over {text or payload}", Kind.ANSWER, ("kosten",), (), (Button("Meer", "/makelaars"),))
        return Reply((said,), model="model-1", knowledge="knowledge-1")

    async def health(self) -> dict[str, str]:
        return {"status": "ok", "model": "model-1", "language_model": "-", "knowledge": "-"}


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(DATA / "knowledge")


@pytest.fixture(scope="session")
def texts() -> Texts:
    return load_texts(DATA / "language/web.yml")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc))


@pytest.fixture
def units(tmp_path: Path) -> Iterator[SqlUnits]:
    url = f"sqlite:///{tmp_path / 'chat.db'}"
    upgrade(url)
    units = SqlUnits(open_engine(url), b"key of tests")
    yield units
    units.close()


@pytest.fixture
def assistant() -> ToldAssistant:
    return ToldAssistant()


@pytest.fixture
def fallback(knowledge: Knowledge, texts: Texts, clock: FixedClock) -> Fallback:
    return Fallback(knowledge, texts, clock, texts.listed("search.starters"), "https://chat.example")


@pytest.fixture
def make_chat(units, assistant, fallback, texts, clock) -> Callable[[], Chat]:
    return lambda: Chat(units, assistant, fallback, mask_from(texts), texts, clock)
