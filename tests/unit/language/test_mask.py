"""Masking of personal data: what must go, and what must stay."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("stdnum", reason="masking is the web side's; Rasa's environment has no python-stdnum")

from bot.language.mask import Mask, mask_from
from bot.language.texts import load_texts

WORDS = Path(__file__).resolve().parents[3] / "data/language/web.yml"
MASK: Mask = mask_from(load_texts(WORDS))


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("mijn bsn is 111222333.", "bsn", "111222333"),
        ("leerling 1112.22.333 staat er niet in", "bsn", "1112.22.333"),
        ("111 222 333 is van de leerling", "bsn", "111 222 333"),
        ("BSN: 12345678", "bsn", "12345678"),
        ("burgerservicenummer 123456789", "bsn", "123456789"),
        ("onderwijsnummer 101222331", "education_number", "101222331"),
        ("het gaat om 101222331", "education_number", "101222331"),
        ("maak het over naar NL91ABNA0417164300 graag", "iban", "NL91ABNA0417164300"),
        ("nl91 abna 0417 1643 00 dus", "iban", "nl91 abna 0417 1643 00"),
        ("DE89 3704 0044 0532 0130 00 is van ons", "iban", "DE89 3704 0044 0532 0130 00"),
        ("mijn wachtwoord is Welkom01!", "password", "Welkom01!"),
        ("wachtwoord: zonnebloem", "password", "zonnebloem"),
        ("Wachtwoord is zonnebloem", "password", "zonnebloem"),
        ("wachtwoord Welkom2021 werkt niet", "password", "Welkom2021"),
        ("ww=abc123", "password", "abc123"),
        ("de sms-code is 482913", "code", "482913"),
        ("pincode 1234", "code", "1234"),
        ("verificatiecode: 123 456", "code", "123 456"),
    ],
)
def test_personal_data_is_taken_out(text, kind, secret):
    masked = MASK(text)
    assert secret not in masked.text
    assert masked.found == (kind,)
    before, after = text.split(secret)
    assert masked.text.startswith(before)
    assert masked.text.endswith(after)


@pytest.mark.parametrize(
    "text",
    [
        "Onze BRIN is 12AB en het KvK-nummer is 12345678.",
        "Vraag PO-000123 van 14-06-2021",
        "Bel mij op 06-12345678, 0612345678, +31 612345678 of 020-1234567",
        "telefoonnummer 612345678",
        "Het RSIN is 111222333",
        "btw-nummer NL001234567B01",
        "Ik ben mijn wachtwoord vergeten",
        "mijn wachtwoord is verlopen",
        "Wachtwoord: hoe stel ik dat opnieuw in?",
        "Is een wachtwoord of sms-code genoeg voor niveau 3?",
        "De sms-code komt niet aan op 0612345678",
        "Het kost 123456782,50 euro",
        "Artikel 123456782-1",
        "aanvraag 111222334 loopt nog",
        "wij hebben 35 gebruikers en 1200 leerlingen in 2021",
    ],
)
def test_other_numbers_and_words_stay(text):
    masked = MASK(text)
    assert (masked.text, masked.found) == (text, ())


def test_kinds_are_named_once_and_in_order():
    masked = MASK("bsn 111222333, wachtwoord: abc!9 en nog eens 111222333")
    assert masked.found == ("bsn", "password")
    assert "111222333" not in masked.text


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text):
    once = MASK(text)
    assert MASK(once.text).text == once.text


@given(st.integers(min_value=10_000_000, max_value=99_999_999), st.sampled_from(["{}", "({})", "nr. {}, ja", "\n{}\n"]))
def test_every_valid_number_is_found_in_every_place(start, place):
    digits = str(start)
    total = sum((9 - i) * int(d) for i, d in enumerate(digits))
    if total % 11 == 10:
        return
    number = digits + str(total % 11)
    assert number not in MASK(place.format(number)).text
