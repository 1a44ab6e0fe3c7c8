"""The way to a person: the ticket form from its start to the number, with everything people do on the way."""

import pytest

from tests.conversations.fake_web import FakeWeb
from tests.conversations.product import Conversation, Product
from tests.conversations.test_dialogue import COSTS, LEVEL, PERSON, UNKNOWN

QUESTION = UNKNOWN[0]


@pytest.fixture
def at_email(product: Product) -> Conversation:
    """A form with its question, waiting for an e-mail address."""
    chat = product.talk(QUESTION)
    chat.press("Stel mijn vraag aan de helpdesk")
    return chat


@pytest.fixture
def at_summary(at_email: Conversation) -> Conversation:
    """A form with all its fields, waiting to be sent."""
    for text in ("jan@school.nl", "Jan de Vries", "12AB00"):
        at_email.say(text)
    return at_email


def only_ticket(web: FakeWeb) -> dict:
    (ticket,) = web.tickets.values()
    return ticket


def test_asking_for_a_person_starts_the_form_in_the_same_turn(product: Product):
    chat = product.talk(PERSON)
    assert chat.kinds == ["escalate", "form"]
    assert "medewerker" in chat.messages[0]["text"]
    assert "helpdesk@bron.nl" in chat.messages[0]["text"]


def test_the_whole_way_to_a_number(at_email: Conversation, web: FakeWeb):
    chat = at_email
    assert QUESTION in chat.text
    assert chat.kinds == ["escalate", "form"]
    chat.say("jan@school.nl")
    chat.say("Jan de Vries")
    chat.say("12ab00")
    for piece in (QUESTION, "jan@school.nl", "Jan de Vries", "12AB00"):
        assert piece in chat.text
    chat.press("Versturen")
    assert chat.kinds == ["ticket"]
    ticket = only_ticket(web)
    assert ticket["number"] in chat.text
    assert "26 november 2026" in chat.text
    assert "http://school.test/ticket/" in chat.text
    told = {name: ticket[name] for name in ("conversation", "question", "email", "name", "brin")}
    assert told == {
        "conversation": chat.id,
        "question": QUESTION,
        "email": "jan@school.nl",
        "name": "Jan de Vries",
        "brin": "12AB00",
    }


def test_everything_but_the_question_may_be_left_out(product: Product, web: FakeWeb):
    chat = product.talk(PERSON, "Kan iemand meekijken met onze aanvraag?")
    chat.press("Doorgaan zonder e-mail")
    assert "alleen in dit gesprek" in chat.text
    chat.press("Overslaan")
    chat.press("Overslaan")
    chat.press("Versturen")
    ticket = only_ticket(web)
    assert ticket["question"] == "Kan iemand meekijken met onze aanvraag?"
    assert (ticket["email"], ticket["name"], ticket["brin"]) == (None, None, None)
    assert "niet per mail" in chat.text


@pytest.mark.parametrize("text", ["jan@school", "jan.school.nl", "jan@", "jan @ school"])
def test_a_wrong_address_is_explained(at_email: Conversation, text: str):
    at_email.say(text)
    assert at_email.kinds == ["form"]
    assert "naam@school.nl" in at_email.text
    at_email.say("jan@school.nl")
    assert "Wat is uw naam?" in at_email.text


@pytest.mark.parametrize("text", ["12a", "123456", "abcd12"])
def test_a_wrong_brin_is_explained(at_email: Conversation, text: str):
    at_email.say("jan@school.nl")
    at_email.press("Overslaan")
    at_email.say(text)
    assert at_email.kinds == ["form"]
    assert "12AB" in at_email.text
    at_email.say("12ab")
    assert "Klopt dit zo?" in at_email.text


@pytest.mark.parametrize("question", [COSTS, LEVEL, "hallo", "Wat is eHerkenning?", f"{COSTS} {LEVEL}"])
@pytest.mark.parametrize("answers", [[], ["jan@school.nl"], ["jan@school.nl", "Jan de Vries"]])
def test_a_question_in_the_middle_is_answered_and_the_same_field_comes_back(
    at_email: Conversation, answers: list[str], question: str
):
    for answer in answers:
        at_email.say(answer)
    asked = at_email.messages[-1]["text"].splitlines()[-1]
    at_email.say(question)
    assert at_email.kinds[-1] == "form"
    assert set(at_email.kinds[:-1]) <= {"answer", "smalltalk", "clarify"}
    assert len(at_email.kinds) > 1
    assert at_email.messages[-1]["text"].endswith(asked)


@pytest.mark.parametrize(
    ("text", "changed", "shown"),
    [
        ("nee, ander e-mailadres: piet@school.nl", "piet@school.nl", "jan@school.nl"),
        ("mijn mail moet piet@school.nl zijn", "piet@school.nl", "jan@school.nl"),
        ("piet@school.nl", "piet@school.nl", "jan@school.nl"),
        ("het brin is 34CD", "34CD", "12AB00"),
    ],
)
def test_a_correction_changes_only_its_field(at_summary: Conversation, text: str, changed: str, shown: str):
    before = at_summary.text
    at_summary.say(text)
    summary = at_summary.text[at_summary.text.index("Klopt dit zo?") :]
    assert summary == before.replace(shown, changed)


@pytest.mark.parametrize(
    ("button", "text", "changed", "shown"),
    [
        ("Vraag wijzigen", "Wat mag er op schoolreis?", "Wat mag er op schoolreis?", QUESTION),
        ("E-mail wijzigen", "piet@school.nl", "piet@school.nl", "jan@school.nl"),
        ("Naam wijzigen", "Piet Pietersen", "Piet Pietersen", "Jan de Vries"),
        ("BRIN wijzigen", "34cd", "34CD", "12AB00"),
    ],
)
def test_a_button_changes_only_its_field(at_summary: Conversation, button: str, text: str, changed: str, shown: str):
    before = at_summary.text
    at_summary.press(button)
    assert at_summary.kinds == ["form"]
    at_summary.say(text)
    summary = at_summary.text[at_summary.text.index("Klopt dit zo?") :]
    assert summary == before.replace(shown, changed)


def test_what_is_typed_at_the_question_is_the_question(product: Product, web: FakeWeb):
    chat = product.talk(PERSON, COSTS)
    assert chat.kinds == ["form"]
    assert chat.reply["parts"] == [{"text": COSTS, "topics": [], "decision": "escalate"}]
    chat.say("jan@school.nl")
    assert (chat.reply["parts"], chat.reply["ranking"]) == ([], [])


@pytest.mark.parametrize("text", ["stop", "annuleren", "Stop!"])
def test_stop_sends_nothing_and_keeps_the_question(at_email: Conversation, web: FakeWeb, text: str):
    at_email.say(text)
    assert at_email.kinds == ["notice"]
    assert "niets verstuurd" in at_email.text or "niets naar de helpdesk" in at_email.text
    assert web.tickets == {}
    at_email.press("Toch naar de helpdesk")
    assert QUESTION in at_email.text


def test_after_stop_the_assistant_answers_as_before(at_email: Conversation):
    at_email.say("stop")
    at_email.say(COSTS)
    assert at_email.kinds == ["answer"]


def test_asking_for_a_person_in_the_form_says_that_this_is_it(at_email: Conversation):
    at_email.say("medewerker")
    assert at_email.kinds == ["form"]
    assert "medewerker" in at_email.text
    assert "e-mailadres" in at_email.text


def test_what_is_not_understood_is_helped_on_in_other_words_each_time(at_email: Conversation):
    texts = []
    for text in UNKNOWN:
        at_email.say(text)
        assert at_email.kinds == ["form"]
        assert "Stoppen" in at_email.buttons
        texts.append(at_email.text)
    assert all(before != after for before, after in zip(texts, texts[1:], strict=False))


def test_when_web_fails_nothing_is_lost_and_one_ticket_is_made(at_summary: Conversation, web: FakeWeb):
    web.down = True
    at_summary.press("Versturen")
    assert at_summary.kinds == ["notice"]
    assert "http://school.test/vraag" in at_summary.text
    web.down, web.lose_replies = False, 1
    at_summary.press("Probeer het opnieuw")
    assert at_summary.kinds == ["notice"]
    at_summary.press("Probeer het opnieuw")
    assert at_summary.kinds == ["ticket"]
    assert len(web.tickets) == 1


def test_sending_twice_makes_one_ticket(at_summary: Conversation, web: FakeWeb):
    at_summary.press("Versturen")
    at_summary.send("/affirm")
    assert at_summary.kinds == ["notice"]
    assert only_ticket(web)["number"] in at_summary.text


def test_a_field_that_web_refuses_is_asked_again(at_summary: Conversation, web: FakeWeb):
    web.refuse = "invalid_email"
    at_summary.press("Versturen")
    assert at_summary.kinds == ["form"]
    assert "naam@school.nl" in at_summary.text
    web.refuse = None
    at_summary.say("piet@school.nl")
    at_summary.press("Versturen")
    assert only_ticket(web)["email"] == "piet@school.nl"


def test_a_second_question_becomes_a_second_ticket(at_summary: Conversation, web: FakeWeb):
    at_summary.press("Versturen")
    at_summary.say(UNKNOWN[1])
    at_summary.press("Stel mijn vraag aan de helpdesk")
    assert UNKNOWN[1] in at_summary.text
    assert QUESTION not in at_summary.text
    for button in ("Doorgaan zonder e-mail", "Overslaan", "Overslaan", "Versturen"):
        at_summary.press(button)
    assert [ticket["question"] for ticket in web.tickets.values()] == [QUESTION, UNKNOWN[1]]
    assert [ticket["email"] for ticket in web.tickets.values()] == ["jan@school.nl", None]


def test_the_status_is_told_in_this_conversation_only(at_summary: Conversation, product: Product, web: FakeWeb):
    at_summary.press("Versturen")
    at_summary.press("Hoe staat het met mijn vraag?")
    assert at_summary.kinds == ["smalltalk"]
    assert only_ticket(web)["number"] in at_summary.text
    other = product.talk()
    other.send("/ticket_status")
    assert other.kinds == ["smalltalk"]
    assert "PO-" not in other.text
    assert "geheime link" in other.text
