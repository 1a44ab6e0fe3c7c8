import pytest

from bot.assistant.reply import ReplyMessage
from bot.assistant.wording import Wording, fill

RESPONSES = {
    "utter_hello": [
        {"text": "Dag {name}.", "custom": {"kind": "smalltalk", "topics": ["groet"]}},
        {
            "text": "Hallo {name}.",
            "custom": {"kind": "smalltalk"},
            "buttons": [{"title": "A", "payload": '/a{"b": 1}'}],
        },
    ],
    "say_again": [{"text": "Nog eens:"}, {"text": "Weer:"}],
    "say_alone": [{"text": "Mis.", "custom": {"alone": True}}],
}


@pytest.fixture
def words() -> Wording:
    return Wording(RESPONSES)


def test_the_first_text_that_was_not_just_said_is_taken(words: Wording):
    assert words.message("utter_hello", {"name": "u"}).text == "Dag u."
    assert words.message("utter_hello", {"name": "u"}, {"Dag u."}).text == "Hallo u."
    assert words.message("utter_hello", {"name": "u"}, {"Dag u.", "Hallo u."}).text == "Dag u."


def test_kind_topics_and_buttons_come_from_the_domain(words: Wording):
    first, second = words.message("utter_hello", {}), words.message("utter_hello", {}, {"Dag {name}."})
    assert (first.kind, first.topics) == ("smalltalk", ("groet",))
    assert second.buttons == ({"title": "A", "payload": '/a{"b": 1}'},)


@pytest.mark.parametrize("typed", ["{name}", "{0[x]}", "0[", "{", "}}", "${HOME}", "{name.__class__}", "%s"])
def test_what_people_type_is_shown_as_it_is(typed: str):
    assert fill("Vraag: {question} ({name})", {"question": typed, "name": "Jan"}) == f"Vraag: {typed} (Jan)"


def test_a_field_without_a_value_stays():
    assert fill("Dag {name}", {}) == "Dag {name}"


def test_the_same_message_again_gets_other_words_before_it_each_time(words: Wording):
    message = ReplyMessage("Ja.", "answer")
    texts = [message.text]
    for _ in range(5):
        texts.append(words.fresh(message, {texts[-1]}).text)
    assert texts[1] == "Nog eens:\n\nJa."
    assert all(before != after for before, after in zip(texts, texts[1:], strict=False))


def test_another_message_stays_as_it_is(words: Wording):
    message = ReplyMessage("Ja.", "answer")
    assert words.fresh(message, {"Nee."}) is message


def test_an_unknown_name_is_an_error(words: Wording):
    assert "utter_none" not in words
    with pytest.raises(KeyError):
        words.message("utter_none", {})


def test_it_knows_what_takes_the_place_of_a_question(words: Wording):
    assert words.stands_alone("say_alone")
    assert not words.stands_alone("utter_hello")
