"""What web says by itself."""

from bot.chat.model import Kind


def test_the_words_of_the_question_choose_the_buttons(fallback):
    (message,) = fallback.reply("Werkt DigiD ook?", None).messages
    assert message.buttons[0].payload == "/digid_verschil"
    assert 3 <= len(message.buttons) <= 5


def test_a_question_without_known_words_gets_the_usual_topics(fallback):
    (message,) = fallback.reply("xyzzy", None).messages
    assert message.buttons == fallback.starter_buttons()


def test_who_wants_a_person_is_sent_to_the_form(fallback):
    (message,) = fallback.reply(None, "/medewerker").messages
    assert message.kind is Kind.NOTICE
    assert "https://chat.example/vraag" in message.text


def test_every_topic_is_answered_with_a_source(fallback, knowledge):
    for topic in knowledge.topics:
        (message,) = fallback.reply(None, f"/{topic}").messages
        assert (message.kind, message.topics) == (Kind.ANSWER, (topic,))
        assert all(source.date and (source.url or source.section) for source in message.sources)
        assert message.sources


def test_another_button_gets_the_notice(fallback):
    assert fallback.reply(None, "/affirm").messages[0].kind is Kind.NOTICE


def test_a_reply_without_the_assistant_names_no_model(fallback):
    assert fallback.reply("xyzzy", None).model == ""


def test_the_starters_are_topics(fallback, texts):
    assert len(fallback.starter_buttons()) == len(texts.listed("search.starters"))
