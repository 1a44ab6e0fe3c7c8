from typing import Any

from actions.open_question import find_open_question, was_sent


def user(text: str, intent: str, *parts: tuple[str, str]) -> dict[str, Any]:
    found = [{"text": text, "decision": decision} for text, decision in parts]
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "parts": found}}


def slot(name: str, value: str | None) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


FORM = {"event": "active_loop", "name": "ticket_form"}
NO_FORM = {"event": "active_loop", "name": None}
PERSON = user("ik wil een medewerker", "medewerker")
BUTTON = user("/medewerker", "medewerker")


def test_the_last_question_that_was_not_answered():
    assert find_open_question([user("eerste", "escalate"), user("tweede", "clarify"), PERSON]) == "tweede"
    assert find_open_question([user("eerste", "out_of_scope_fault"), PERSON]) == "eerste"


def test_an_answered_question_is_not_open():
    assert find_open_question([user("wat kost het", "kosten"), PERSON]) is None
    assert find_open_question([user("raar", "escalate"), user("wat kost het", "kosten"), PERSON]) == "raar"


def test_small_talk_is_no_question():
    assert find_open_question([user("hallo", "groet"), BUTTON]) is None


def test_the_button_under_an_answer_takes_that_question():
    assert find_open_question([user("wat kost het", "kosten"), BUTTON]) == "wat kost het"


def test_a_choice_and_then_the_button_take_the_typed_question():
    assert find_open_question([user("iets met geld", "clarify"), user("/kosten", "kosten"), BUTTON]) == "iets met geld"


def test_of_several_questions_only_what_is_not_known():
    several = user(
        "a? b? c? d?", "several", ("a?", "answer"), ("b?", "escalate"), ("c?", "clarify"), ("d?", "escalate")
    )
    assert find_open_question([several, BUTTON]) == "b? d?"


def test_of_several_questions_the_doubtful_part_when_all_else_is_known():
    several = user("a? b?", "several", ("a?", "answer"), ("b?", "clarify"))
    assert find_open_question([several, PERSON]) == "b?"


def test_what_was_typed_in_the_form_is_no_question():
    events = [user("raar", "escalate"), PERSON, FORM, user("jan@x", "escalate"), NO_FORM, PERSON]
    assert find_open_question(events) == "raar"


def test_a_question_in_a_form_that_was_stopped_is_offered_again():
    events = [PERSON, FORM, user("mijn vraag", "escalate"), slot("ticket_draft", "mijn vraag"), NO_FORM, BUTTON]
    assert find_open_question(events) == "mijn vraag"


def test_a_question_that_was_sent_is_not_offered_again():
    events = [user("raar", "escalate"), slot("ticket_number", "PO-000001"), PERSON]
    assert find_open_question(events) is None
    assert was_sent(events)
    assert not was_sent([slot("ticket_number", None)])


def test_a_newer_question_goes_before_an_older_draft():
    events = [slot("ticket_draft", "oud"), user("nieuw", "escalate"), PERSON]
    assert find_open_question(events) == "nieuw"
