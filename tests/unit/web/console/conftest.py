"""A desk to test the console at: the real application on a fresh SQLite database, a clock that is moved, browsers."""

import asyncio
import re
import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import unescape
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from bot.accounts import cases as account_cases
from bot.accounts.model import Role
from bot.chat.model import Kind, Message, Part, Reply
from bot.clock import FixedClock
from bot.settings import read_settings
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.unit import SqlUnits
from bot.tickets import cases
from bot.tickets.calendar import answer_by
from bot.tickets.intake import check_intake
from bot.tickets.model import Proposal
from bot.web.console.guard import SESSION_COOKIE
from bot.web.console.routes import router
from bot.wiring import Parts, build

PASSWORD = "een lange zin als wachtwoord"
HOST = "desk.example"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


class Page(NamedTuple):
    """What came back."""

    status: int
    text: str
    headers: httpx.Headers

    @property
    def words(self) -> str:
        """The text without tags, with single spaces."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())

    def value(self, name: str) -> str:
        """The value of the first field with this name."""
        found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.text)
        assert found, f"no field {name}"
        return unescape(found[1])

    def textarea(self) -> str:
        found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", self.text, re.DOTALL)
        assert found, "no textarea"
        return unescape(found[1])


class Browser:
    """Keeps cookies, follows nothing by itself."""

    def __init__(self, app: FastAPI, runner: asyncio.Runner) -> None:
        self._runner = runner
        scheme = app.state.parts.settings.public_url.partition(":")[0]
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"{scheme}://{HOST}")

    def take_session(self, session_id: str) -> None:
        """Put a session in the browser, as if it had logged in."""
        self.client.cookies.set(SESSION_COOKIE, session_id, domain=HOST, path="/console")

    def get(self, path: str) -> Page:
        return self._page(self._runner.run(self.client.get(path)))

    def post(self, path: str, **fields: str) -> Page:
        return self._page(self._runner.run(self.client.post(path, data=fields)))

    def request(self, method: str, path: str) -> Page:
        return self._page(self._runner.run(self.client.request(method, path)))

    def log_in(self, login: str, password: str = PASSWORD, next: str = "") -> Page:
        csrf = self.get("/console/login").value("csrf")
        return self.post("/console/login", csrf=csrf, login=login, password=password, next=next)

    def act(self, number: str, move: str, **fields: str) -> Page:
        """Open the page of a ticket and press one of its buttons."""
        page = self.get(f"/console/tickets/{number}")
        return self.act_on(page, number, move, **fields)

    def act_on(self, page: Page, number: str, move: str, **fields: str) -> Page:
        """Press a button on a page that was opened before."""
        known = {name: page.value(name) for name in ("csrf", "version", "seen")}
        return self.post(f"/console/tickets/{number}/{move}", **{**known, **fields})

    @staticmethod
    def _page(response: httpx.Response) -> Page:
        return Page(response.status_code, response.text, response.headers)


class Desk:
    """The application on a database of its own, with a clock that the test moves."""

    def __init__(self, parts: Parts, runner: asyncio.Runner) -> None:
        self.clock = FixedClock(NOW)
        self.parts = replace(parts, clock=self.clock)
        self.app = FastAPI()
        self.app.state.parts = self.parts
        self.app.include_router(router)
        self._runner = runner
        self._tickets = 0

    def browser(self, login: str | None = None) -> Browser:
        """Open a browser; with `login` one in which that agent is logged in already."""
        browser = Browser(self.app, self._runner)
        if login:
            with self.parts.units() as unit:
                now = self.clock.now()
                session = unit.sessions.add(unit.accounts.by_login(login).id, now + timedelta(hours=1), now)
                unit.commit()
            browser.take_session(session.id)
        return browser

    def pass_time(self, **span: float) -> None:
        self.clock.instant += timedelta(**span)

    def add_ticket(self, question: str = "Mag mijn buurman ook?", chat: bool = False, **intake: object) -> str:
        """Keep a ticket as the chat or the form page would; return its number."""
        self._tickets += 1
        now = self.clock.now()
        given = {"email": "school@voorbeeld.nl", "name": None, "brin": None, "key": f"key {self._tickets}"}
        with self.parts.units() as unit:
            conversation = self._conversation(unit, question) if chat else None
            proposals = (Proposal("kosten", 0.83), Proposal("welk_niveau", 0.4), Proposal("verplicht", 0.05))
            default = {"proposals": proposals, "model": "model 7", "knowledge": "kennis 9"}
            wanted = check_intake(question, conversation_id=conversation, **{**given, **default, **intake})
            ticket = cases.open_ticket(unit, wanted, self.parts.links, answer_by(now), now)
            unit.commit()
        return ticket.number

    def _conversation(self, unit, question: str) -> str:
        now = self.clock.now()
        conversation = unit.journal.open_conversation(now)
        greeting = unit.journal.begin_turn(conversation, None, "Goedemorgen", None, now)
        unit.journal.finish_turn(greeting.id, Reply((Message("Waarmee kan ik helpen?", Kind.SMALLTALK),)), now)
        asked = unit.journal.begin_turn(conversation, None, question, None, now)
        miss = Reply((Message("Dat weet ik niet.", Kind.ESCALATE),), parts=(Part(question, (), "escalate"),))
        unit.journal.finish_turn(asked.id, miss, now)
        return conversation

    def ticket(self, number: str):
        with self.parts.units() as unit:
            return unit.tickets.get(number)

    def entries(self, number: str):
        with self.parts.units() as unit:
            return list(unit.tickets.entries(unit.tickets.get(number)))

    def letters(self):
        with self.parts.units() as unit:
            return [owed.letter for owed in unit.outbox.owed()]


@pytest.fixture
def runner():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """The parts that all desks share, and two databases to start from: without and with agents."""
    folder = tmp_path_factory.mktemp("shelf")
    parts = build(read_settings({"BRON_VAR": str(folder), "BRON_SESSION_MINUTES": "60"}))
    upgrade(parts.settings.database_url)
    parts.units.close()
    shutil.copy(folder / "bron.db", folder / "empty.db")
    with parts.units() as unit:
        account_cases.add_account(unit, "anna@voorbeeld.nl", "Anna de Wit", Role.ADMIN, PASSWORD, NOW)
        account_cases.add_account(unit, "bram@voorbeeld.nl", "Bram Jansen", Role.AGENT, PASSWORD, NOW)
        unit.commit()
    parts.units.close()
    shutil.copy(folder / "bron.db", folder / "staffed.db")
    return folder, parts


@pytest.fixture
def make_desk(shelf, tmp_path, runner):
    """Make a desk on a copy of one of the databases; settings can be changed."""
    folder, shared = shelf
    desks = []

    def make(start: str, **changed: str) -> Desk:
        shutil.copy(folder / start, tmp_path / "bron.db")
        settings = replace(shared.settings, var=tmp_path, database_url=f"sqlite:///{tmp_path / 'bron.db'}", **changed)
        units = SqlUnits(open_engine(settings.database_url), b"key of the links")
        desks.append(Desk(replace(shared, settings=settings, units=units), runner))
        return desks[-1]

    yield make
    for desk in desks:
        desk.parts.units.close()


@pytest.fixture
def empty_desk(make_desk):
    """A desk without accounts."""
    return make_desk("empty.db")


@pytest.fixture
def desk(make_desk):
    """A desk with two agents: Anna (admin) and Bram."""
    return make_desk("staffed.db")


@pytest.fixture
def secure_desk(make_desk):
    """A desk that the outside reaches by https."""
    return make_desk("staffed.db", public_url="https://helpdesk.example")


@pytest.fixture
def anna(desk):
    return desk.browser("anna@voorbeeld.nl")


@pytest.fixture
def bram(desk):
    return desk.browser("bram@voorbeeld.nl")
