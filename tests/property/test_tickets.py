"""Whatever agents, askers and failures do in whatever order: no illegal move, no lost and no doubled letter."""

import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.accounts.model import Role
from bot.chat.model import EventKind
from bot.errors import Conflict, IllegalMove
from bot.mail.model import LetterKind
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.unit import SqlUnits
from bot.tickets import cases
from bot.tickets.model import EntryKind, Intake, Move, Status, Ticket, status_after

KEYS = st.sampled_from(["k1", "k2", "k3"])
MOVES = st.sampled_from([move for move in Move if move is not Move.ADD])
AGENTS = st.integers(0, 1)
TEXTS = st.sampled_from(["Ja.", "Nee.", "Misschien.\n\nOf niet."])
# How many versions old the ticket on the agent's screen is.
STALE = st.sampled_from([0, 0, 0, 1])
COMMITS = st.sampled_from([True, True, True, False])
EMAILS = {"k1": "a@example.nl", "k2": "b@example.nl", "k3": None}
CONVERSATIONS = {"k1": "c_1", "k2": None, "k3": "c_3"}


def links(ticket: Ticket) -> str:
    return f"https://example.nl/ticket/{ticket.secret}"


class Helpdesk(RuleBasedStateMachine):
    """Runs the use cases on a real database and keeps, apart, what must have come of the committed ones."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        url = f"sqlite:///{self.folder / 'store.db'}"
        upgrade(url)
        self.units = SqlUnits(open_engine(url), b"a key for tests")
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.tickets: dict[str, Ticket] = {}
        self.letters: Counter[tuple[str, LetterKind]] = Counter()
        self.replies: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        with self.units() as unit:
            self.agents = [
                unit.accounts.add(f"{name}@example.nl", name, Role.AGENT, "x", self.now) for name in ("anna", "ben")
            ]
            unit.commit()
        for key in ("k1", "k2"):
            self.ask(key, commits=True)

    def teardown(self) -> None:
        self.units.close()
        shutil.rmtree(self.folder)

    @rule(key=KEYS, commits=COMMITS)
    def ask(self, key, commits):
        intake = Intake(key, "Wat?", EMAILS[key], None, None, CONVERSATIONS[key])
        with self.units() as unit:
            ticket = cases.open_ticket(unit, intake, links, None, self.now)
            if commits:
                unit.commit()
        if key in self.tickets:
            assert ticket == self.tickets[key]
        elif commits:
            self._keep(key, ticket, LetterKind.TICKET_OPENED)

    @rule(move=MOVES, key=KEYS, agent=AGENTS, stale=STALE, commits=COMMITS, text=TEXTS)
    def attempt(self, move, key, agent, stale, commits, text):
        """Try any move, allowed or not, by any agent, seen just now or too long ago."""
        self._move(move, key, agent, stale, commits, text)

    @rule(key=KEYS, text=TEXTS, commits=COMMITS)
    def add(self, key, text, commits):
        if key not in self.tickets:
            return
        before = self.tickets[key]
        with self.units() as unit:
            after = cases.add_information(unit, before.secret, text, self.now)
            if commits:
                unit.commit()
        if after.version != before.version:
            assert after.status is status_after(before.status, Move.ADD)
        if commits:
            self.tickets[key] = after

    @rule(key=KEYS, choice=st.integers(0, 9), agent=AGENTS, text=TEXTS)
    def work_on(self, key, choice, agent, text):
        """Make a move that is allowed, so that runs come further than chance alone would bring them."""
        if key not in self.tickets:
            return
        ticket = self.tickets[key]
        legal = [move for move in Move if move is not Move.ADD and not self._is_illegal(ticket.status, move)]
        holder = next((n for n, one in enumerate(self.agents) if one.id == ticket.agent_id), agent)
        self._move(legal[choice % len(legal)], key, holder, 0, True, text)

    @rule()
    def send(self):
        with self.units() as unit:
            for owed in unit.outbox.take_due("s", self.now, timedelta(minutes=2), limit=1):
                unit.outbox.mark_sent(owed.letter.key, self.now)
                self.letters[owed.letter.thread, owed.letter.kind] -= 1
            unit.commit()

    def _move(self, move: Move, key: str, agent: int, stale: int, commits: bool, text: str = "") -> None:
        if key not in self.tickets:
            return
        before = self.tickets[key]
        holds = before.agent_id == self.agents[agent].id
        with self.units() as unit:
            try:
                after = self._call(unit, move, before, before.version - stale, agent, text)
            except IllegalMove:
                assert not stale
                assert self._is_illegal(before.status, move)
                return
            except Conflict:
                works_elsewhere = before.status is Status.CLAIMED and move is not Move.REOPEN
                assert stale or (not holds and (move is Move.REPLY or works_elsewhere))
                return
            if commits:
                unit.commit()
        assert not stale
        assert after.status is status_after(before.status, move)
        assert move not in (Move.REPLY, Move.RELEASE) or holds
        if commits:
            kinds = {Move.REPLY: LetterKind.TICKET_ANSWERED, Move.CLOSE: LetterKind.TICKET_CLOSED}
            self.replies[after.number] += move is Move.REPLY
            self._keep(key, after, kinds.get(move))

    def _call(self, unit, move: Move, ticket: Ticket, version: int, agent: int, text: str) -> Ticket:
        who, number, now = self.agents[agent], ticket.number, self.now
        if move is Move.CLAIM:
            return cases.claim(unit, number, version, who.id, now)
        if move is Move.RELEASE:
            return cases.release(unit, number, version, who.id, now)
        if move is Move.REPLY:
            return cases.reply(unit, number, version, who.id, who.name, text, links, now)
        if move is Move.CLOSE:
            return cases.close(unit, number, version, who.id, who.name, links, now)
        return cases.reopen(unit, number, version, who.id, who.name, now)

    @staticmethod
    def _is_illegal(status: Status, move: Move) -> bool:
        try:
            status_after(status, move)
        except IllegalMove:
            return True
        return False

    def _keep(self, key: str, ticket: Ticket, kind: LetterKind | None) -> None:
        self.tickets[key] = ticket
        if kind is not None and ticket.email is not None:
            self.letters[ticket.number, kind] += 1

    @invariant()
    def tickets_are_as_committed(self) -> None:
        with self.units() as unit:
            kept = {ticket.number: ticket for ticket in unit.tickets.listed(list(Status))}
        assert kept == {ticket.number: ticket for ticket in self.tickets.values()}
        assert all(
            (ticket.agent_id is None) == (ticket.status is Status.NEW) or ticket.status is Status.CLOSED
            for ticket in kept.values()
        )

    @invariant()
    def exactly_the_owed_letters_are_owed(self) -> None:
        with self.units() as unit:
            owed = [one.letter for one in unit.outbox.owed()]
        assert Counter((letter.thread, letter.kind) for letter in owed) == +self.letters
        assert len({letter.key for letter in owed}) == len(owed)

    @invariant()
    def every_committed_reply_is_one_entry_and_one_notice(self) -> None:
        with self.units() as unit:
            for ticket in self.tickets.values():
                entries = [e for e in unit.tickets.entries(ticket) if e.kind is EntryKind.REPLY]
                assert len(entries) == self.replies[ticket.number]
                if ticket.conversation_id is not None:
                    events = unit.events.of(ticket.conversation_id)
                    told = [event.data["text"] for event in events if event.kind is EventKind.AGENT_REPLY]
                    assert told == [entry.text for entry in entries]


TestHelpdesk = Helpdesk.TestCase
TestHelpdesk.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    # Each step talks to a real database: making a failure smaller would take minutes.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
