import asyncio
import json

from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import CollectingOutputChannel

from bot.assistant.reply import ReplyMessage, from_rasa, to_rasa

SOURCE = {"title": "Brief", "date": "14 juni 2021", "url": None, "section": "alinea 2"}
ANSWER = ReplyMessage("Ja.", "answer", ("kosten",), (SOURCE,), ({"title": "Meer", "payload": "/makelaars"},))
UNKNOWN = ReplyMessage("Dat weet ik niet.", "escalate", (), (), ({"title": "Vraag", "payload": "/medewerker"},))


def carried(*messages: ReplyMessage, taken: str | None = None) -> dict:
    """Return the message as it reaches a channel, by way of Rasa's own event and through JSON as in a tracker store."""
    return json.loads(json.dumps(create_bot_utterance(to_rasa(messages, taken)).message()))


def test_a_message_arrives_whole_after_its_way_through_rasa():
    assert from_rasa(carried(ANSWER)) == [
        {
            "text": "Ja.",
            "kind": "answer",
            "topics": ["kosten"],
            "sources": [SOURCE],
            "buttons": [{"title": "Meer", "payload": "/makelaars"}],
        }
    ]


def test_several_messages_stay_apart_and_in_order():
    assert [one["kind"] for one in from_rasa(carried(ANSWER, UNKNOWN))] == ["answer", "escalate"]


def test_another_channel_shows_readable_text_and_buttons():
    channel = CollectingOutputChannel()
    asyncio.run(channel.send_response("c_test", carried(ANSWER, UNKNOWN)))
    (shown,) = channel.messages
    assert shown["text"] == "Ja.\n\nDat weet ik niet."
    assert shown["buttons"] == [{"title": "Vraag", "payload": "/medewerker"}]
    assert "custom" not in shown


def test_a_text_that_is_not_ours_is_a_notice():
    stray = {"text": "los", "buttons": [{"title": "A", "payload": "/a", "type": "postback"}]}
    (message,) = from_rasa(stray)
    assert (message["kind"], message["buttons"]) == ("notice", [{"title": "A", "payload": "/a"}])


def test_a_message_without_text_is_no_message():
    assert from_rasa({"text": None, "custom": {}}) == []


def test_the_field_that_was_filled_travels_along():
    assert carried(UNKNOWN, taken="email")["taken"] == "email"
    assert "taken" not in carried(UNKNOWN)
