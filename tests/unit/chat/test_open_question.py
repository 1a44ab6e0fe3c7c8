"""Which question still waits for a person."""

from datetime import datetime, timedelta, timezone

from bot.chat.model import Kind, Message, Part, RankedTopic, Reply, Turn
from bot.chat.open_question import open_question

START = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def _turns(*told):
    """Make turns of (text, kinds, extras); a text that starts with "/" is a pressed button."""
    made = []
    for position, (text, kinds, *more) in enumerate(told, 1):
        extras = more[0] if more else {}
        messages = tuple(Message("...", kind) for kind in kinds)
        reply = Reply(messages, model=extras.get("model", "m"), parts=extras.get("parts", ()), ranking=RANKING)
        at = START + timedelta(minutes=position)
        payload = text if text.startswith("/") else None
        made.append(Turn(f"t{position}", "c", position, None, text, payload, at, reply if kinds else None, at))
    return made


RANKING = (RankedTopic("kosten", 0.4),)


def _text(*told):
    found = open_question(_turns(*told))
    return found.text if found else None


def test_nothing_was_asked():
    assert open_question([]) is None


def test_an_answered_question_is_not_open():
    assert _text(("Wat kost het?", [Kind.ANSWER])) is None


def test_the_last_unknown_question_is_open_with_its_ranking():
    found = open_question(_turns(("Oud", [Kind.ESCALATE]), ("Nieuw", [Kind.ESCALATE]), ("Kosten?", [Kind.ANSWER])))
    assert (found.text, found.ranking, found.model) == ("Nieuw", RANKING, "m")


def test_asking_for_a_person_is_not_the_question():
    told = ("Mag het ook zonder?", [Kind.ESCALATE]), ("ik wil een mens", [Kind.ESCALATE, Kind.FORM])
    assert _text(*told) == "Mag het ook zonder?"
    assert _text(("Mag het ook zonder?", [Kind.ESCALATE]), ("/medewerker", [Kind.ESCALATE, Kind.FORM])) is not None


def test_a_question_typed_in_the_form_is_open():
    parts = (Part("Of beter: mag het met DigiD?", (), "escalate"),)
    typed = ("Of beter: mag het met DigiD?", [Kind.FORM], {"parts": parts})
    assert _text(("Mag het ook zonder?", [Kind.ESCALATE]), typed, ("a@school.nl", [Kind.FORM])) == typed[0]


def test_only_the_unknown_part_of_a_message_is_open():
    parts = (Part("Wat kost het?", ("kosten",), "answer"), Part("En btw?", (), "escalate"))
    assert _text(("Wat kost het? En btw?", [Kind.ANSWER, Kind.ESCALATE], {"parts": parts})) == "En btw?"


def test_a_proposal_that_was_taken_is_answered_and_one_that_was_not_is_open():
    assert _text(("Iets met geld", [Kind.CLARIFY]), ("/kosten", [Kind.ANSWER])) is None
    assert _text(("Iets met geld", [Kind.CLARIFY]), ("/medewerker", [Kind.ESCALATE, Kind.FORM])) == "Iets met geld"


def test_a_question_that_the_assistant_never_saw_is_open():
    assert _text(("Wat kost het?", [Kind.NOTICE], {"model": ""})) == "Wat kost het?"
    assert _text(("Wat kost het?", [])) == "Wat kost het?"


def test_a_ticket_took_up_what_came_before():
    assert _text(("Oud", [Kind.ESCALATE]), ("ja, verstuur", [Kind.TICKET])) is None
    turns = _turns(("Oud", [Kind.ESCALATE]), ("Nieuw", [Kind.ESCALATE]))
    assert open_question(turns, START + timedelta(minutes=1, seconds=30)).text == "Nieuw"
    assert open_question(turns, START + timedelta(minutes=9)) is None
