import pytest

from bot.assistant.ticket_replies import LONGEST_QUOTE, TicketReplies
from bot.assistant.wording import Wording
from bot.knowledge.model import Knowledge

VALUES = {
    "ticket_question": "Hoe zit het?",
    "ticket_email": "j@school.nl",
    "ticket_name": "",
    "ticket_brin": None,
    "ticket_lead": None,
    "public_url": "http://school.test",
}


@pytest.fixture
def tickets(wording: Wording, knowledge: Knowledge) -> TicketReplies:
    return TicketReplies(wording, knowledge.phrases.months)


def test_the_summary_shows_every_field_and_a_button_to_change_each(tickets: TicketReplies):
    message = tickets.ask("utter_ask_ticket_confirm", VALUES, ())
    assert message.kind == "form"
    assert "Vraag: Hoe zit het?" in message.text
    assert "E-mail: j@school.nl" in message.text
    assert message.text.count("niet ingevuld") == 2
    payloads = [button["payload"] for button in message.buttons]
    assert payloads[0] == "/affirm"
    assert payloads[-1] == "/cancel"
    assert payloads[1:-1] == [f'/change_field{{"field": "{field}"}}' for field in ("question", "email", "name", "brin")]


def test_the_summary_shows_a_long_question_whole_and_the_first_step_cuts_it(tickets: TicketReplies):
    values = {**VALUES, "ticket_question": "woord " * 200, "ticket_lead": "say_question_prefilled"}
    assert len(tickets.ask("utter_ask_ticket_email", values, ()).text) < LONGEST_QUOTE + 200
    assert "woord " * 199 in tickets.ask("utter_ask_ticket_confirm", {**values, "ticket_lead": None}, ()).text


def test_a_lead_stands_before_the_question(tickets: TicketReplies):
    message = tickets.ask("utter_ask_ticket_name", {**VALUES, "ticket_lead": "say_busy"}, ())
    assert message.text.endswith(tickets.ask("utter_ask_ticket_name", VALUES, ()).text)
    assert message.text != tickets.ask("utter_ask_ticket_name", VALUES, ()).text


def test_what_is_wrong_takes_the_place_of_the_question_and_keeps_its_buttons(tickets: TicketReplies):
    question = tickets.ask("utter_ask_ticket_email", VALUES, ())
    message = tickets.ask("utter_ask_ticket_email", {**VALUES, "ticket_lead": "say_email_no_at"}, ())
    assert "naam@school.nl" in message.text
    assert question.text not in message.text
    assert (message.kind, message.buttons) == ("form", question.buttons)


def test_the_same_mistake_again_gets_other_words(tickets: TicketReplies):
    values = {**VALUES, "ticket_lead": "say_email_no_at"}
    first = tickets.ask("utter_ask_ticket_email", values, ())
    assert tickets.ask("utter_ask_ticket_email", values, {first.text}).text != first.text


def test_a_failed_ticket_is_a_notice_with_another_way(tickets: TicketReplies):
    message = tickets.ask("utter_ask_ticket_confirm", {**VALUES, "ticket_lead": "say_ticket_failed"}, ())
    assert message.kind == "notice"
    assert "http://school.test/vraag" in message.text
    assert message.buttons[0]["payload"] == "/affirm"


def test_an_unknown_lead_does_no_harm(tickets: TicketReplies):
    values = {**VALUES, "ticket_lead": "say_nothing_known"}
    assert tickets.ask("utter_ask_ticket_name", values, ()) == tickets.ask("utter_ask_ticket_name", VALUES, ())


def test_the_confirmation_tells_number_link_day_and_address(tickets: TicketReplies):
    values = {"number": "PO-000007", "link": "http://x/t", "email": "j@school.nl", "answer_by": "2026-11-26"}
    message = tickets.sent(values)
    assert message.kind == "ticket"
    for piece in ("PO-000007", "http://x/t", "26 november 2026", "j@school.nl"):
        assert piece in message.text


def test_without_an_address_the_confirmation_says_where_the_answer_comes(tickets: TicketReplies):
    message = tickets.sent({"number": "PO-000007", "link": "http://x/t", "email": None, "answer_by": None})
    assert "niet per mail" in message.text
    assert "None" not in message.text


@pytest.mark.parametrize("status", ["new", "claimed", "answered", "closed"])
def test_every_stage_has_words(tickets: TicketReplies, status: str):
    message = tickets.status([{"number": "PO-000007", "status": status, "link": "http://x/t"}], ())
    assert (message.kind, message.topics) == ("smalltalk", ("ticket_status",))
    assert "PO-000007" in message.text
    assert "http://x/t" in message.text
