"""The use case of a question: nothing lost, nothing doubled, in order, and never without an answer."""

import asyncio
import uuid

import pytest

from bot.chat.ask import Asked, PayloadNotOffered
from bot.chat.model import EventKind, Kind
from bot.errors import NotFound


def _ask(chat, conversation, message=None, payload=None, client_id=None):
    return asyncio.run(chat().ask(conversation, Asked(message, payload, client_id)))


def _turns(units, conversation):
    with units() as unit:
        return unit.journal.turns(conversation)


def test_the_question_and_the_reply_are_kept_and_told(make_chat, units):
    turn = _ask(make_chat, None, "Wat kost het?")
    kept = _turns(units, turn.conversation_id)
    assert [(t.text, t.reply.messages[0].text) for t in kept] == [("Wat kost het?", "over Wat kost het?")]
    with units() as unit:
        events = unit.events.of(turn.conversation_id)
    assert [(e.kind, e.data) for e in events] == [(EventKind.TURN, {"turn": turn.id})]


def test_the_question_is_kept_before_the_assistant_is_asked(make_chat, units, assistant):
    async def scene():
        assistant.gate = asyncio.Event()
        chat = make_chat()
        asking = asyncio.create_task(chat.ask(None, Asked("Wat kost het?", None, None)))
        while not assistant.heard:
            await asyncio.sleep(0.01)
        kept = await asyncio.to_thread(_turns, units, assistant.heard[0][0])
        assistant.gate.set()
        await asking
        return kept

    assert [(turn.text, turn.reply) for turn in asyncio.run(scene())] == [("Wat kost het?", None)]


def test_personal_data_reaches_neither_the_journal_nor_the_assistant(make_chat, units, assistant):
    turn = _ask(make_chat, None, "Het bsn is 111222333 en het wachtwoord: Geheim9!")
    assert "111222333" not in str(_turns(units, turn.conversation_id)) + str(assistant.heard)
    assert "Geheim9" not in str(_turns(units, turn.conversation_id)) + str(assistant.heard)
    first, second = turn.reply.messages
    assert first.kind is Kind.NOTICE
    assert "een burgerservicenummer en een wachtwoord" in first.text
    assert second.kind is Kind.ANSWER


def test_the_same_id_gives_the_same_turn(make_chat, units, assistant):
    first = _ask(make_chat, None, "Een")
    again = [_ask(make_chat, first.conversation_id, "Twee", client_id="a") for _ in range(3)]
    assert len({turn.id for turn in again}) == 1
    assert [text for _, text, _ in assistant.heard] == ["Een", "Twee"]


def test_the_same_id_at_the_same_moment_is_asked_once(make_chat, assistant):
    async def scene():
        chat = make_chat()
        start = await chat.ask(None, Asked("Een", None, None))
        asked = Asked("Twee", None, "a")
        return await asyncio.gather(*(chat.ask(start.conversation_id, asked) for _ in range(10)))

    turns = asyncio.run(scene())
    assert len({turn.id for turn in turns}) == 1
    assert all(turn.reply for turn in turns)
    assert len(assistant.heard) == 2


@pytest.mark.parametrize(("client_id", "conversations"), [(str(uuid.uuid4()), 1), ("1", 5)])
def test_a_first_message_sent_again_opens_no_second_conversation(make_chat, client_id, conversations):
    """Only an unguessable id counts: strangers who both count from 1 must not meet."""

    async def scene():
        chat = make_chat()
        return await asyncio.gather(*(chat.ask(None, Asked("Een", None, client_id)) for _ in range(5)))

    assert len({turn.conversation_id for turn in asyncio.run(scene())}) == conversations


def test_messages_of_one_conversation_are_answered_in_order(make_chat, units, assistant):
    async def scene():
        chat = make_chat()
        start = await chat.ask(None, Asked("0", None, None))
        await asyncio.gather(*(chat.ask(start.conversation_id, Asked(str(n), None, None)) for n in range(1, 13)))
        return start.conversation_id

    turns = _turns(units, asyncio.run(scene()))
    assert [turn.text for turn in turns] == [text for _, text, _ in assistant.heard]
    assert [turn.position for turn in turns] == list(range(1, 14))
    assert all(turn.reply.messages[0].text == f"over {turn.text}" for turn in turns)


def test_another_conversation_does_not_wait(make_chat, assistant):
    async def scene():
        chat = make_chat()
        assistant.gate = asyncio.Event()
        slow = asyncio.create_task(chat.ask(None, Asked("traag", None, None)))
        while not assistant.heard:
            await asyncio.sleep(0.01)
        assistant.gate = None
        quick = await chat.ask(None, Asked("vlug", None, None))
        was_waiting = not slow.done()
        slow.cancel()
        return quick, was_waiting

    quick, was_waiting = asyncio.run(scene())
    assert quick.reply.messages[0].text == "over vlug"
    assert was_waiting


def test_the_answer_is_kept_when_the_asker_goes_away(make_chat, units, assistant):
    async def scene():
        chat = make_chat()
        assistant.gate = asyncio.Event()
        asking = asyncio.create_task(chat.ask(None, Asked("Een", None, None)))
        while not assistant.heard:
            await asyncio.sleep(0.01)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assistant.gate.set()
        await chat.drain()
        return assistant.heard[0][0]

    assert [turn.reply is not None for turn in _turns(units, asyncio.run(scene()))] == [True]


def test_without_the_assistant_there_is_a_notice_and_the_question_is_kept(make_chat, units, assistant):
    assistant.fails = True
    turn = _ask(make_chat, None, "Wat kost het?")
    (message,) = turn.reply.messages
    assert message.kind is Kind.NOTICE
    assert "https://chat.example/onderwerpen" in message.text
    assert "https://chat.example/vraag" in message.text
    assert "/kosten" in [button.payload for button in message.buttons]
    assert [kept.text for kept in _turns(units, turn.conversation_id)] == ["Wat kost het?"]


def test_a_topic_button_is_answered_without_the_assistant(make_chat, assistant, knowledge):
    assistant.fails = True
    start = _ask(make_chat, None, "Wat kost het?")
    turn = _ask(make_chat, start.conversation_id, payload="/kosten")
    (message,) = turn.reply.messages
    assert (message.kind, message.topics) == (Kind.ANSWER, ("kosten",))
    assert message.sources
    assert turn.text == knowledge.topics["kosten"].title


def test_a_button_must_have_been_offered_in_this_conversation(make_chat, units, assistant):
    one, other = _ask(make_chat, None, "Een"), _ask(make_chat, None, "Twee")
    pressed = _ask(make_chat, one.conversation_id, payload="/makelaars")
    assert (pressed.text, pressed.payload) == ("Meer", "/makelaars")
    for payload in ("/restart", '/kosten{"x": 1}', "", "kosten"):
        with pytest.raises(PayloadNotOffered):
            _ask(make_chat, other.conversation_id, payload=payload)
    assert len(_turns(units, other.conversation_id)) == 1


def test_an_unknown_conversation_is_not_made(make_chat, units):
    with pytest.raises(NotFound):
        _ask(make_chat, "c_unknown", "Een")
    assert _turns(units, "c_unknown") == []


def test_a_turn_that_was_left_without_a_reply_gets_one(make_chat, units, clock):
    """The process was killed between writing down and answering."""
    with units() as unit:
        conversation = unit.journal.open_conversation(clock.now())
        left = unit.journal.begin_turn(conversation, "a", "Een", None, clock.now())
        unit.commit()
    turn = _ask(make_chat, conversation, "Een", client_id="a")
    assert turn.id == left.id
    assert turn.reply.messages[0].text == "over Een"
