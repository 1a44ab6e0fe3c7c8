import pytest

from actions.fields import FormWords
from actions.form_turn import BRIN, CONFIRM, EMAIL, NAME, OPTIONAL, QUESTION, Course, Said, Turn, next_field, take_turn

EMPTY = {QUESTION: None, EMAIL: None, NAME: None, BRIN: None}
ASKED = {**EMPTY, QUESTION: "Hoe zit het?"}
FULL = {QUESTION: "Hoe zit het?", EMAIL: "j@school.nl", NAME: "Jan", BRIN: ""}


@pytest.fixture
def turn(words: FormWords):
    def take(text: str | None, intent: str, asked: str, values=FULL, field: str | None = None) -> Turn:
        return take_turn(Said(text, intent, field), values, asked, words)

    return take


def test_fields_are_asked_in_order_and_left_out_ones_not_again():
    assert next_field(EMPTY) == QUESTION
    assert next_field(ASKED) == EMAIL
    assert next_field({**ASKED, EMAIL: ""}) == NAME
    assert next_field(FULL) == CONFIRM


# --- the question ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Hoe kan ik mijn abonnement annuleren?", "cancel"),
        ("Wat kost eHerkenning?", "kosten"),
        ("Kan een medewerker ons hiermee helpen vandaag?", "medewerker"),
        ("mijn adres is fout, het moet j@school.nl zijn", "change_field"),
        ("help", "escalate"),
    ],
)
def test_what_is_typed_at_the_question_is_the_question(turn, text: str, intent: str):
    assert turn(text, intent, QUESTION, EMPTY) == Turn(
        ask=EMAIL, lead="say_question_taken", taken=QUESTION, values={QUESTION: text}
    )


def test_stop_at_the_question_stops(turn):
    assert turn("stop", "cancel", QUESTION, EMPTY).course is Course.STOP
    assert turn(None, "cancel", QUESTION, EMPTY).course is Course.STOP


@pytest.mark.parametrize(("text", "intent"), [("ja", "affirm"), ("overslaan", "skip"), ("?!", "escalate"), ("", "x")])
def test_without_a_question_it_asks_again(turn, text: str, intent: str):
    found = turn(text, intent, QUESTION, EMPTY)
    assert (found.ask, found.lead, found.values) == (QUESTION, "say_question_needed", {})


def test_no_when_changing_the_question_keeps_it(turn):
    found = turn("nee", "deny", QUESTION, FULL)
    assert (found.ask, found.lead, found.values) == (CONFIRM, "say_kept", {})


# --- e-mail ----------------------------------------------------------------------------------------------------------


def test_an_address_is_taken_out_of_a_sentence(turn):
    found = turn("dat is jan@school.nl", "escalate", EMAIL, ASKED)
    assert (found.ask, found.values, found.taken) == (NAME, {EMAIL: "jan@school.nl"}, EMAIL)


@pytest.mark.parametrize(
    ("text", "problem"), [("jan@school", "no_domain"), ("jan.school.nl", "no_at"), ("a b@c.nl d", "odd")]
)
def test_a_wrong_address_is_explained_and_asked_again(turn, text: str, problem: str):
    found = turn(text, "escalate", EMAIL, ASKED)
    if problem == "odd":
        assert found.values == {EMAIL: "b@c.nl"}
        return
    assert (found.ask, found.lead, found.values) == (EMAIL, f"say_email_{problem}", {})


@pytest.mark.parametrize("intent", ["skip", "deny"])
def test_going_without_an_address_says_what_that_means(turn, intent: str):
    found = turn("nee", intent, EMAIL, ASKED)
    assert (found.ask, found.lead, found.values) == (NAME, "say_email_skipped", {EMAIL: ""})


@pytest.mark.parametrize("asked", [NAME, BRIN, CONFIRM])
def test_another_address_changes_only_that_field_wherever_it_is_said(turn, asked: str):
    values = {**FULL, NAME: None if asked == NAME else "Jan", BRIN: None if asked == BRIN else ""}
    found = turn("nee, ander e-mailadres: x@y.nl", "deny", asked, values)
    assert (found.ask, found.values) == (asked, {EMAIL: "x@y.nl"})


# --- name and BRIN ---------------------------------------------------------------------------------------------------


def test_a_name_is_taken(turn):
    assert turn("Jan de Vries", "escalate", NAME, {**ASKED, EMAIL: ""}).values == {NAME: "Jan de Vries"}


def test_a_brin_is_taken_in_any_spelling(turn):
    assert turn("12 ab", "escalate", BRIN, {**FULL, BRIN: None}).values == {BRIN: "12AB"}


def test_a_wrong_brin_is_explained(turn):
    found = turn("12a", "escalate", BRIN, {**FULL, BRIN: None})
    assert (found.ask, found.lead, found.values) == (BRIN, "say_brin_invalid", {})


def test_a_brin_can_be_given_at_another_field(turn):
    found = turn("ons brin is 12ab", "escalate", NAME, {**ASKED, EMAIL: ""})
    assert (found.ask, found.values) == (NAME, {BRIN: "12AB"})


@pytest.mark.parametrize("asked", [NAME, BRIN])
def test_an_optional_field_may_be_left_out(turn, asked: str):
    assert turn(None, "skip", asked, {**FULL, asked: None}).values == {asked: ""}


# --- on the way ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [EMAIL, NAME, BRIN, CONFIRM])
@pytest.mark.parametrize("intent", ["kosten", "clarify", "several", "groet", "ticket_status"])
def test_a_question_in_the_middle_goes_to_the_dialogue(turn, asked: str, intent: str):
    assert turn("wat kost het dan?", intent, asked).course is Course.ELSEWHERE


@pytest.mark.parametrize("asked", OPTIONAL)
def test_what_is_not_understood_gets_help_and_the_same_field(turn, asked: str):
    found = turn("waarom wilt u dat weten?", "escalate", asked, {**FULL, asked: None})
    assert (found.course, found.ask, found.lead, found.values) == (Course.ASK, asked, f"say_{asked}_help", {})


@pytest.mark.parametrize("intent", ["escalate", "out_of_scope_fault"])
def test_at_the_summary_it_points_at_the_buttons(turn, intent: str):
    assert turn("tja", intent, CONFIRM).lead == "say_confirm_help"


@pytest.mark.parametrize("asked", [EMAIL, NAME, BRIN, CONFIRM])
def test_asking_for_a_person_says_that_this_is_it(turn, asked: str):
    assert turn("medewerker", "medewerker", asked) == Turn(ask=asked, lead="say_busy")


@pytest.mark.parametrize("asked", [EMAIL, NAME, BRIN, CONFIRM])
def test_stop_works_everywhere(turn, asked: str):
    assert turn("stop", "cancel", asked).course is Course.STOP


@pytest.mark.parametrize("field", [QUESTION, EMAIL, NAME, BRIN])
def test_a_button_opens_its_field_and_keeps_all_values(turn, field: str):
    assert turn(None, "change_field", CONFIRM, FULL, field) == Turn(ask=field)


def test_the_field_to_change_may_be_typed(turn):
    assert turn("naam wijzigen", "change_field", CONFIRM).ask == NAME
    assert turn("mijn vraag moet anders", "escalate", CONFIRM).ask == QUESTION


def test_a_change_without_a_field_asks_which_one(turn):
    assert turn("wijzigen", "change_field", CONFIRM).lead == "say_which_field"


@pytest.mark.parametrize("field", ["secret", "ticket_key", "confirm", ""])
def test_a_button_cannot_open_anything_else(turn, field: str):
    assert turn(None, "change_field", CONFIRM, FULL, field).ask == CONFIRM


def test_after_a_changed_field_the_summary_comes_back(turn):
    assert turn("Piet", "escalate", NAME).ask == CONFIRM


# --- the summary -----------------------------------------------------------------------------------------------------


def test_only_yes_sends(turn):
    assert turn(None, "affirm", CONFIRM).course is Course.SEND
    assert turn("ja", "affirm", CONFIRM).course is Course.SEND
    assert turn("nee", "deny", CONFIRM).course is Course.ASK
    assert turn("ja", "affirm", EMAIL, ASKED).course is Course.ASK


def test_no_asks_what_to_change(turn):
    assert turn("nee", "deny", CONFIRM) == Turn(ask=CONFIRM, lead="say_which_field")
