"""The contract of `bot.chat.ports.Journal`."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.chat.model import Button, Kind, Message, Part, RankedTopic, Reply, SourceNote
from bot.errors import NotFound

REPLY = Reply(
    messages=(
        Message(
            text="Ja. Er zijn kosten: \u20ac 20 \u2013 \U0001f600",
            kind=Kind.ANSWER,
            topics=("kosten",),
            sources=(
                SourceNote("Brief", "14 juni 2021", section="Kosten"),
                SourceNote("Site", "2022", url="https://e.nl"),
            ),
            buttons=(Button("Bedrag", "/kosten_bedrag"),),
        ),
        Message(text="Nog iets?", kind=Kind.SMALLTALK),
    ),
    ranking=(RankedTopic("kosten", 0.83), RankedTopic("kosten_bedrag", 0.1)),
    parts=(Part("wat kost het", ("kosten",), "answer"),),
    model="m1",
    knowledge="k1",
)


@pytest.fixture
def conversation(units, now):
    with units() as unit:
        conversation = unit.journal.open_conversation(now)
        unit.commit()
    return conversation


def test_ids_of_conversations_cannot_be_guessed(units, now):
    with units() as unit:
        ids = {unit.journal.open_conversation(now) for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch(r"c_[A-Za-z0-9_-]{22,62}", one) for one in ids)


def test_turns_come_back_in_order(units, conversation, now):
    with units() as unit:
        for number in range(3):
            unit.journal.begin_turn(conversation, None, f"vraag {number}", None, now + timedelta(seconds=number))
        unit.commit()
    with units() as unit:
        turns = unit.journal.turns(conversation)
    assert [(turn.position, turn.text) for turn in turns] == [(1, "vraag 0"), (2, "vraag 1"), (3, "vraag 2")]
    assert all(turn.reply is None and turn.answered_at is None for turn in turns)
    assert turns[1].asked_at == now + timedelta(seconds=1)


def test_unknown_ones(units, now):
    with units() as unit:
        assert unit.journal.turns("c_nobody") == []
        assert not unit.journal.exists("c_nobody")
        assert unit.journal.offered("c_nobody", "/kosten") is None
        with pytest.raises(NotFound):
            unit.journal.begin_turn("c_nobody", None, "hallo", None, now)
        with pytest.raises(NotFound):
            unit.journal.turn("t_nothing")
        with pytest.raises(NotFound):
            unit.journal.finish_turn("t_nothing", REPLY, now)


def test_a_reply_is_kept_whole_and_only_once(units, conversation, now):
    later = now + timedelta(seconds=2)
    with units() as unit:
        turn = unit.journal.begin_turn(conversation, "x", "Kosten", "/kosten", now)
        unit.journal.finish_turn(turn.id, REPLY, later)
        unit.journal.finish_turn(turn.id, Reply((Message("Te laat", Kind.NOTICE, buttons=(Button("N", "/n"),)),)), now)
        unit.commit()
    with units() as unit:
        kept = unit.journal.turn(turn.id)
        assert kept.reply == REPLY
        assert (kept.payload, kept.answered_at) == ("/kosten", later)
        assert unit.journal.offered(conversation, "/n") is None


def test_the_same_client_id_returns_the_turn_that_stands_there(units, conversation, now):
    with units() as unit:
        other = unit.journal.open_conversation(now)
        first = unit.journal.begin_turn(conversation, "x", "hallo", None, now)
        unit.journal.finish_turn(first.id, REPLY, now)
        again = unit.journal.begin_turn(conversation, "x", "hallo", None, now + timedelta(minutes=1))
        elsewhere = unit.journal.begin_turn(other, "x", "hallo", None, now)
    assert again.id == first.id
    assert again.reply == REPLY
    assert elsewhere.id != first.id


def test_parallel_questions_are_put_in_order_and_none_is_doubled(units, conversation, now):
    def ask(number: int) -> str:
        with units() as unit:
            client_id = f"x{number // 4}" if number % 4 else None  # three of four share their id
            turn = unit.journal.begin_turn(conversation, client_id, "hallo", None, now)
            unit.commit()
            return turn.id

    with ThreadPoolExecutor(12) as pool:
        ids = list(pool.map(ask, range(40)))
    with units() as unit:
        turns = unit.journal.turns(conversation)
    assert {turn.id for turn in turns} == set(ids)
    assert [turn.position for turn in turns] == list(range(1, 21))


def test_offered_is_the_latest_button_of_this_conversation(units, conversation, now):
    def reply(title: str) -> Reply:
        return Reply((Message("?", Kind.CLARIFY, buttons=(Button(title, "/kosten"), Button("Anders", "/anders"))),))

    with units() as unit:
        other = unit.journal.open_conversation(now)
        for title in ("oud", "nieuw"):
            turn = unit.journal.begin_turn(conversation, None, "hallo", None, now)
            unit.journal.finish_turn(turn.id, reply(title), now)
        assert unit.journal.offered(conversation, "/kosten") == Button("nieuw", "/kosten")
        assert unit.journal.offered(conversation, "/kosten ") is None
        assert unit.journal.offered(other, "/kosten") is None
