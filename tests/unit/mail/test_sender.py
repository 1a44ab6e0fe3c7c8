"""Letters keep being owed until they have left, and leave once."""

import asyncio
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from bot.clock import FixedClock
from bot.mail.model import Letter, LetterKind
from bot.mail.sender import LEASE, Sender
from bot.mail.transports import FolderTransport, NotSent, SmtpTransport
from bot.settings import MailSettings

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "Helpdesk BRON po <helpdesk@example.nl>"


def letter(key: str) -> Letter:
    values = {"number": "PO-000001", "question": "Wat?", "answer": "Dit.", "link": "https://example.nl/ticket/x"}
    return Letter(key, LetterKind.TICKET_ANSWERED, f"{key}@example.nl", "PO-000001", values)


@pytest.fixture
def clock(now):
    return FixedClock(now)


@pytest.fixture
def owe(units, now):
    def owe(*keys: str) -> None:
        with units() as unit:
            for key in keys:
                unit.outbox.owe(letter(key), now)
            unit.commit()

    return owe


@pytest.fixture
def owed(units):
    def owed() -> list[tuple[str, int, str]]:
        with units() as unit:
            return [(one.letter.key, one.tries, one.error) for one in unit.outbox.owed()]

    return owed


class Counting:
    """Keeps what it is given; fails for the recipients in `fails`."""

    def __init__(self, *fails: str) -> None:
        self.fails = set(fails)
        self.sent: list[str] = []

    async def send(self, message) -> None:
        key = message["To"].partition("@")[0]
        await asyncio.sleep(0.001)
        if key in self.fails:
            raise NotSent("no")
        self.sent.append(key)


def send_due(*senders: Sender) -> list[int]:
    async def together() -> list[int]:
        return await asyncio.gather(*(sender.send_due() for sender in senders))

    return asyncio.run(together())


def test_letters_leave_once(units, clock, owe, owed):
    transport = Counting()
    sender = Sender(units, transport, clock, ADDRESS)
    owe("a", "b")
    assert send_due(sender) == [2]
    assert send_due(sender) == [0]
    assert transport.sent == ["a", "b"]
    assert owed() == []


def test_a_failure_does_not_stop_the_others(units, clock, owe, owed):
    transport = Counting("b")
    owe("a", "b", "c")
    send_due(Sender(units, transport, clock, ADDRESS))
    assert transport.sent == ["a", "c"]
    assert owed() == [("b", 1, "no")]


def test_waits_grow_and_then_stay(units, clock, owe, owed):
    transport = Counting("a")
    sender = Sender(units, transport, clock, ADDRESS)
    owe("a")
    for tries, minutes in enumerate((1, 5, 15, 60, 60, 60), start=1):
        send_due(sender)
        assert owed() == [("a", tries, "no")]
        clock.instant += timedelta(minutes=minutes) - timedelta(seconds=1)
        send_due(sender)
        assert owed() == [("a", tries, "no")]
        clock.instant += timedelta(seconds=1)
    transport.fails.clear()
    send_due(sender)
    assert (transport.sent, owed()) == (["a"], [])


def test_a_letter_that_cannot_be_made_does_not_stop_the_others(units, clock, owe, owed, now):
    with units() as unit:
        unit.outbox.owe(Letter("broken", LetterKind.TICKET_OPENED, "x@example.nl", "t", {}), now)
        unit.commit()
    owe("a")
    transport = Counting()
    send_due(Sender(units, transport, clock, ADDRESS))
    assert transport.sent == ["a"]
    ((key, tries, error),) = owed()
    assert (key, tries) == ("broken", 1)
    assert "undefined" in error


def test_two_senders_share_the_work(units, clock, owe, owed):
    transport = Counting()
    keys = [f"k{number}" for number in range(20)]
    owe(*keys)
    counts = send_due(*(Sender(units, transport, clock, ADDRESS) for _ in range(3)))
    assert sum(counts) == 20
    assert sorted(transport.sent) == sorted(keys)
    assert owed() == []


def test_a_sender_that_was_killed_between_sending_and_marking(units, clock, owe, owed, tmp_path):
    """The second sender makes the same message again: one file, and the same id for a mail program to recognise."""
    owe("a")
    program = """
import asyncio, os, signal, sys
from datetime import datetime
from pathlib import Path
from bot.clock import FixedClock
from bot.mail.sender import Sender
from bot.mail.transports import FolderTransport
from bot.store.engine import open_engine
from bot.store.unit import SqlUnits

class Killed(FolderTransport):
    async def send(self, message):
        await super().send(message)
        os.kill(os.getpid(), signal.SIGKILL)

url, folder, moment, address = sys.argv[1:]
units = SqlUnits(open_engine(url), b"x")
clock = FixedClock(datetime.fromisoformat(moment))
asyncio.run(Sender(units, Killed(Path(folder)), clock, address).send_due())
"""
    url, folder = f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "mail"
    ended = subprocess.run(
        [sys.executable, "-c", program, url, str(folder), clock.instant.isoformat(), ADDRESS], cwd=ROOT
    )
    assert ended.returncode == -signal.SIGKILL
    assert len(list(folder.glob("*.eml"))) == 1
    assert owed() == [("a", 0, "")]
    sender = Sender(units, FolderTransport(folder), clock, ADDRESS)
    assert send_due(sender) == [0]
    clock.instant += LEASE
    assert send_due(sender) == [1]
    assert owed() == []
    assert len(list(folder.iterdir())) == 1


class Forgetful:
    """Transactions whose first `mark_sent` fails, as when the database goes away for a moment."""

    def __init__(self, units) -> None:
        self._units = units
        self.has_failed = False

    def __call__(self):
        context = self._units()
        outer = self

        class Failing:
            def __enter__(self):
                unit = context.__enter__()
                mark_sent = unit.outbox.mark_sent

                def mark_or_fail(key, now):
                    if not outer.has_failed:
                        outer.has_failed = True
                        raise ConnectionError
                    mark_sent(key, now)

                unit.outbox.mark_sent = mark_or_fail
                return unit

            def __exit__(self, *error):
                return context.__exit__(*error)

        return Failing()


def test_a_letter_that_left_is_not_sent_again_when_marking_failed(units, clock, owe, owed):
    transport = Counting()
    sender = Sender(Forgetful(units), transport, clock, ADDRESS)
    owe("a")
    with pytest.raises(ConnectionError):
        send_due(sender)
    assert owed() == [("a", 0, "")]
    clock.instant += LEASE
    send_due(sender)
    assert (transport.sent, owed()) == (["a"], [])


def test_the_loop_survives_and_stops_when_asked(units, clock, owe, owed):
    transport = Counting()
    sender = Sender(Forgetful(units), transport, clock, ADDRESS, pause=0.01)
    owe("a", "b")

    async def run() -> None:
        task = asyncio.create_task(sender.run())
        while len(transport.sent) < 2:
            await asyncio.sleep(0.01)
        clock.instant += LEASE
        while await asyncio.to_thread(owed):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(run(), 20))
    assert transport.sent == ["a", "b"]


class Mailbox:
    """A mail server that can refuse."""

    def __init__(self) -> None:
        self.refuses = True
        self.ids: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuses:
            return "550 5.7.1 not here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.ids += [line for line in envelope.content.decode().splitlines() if line.startswith("Message-ID")]
        return "250 OK"


def test_a_server_that_is_down_then_refuses_then_takes(units, clock, owe, owed):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = MailSettings("smtp", ADDRESS, "127.0.0.1", port, None, None, "none")
    sender = Sender(units, SmtpTransport(settings), clock, ADDRESS)
    owe("a", "b")

    assert send_due(sender) == [0]
    assert [(key, tries) for key, tries, _ in owed()] == [("a", 1), ("b", 1)]

    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        clock.instant += timedelta(minutes=1)
        assert send_due(sender) == [0]
        assert [(key, tries, "550" in error) for key, tries, error in owed()] == [("a", 2, True), ("b", 2, True)]
        mailbox.refuses = False
        clock.instant += timedelta(minutes=5)
        assert send_due(sender) == [2]
    finally:
        server.stop()
    assert owed() == []
    assert len(set(mailbox.ids)) == len(mailbox.ids) == 2
