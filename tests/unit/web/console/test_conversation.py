from datetime import date, datetime, timedelta, timezone

import pytest

from bot.chat.model import Kind, Message, Part, Reply, Turn
from bot.knowledge.load import load_knowledge
from bot.settings import ROOT
from bot.tickets.model import Author, Entry, EntryKind, Status, Ticket
from bot.web.console.conversation import Speaker, lines_of, open_turn_of

START = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def _turn(position: int, text: str, *missed: str, payload: str | None = None, replied: bool = True) -> Turn:
    at = START + timedelta(minutes=position)
    reply = Reply(
        (
            Message(
                "Dat weet ik niet." if missed else "Zo is het.", Kind.ESCALATE if missed else Kind.ANSWER, ("kosten",)
            ),
        ),
        parts=tuple(Part(part, (), "escalate") for part in missed),
    )
    return Turn(f"t{position}", "c_1", position, None, text, payload, at, reply if replied else None, at)


def _ticket(question: str, minutes: int = 60) -> Ticket:
    opened = START + timedelta(minutes=minutes)
    return Ticket(
        1, "PO-000001", "s", Status.NEW, question, None, None, None, "c_1", (), "", "", None, None, 1,
        date(2026, 11, 26), opened, opened,
    )  # fmt: skip


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(ROOT / "data" / "knowledge")


TURNS = [
    _turn(1, "Wat kost het?"),
    _turn(2, "Mag de buurman?", "Mag de buurman?"),
    _turn(3, "Wat kost het? En mag de hond?", "En mag de hond?"),
    _turn(4, "Stel mijn vraag", payload="/medewerker"),
    _turn(90, "Mag de buurman?", "Mag de buurman?"),
]


@pytest.mark.parametrize(
    ("question", "position"),
    [
        ("Mag de buurman?", 2),
        ("mag  de BUURMAN", 2),
        ("En mag de hond?", 3),
        ("Iets heel anders", 3),
        ("Stel mijn vraag", 3),
        ("Wat kost het?", 1),
    ],
)
def test_finds_the_turn_that_the_ticket_is_about(question, position):
    assert open_turn_of(_ticket(question), TURNS).position == position


def test_there_may_be_no_such_turn():
    assert open_turn_of(_ticket("Iets heel anders"), TURNS[:1]) is None


def test_lines_are_in_the_order_of_time(knowledge):
    later = START + timedelta(minutes=70)
    entries = [
        Entry(1, Author.AGENT, "Anna", EntryKind.MOVE, "claim", later),
        Entry(2, Author.AGENT, "Anna", EntryKind.REPLY, "Ja.", later),
        Entry(3, Author.ASKER, None, EntryKind.ADDITION, "Dank.", later + timedelta(minutes=1)),
    ]
    lines = lines_of(_ticket("Mag de buurman?"), TURNS, entries, knowledge)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    said = [(line.speaker, line.text) for line in lines[-4:]]
    assert said == [
        (Speaker.AGENT, "Ja."),
        (Speaker.ASKER, "Dank."),
        (Speaker.ASKER, "Mag de buurman?"),
        (Speaker.ASSISTANT, "Dat weet ik niet."),
    ]
    assert [line.text for line in lines if line.is_open] == ["Mag de buurman?"]
    assert [line.text for line in lines if line.is_button] == ["Stel mijn vraag"]


def test_a_turn_that_never_got_a_reply_is_shown(knowledge):
    lines = lines_of(_ticket("Hallo?"), [_turn(1, "Hallo?", replied=False)], [], knowledge)
    assert [(line.text, line.is_open) for line in lines] == [("Hallo?", True)]


def test_topics_have_their_titles(knowledge):
    lines = lines_of(_ticket("x"), TURNS[:1], [], knowledge)
    assert lines[1].topics == (knowledge.topics["kosten"].title,)
