"""What can be typed on the form, and what comes of it."""

import pytest

from bot.errors import InvalidInput
from bot.tickets.intake import NAME_LIMIT, QUESTION_LIMIT, check_intake
from bot.tickets.model import Proposal


def check(question="Wat kost het?", email=None, name=None, brin=None, **more):
    return check_intake(question, email, name, brin, **{"key": "k", **more})


def code_of(**given):
    with pytest.raises(InvalidInput) as caught:
        check(**given)
    return caught.value.code, caught.value.field


def test_all_is_stripped_and_kept():
    proposals = (Proposal("kosten", 0.5),)
    made = check(
        "  Wat kost het?\r\n\r\nEn wanneer? \n",
        "  School@Example.NL ",
        " Jan  de\tVries ",
        " 05 ko ",
        conversation_id="c_1",
        proposals=proposals,
        model="m",
        knowledge="n",
    )
    assert made.question == "Wat kost het?\n\nEn wanneer?"
    assert (made.email, made.name, made.brin) == ("School@example.nl", "Jan de Vries", "05KO")
    assert (made.key, made.conversation_id, made.proposals, made.model, made.knowledge) == (
        "k",
        "c_1",
        proposals,
        "m",
        "n",
    )


@pytest.mark.parametrize("empty", [None, "", "   ", "\n\t"])
def test_optional_fields(empty):
    made = check(email=empty, name=empty, brin=empty)
    assert (made.email, made.name, made.brin) == (None, None, None)


@pytest.mark.parametrize("question", ["", "  \n", "\x00\x07", "\r"])
def test_empty_question(question):
    assert code_of(question=question) == ("empty_question", "question")


def test_long_question():
    assert check("x" * QUESTION_LIMIT).question == "x" * QUESTION_LIMIT
    assert code_of(question="x" * (QUESTION_LIMIT + 1)) == ("too_long", "question")


def test_what_cannot_be_stored_is_left_out():
    assert check("a\x00b\ud800c\x1b[31md\te").question == "abc[31md\te"


@pytest.mark.parametrize(
    "email",
    [
        "school",
        "school@",
        "@example.nl",
        "a b@example.nl",
        "school@example",
        "a@example.nl, b@example.nl",
        "a@example.nl\nBcc: b@example.nl",
        "Naam <a@example.nl>",
        "jos\u00e9@example.nl",
        "x" * 65 + "@example.nl",
        "x@" + "y" * 300 + ".nl",
        "a@[127.0.0.1]",
        "a@localhost",
        "\ud800@example.nl",
    ],
)
def test_invalid_email(email):
    assert code_of(email=email) == ("invalid_email", "email")


@pytest.mark.parametrize(
    ("email", "kept"),
    [
        ("a.b+c@sub.example.nl", "a.b+c@sub.example.nl"),
        ("o'neil@example.nl", "o'neil@example.nl"),
        ("info@b\u00fccher.example.com", "info@xn--bcher-kva.example.com"),
    ],
)
def test_valid_email(email, kept):
    assert check(email=email).email == kept


@pytest.mark.parametrize(
    ("brin", "kept"), [("05KO", "05KO"), ("05ko00", "05KO00"), ("07 nu 00", "07NU00"), ("07-NU", "07NU")]
)
def test_valid_brin(brin, kept):
    assert check(brin=brin).brin == kept


@pytest.mark.parametrize("brin", ["5KO", "05K", "KO05", "05KO0", "05KO0A", "05KO000", "\u0660\u0665KO", "school"])
def test_invalid_brin(brin):
    assert code_of(brin=brin) == ("invalid_brin", "brin")


@pytest.mark.parametrize("name", ["123", "...", "a@example.nl", "<b>Jan</b>", "x" * (NAME_LIMIT + 1), "Jan\x00"])
def test_invalid_name(name):
    assert code_of(name=name) == ("invalid_name", "name")


@pytest.mark.parametrize("name", ["Jan", "J. d'Arc-\u0141ukasz", "\u674e", "x" * NAME_LIMIT])
def test_valid_name(name):
    assert check(name=name).name == name


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_key(key):
    assert code_of(key=key) == ("invalid_key", "key")
