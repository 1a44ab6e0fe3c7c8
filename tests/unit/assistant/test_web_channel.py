import pytest

from bot.assistant.web_channel import Refused, WebOutput, _understood, as_plain_text, parse_payload

TOPICS = {"kosten": None, "makelaars": None}
PARSED = {
    "text": "wat kost het",
    "intent": {"name": "kosten", "confidence": 0.8},
    "intent_ranking": [
        {"name": "out_of_scope_other", "confidence": 0.9},
        {"name": "kosten", "confidence": 0.8},
        {"name": "groet", "confidence": 0.1},
        {"name": "makelaars", "confidence": 0.05},
    ],
    "parts": [{"text": "wat kost het", "topics": ["kosten"], "decision": "answer", "reason": None, "ranking": []}],
}


def output(*kinds: str, taken: str | None = None) -> WebOutput:
    made = WebOutput()
    made.messages = [{"text": "x", "kind": kind, "topics": [], "sources": [], "buttons": []} for kind in kinds]
    made.taken = taken
    return made


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("/restart", "restart"),
        (" //kosten", "kosten"),
        ("/ /back", "back"),
        ("/", "?"),
        ("  ", "?"),
        ("a/b", "a/b"),
        ("wat kost het?", "wat kost het?"),
    ],
)
def test_a_typed_text_is_never_a_command(typed: str, plain: str):
    assert as_plain_text(typed) == plain


def test_a_button_tells_its_intent_and_values():
    parsed = parse_payload('/change_field{"field": "email"}')
    assert parsed["intent"] == {"name": "change_field", "confidence": 1.0}
    assert [(one["entity"], one["value"]) for one in parsed["entities"]] == [("field", "email")]


@pytest.mark.parametrize(
    "payload",
    ["kosten", "/", "/Kosten", "/restart", "/back", "/session_start", "/kosten{", "/kosten{x}", "/kosten/x", "/a b"],
)
def test_what_is_no_payload_of_ours_is_refused(payload: str):
    with pytest.raises(Refused) as refused:
        parse_payload(payload)
    assert (refused.value.code, refused.value.status) == ("invalid_payload", 400)


def test_web_gets_real_topics_only_best_first():
    understood = _understood(PARSED, output("answer"), TOPICS)
    assert understood["ranking"] == [
        {"topic": "kosten", "confidence": 0.8},
        {"topic": "makelaars", "confidence": 0.05},
    ]
    assert understood["parts"] == [{"text": "wat kost het", "topics": ["kosten"], "decision": "answer"}]


def test_a_pressed_topic_counts_as_answered():
    understood = _understood(parse_payload("/kosten"), output("answer"), TOPICS)
    assert understood["parts"] == [{"text": "/kosten", "topics": ["kosten"], "decision": "answer"}]


def test_what_was_typed_in_a_field_is_no_question():
    assert _understood(PARSED, output("form", taken="email"), TOPICS) == {"ranking": [], "parts": []}
    assert _understood(PARSED, output("ticket"), TOPICS) == {"ranking": [], "parts": []}


def test_the_question_that_was_typed_in_the_form_is_an_open_question():
    understood = _understood(PARSED, output("form", taken="question"), TOPICS)
    assert understood["parts"] == [{"text": "wat kost het", "topics": [], "decision": "escalate"}]
    assert understood["ranking"][0]["topic"] == "kosten"


def test_a_question_that_was_answered_inside_the_form_counts():
    assert _understood(PARSED, output("answer", "form"), TOPICS)["parts"]
