"""Typing errors are mended, and nothing else is touched."""

import pytest

from bot.language.spell import Speller, known_words, slips_between

KNOWN = {
    **{"wanneer": 50, "wat": 90, "kosten": 40, "niveau": 60, "machtigingenbeheerder": 9, "duur": 20, "brief": 30},
    **{"nieuwsbrief": 25, "leverancier": 30, "leveranciers": 20, "huur": 1, "wie": 80, "direct": 3},
}
SPELLER = Speller(KNOWN, [word for word in KNOWN if word != "huur"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wnaneer", "wanneer"),
        ("wanner", "wanneer"),
        ("wta", "wat"),
        ("kostten", "kosten"),
        ("breif", "brief"),
        ("neiwsbrief", "nieuwsbrief"),
        ("machtiginenbeheerdr", "machtigingenbeheerder"),
        ("leverancie", "leverancier"),
    ],
)
def test_mends_a_slip(typed, meant):
    assert SPELLER.mend_word(typed) == meant


@pytest.mark.parametrize("word", ["huur", "huurt", "kosten", "2+", "sms-code", "po", "zomer", "wi", "x" * 40])
def test_leaves_the_rest(word):
    assert SPELLER.mend_word(word) == word


def test_mends_words_inside_a_text_and_keeps_the_signs():
    assert SPELLER.mend("wnaneer, en wta?") == "wanneer, en wat?"


def test_a_rare_word_beside_a_frequent_one_is_an_error_of_typing():
    known, targets = known_words({"wanneer": 40, "wnaneer": 1, "bekostiging": 1, "machtiging": 9}, ["leverancier"])
    assert "wnaneer" not in known
    assert "bekostiging" in known
    assert targets == {"wanneer", "machtiging", "leverancier"}


@pytest.mark.parametrize(
    ("a", "b", "slips"), [("", "", 0), ("ab", "ba", 1), ("abc", "abd", 1), ("abc", "ac", 1), ("ab", "cd", 2)]
)
def test_counts_slips(a, b, slips):
    assert slips_between(a, b) == slips_between(b, a) == slips
