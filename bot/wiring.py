"""The one place where settings become the web side's real objects. Nothing else decides which class is used."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.ask import Chat
from bot.chat.fallback import Fallback
from bot.clock import Clock, clock_for
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Knowledge
from bot.language.mask import Mask, mask_from
from bot.language.texts import Texts, load_texts
from bot.mail.sender import Sender
from bot.mail.transports import transport_for
from bot.remote.rasa import RasaAssistant
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.unit import SqlUnits
from bot.tickets.model import Ticket


@dataclass(frozen=True)
class Parts:
    """All that the pages and commands work with.

    `links` gives the full address of a ticket's page.
    """

    settings: Settings
    clock: Clock
    units: SqlUnits
    knowledge: Knowledge
    texts: Texts
    mask: Mask
    assistant: RasaAssistant
    fallback: Fallback
    chat: Chat
    sender: Sender
    links: Callable[[Ticket], str]


def build(settings: Settings, knowledge: Knowledge | None = None) -> Parts:
    """Make the parts. Opens no connection yet; the database must be up to date before it is used.

    Args:
        settings: see bot.settings.
        knowledge: what was loaded before; read from the folder of the settings when None.

    Raises:
        KnowledgeError: the knowledge files cannot be used.
        ValueError: the fixed moment in the settings is no moment.
    """
    clock = clock_for(settings.fixed_now)
    texts = load_texts(settings.data / "language" / "web.yml")
    knowledge = knowledge or load_knowledge(settings.data / "knowledge")
    units = open_units(settings)
    mask = mask_from(texts)
    assistant = RasaAssistant(settings.rasa_url, settings.rasa_secret, settings.assistant_timeout)
    fallback = Fallback(knowledge, texts, clock, texts.listed("search.starters"), settings.public_url)
    return Parts(
        settings=settings,
        clock=clock,
        units=units,
        knowledge=knowledge,
        texts=texts,
        mask=mask,
        assistant=assistant,
        fallback=fallback,
        chat=Chat(units, assistant, fallback, mask, texts, clock),
        sender=Sender(units, transport_for(settings.mail, settings.var / "mail"), clock, settings.mail.sender),
        links=lambda ticket: f"{settings.public_url}/ticket/{ticket.secret}",
    )


def open_units(settings: Settings) -> SqlUnits:
    """Return what opens transactions on the database of the settings."""
    return SqlUnits(open_engine(settings.database_url), derived_key(settings, "ticket links"))


def prepare_database(settings: Settings) -> None:
    """Bring the database up to date; makes it when it is not there."""
    upgrade(settings.database_url)


def derived_key(settings: Settings, purpose: str) -> bytes:
    """Return a key for one purpose, so that what is made for one can never pass for another."""
    return hmac.new(settings.secret_key.encode(), purpose.encode(), hashlib.sha256).digest()
