import pytest

from actions.fields import (
    FormWords,
    email_problem,
    find_brin,
    find_email,
    find_name,
    meant_as_brin,
    named_fields,
)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("jan@school.nl", "jan@school.nl"),
        ("Mijn adres is Jan.de-Vries+po@mail.school.nl.", "Jan.de-Vries+po@mail.school.nl"),
        ("nee, ander e-mailadres: x@y.nl", "x@y.nl"),
        ("niet jan@school.nl maar piet@school.nl", "piet@school.nl"),
        ("<j@s.nl>", "j@s.nl"),
        ("mailto:j@s.nl", "j@s.nl"),
        ("(a@b.nl), dank u", "a@b.nl"),
        ("jan@school", None),
        ("jan@@school.nl", None),
        ("jan@school..nl", None),
        ("jan.@school.nl", None),
        ("jan school.nl", None),
        ("jan@-school.nl", None),
        ("", None),
    ],
)
def test_an_address_is_found_anywhere_in_a_text(text: str, email: str | None):
    assert find_email(text) == email


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("jan.school.nl", "no_at"),
        ("jan@school", "no_domain"),
        ("jan@", "no_domain"),
        ("@", "no_domain"),
        ("jan@@school.nl", "odd"),
        ("jan de vries@school.nl", "odd"),
        ("ik heb geen idee", None),
        ("jan", None),
        ("", None),
    ],
)
def test_a_wrong_address_tells_what_is_wrong(text: str, problem: str | None):
    assert email_problem(text) == problem


@pytest.mark.parametrize(
    ("text", "brin"),
    [
        ("12ab", "12AB"),
        ("12AB00", "12AB00"),
        ("12 ab 00", "12AB00"),
        ("12-AB", "12AB"),
        ("ons brin is 05xy, dank u", "05XY"),
        ("12a", None),
        ("1234", None),
        ("12abc", None),
        ("x12ab", None),
        ("12AB0", None),
    ],
)
def test_a_brin_is_two_digits_and_two_letters(text: str, brin: str | None):
    assert find_brin(text) == brin


def test_a_try_at_a_brin_is_seen():
    assert meant_as_brin("12a")
    assert meant_as_brin("123456")
    assert not meant_as_brin("dat weet ik niet")
    assert not meant_as_brin("geen")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jan de Vries", "Jan de Vries"),
        ("jan de vries", "jan de vries"),
        ("J. de Vries", "J. de Vries"),
        ("Mijn naam is Anne-Fleur O'Brien", "Anne-Fleur O'Brien"),
        ("ik heet Zoë", "Zoë"),
        ("naam: Piet", "Piet"),
        ("wat is dat", None),
        ("Wat kost het", None),
        ("Jan?", None),
        ("12345", None),
        ("jan@school.nl", None),
        ("<b>Jan</b>", None),
        ("een heel lang verhaal over van alles en nog wat", None),
        ("", None),
    ],
)
def test_a_name_is_a_few_words_without_digits(words: FormWords, text: str, name: str | None):
    assert find_name(text, words, sure=False) == name


@pytest.mark.parametrize("text", ["Kosten", "kosten eherkenning", "Mijn DUO", "DUO ROD", "Niveau drie"])
def test_a_topic_is_no_name_when_it_has_to_be_sure(words: FormWords, text: str):
    assert find_name(text, words, sure=True) is None


@pytest.mark.parametrize("text", ["Jan de Vries", "Mieke Bron", "mijn naam is bron"])
def test_a_real_name_is_taken_even_then(words: FormWords, text: str):
    assert find_name(text, words, sure=True)


def test_a_text_names_fields(words: FormWords):
    assert named_fields("nee, ander E-mailadres", words) == ["email"]
    assert named_fields("vraag wijzigen", words) == ["question"]
    assert named_fields("wijzigen", words) == []
