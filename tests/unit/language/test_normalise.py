"""One spelling for a question."""

import pytest

from bot.language.normalise import MAX_LENGTH, normalise, words_of

REPLACEMENTS = {"wnr": "wanneer", "isd": "internet schooldossier", "me": "mijn"}


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Wat is eHerkenning?", "wat is eherkenning?"),
        ("wat is E-Herkenning", "wat is eherkenning"),
        ("wat is e herkening", "wat is eherkenning"),
        ("eHerkenningsmiddel", "eherkenningsmiddel"),
        ("Eén café", "een cafe"),
        ("moet het EH3 zijn", "moet het niveau 3 zijn"),
        ("eh 2+ of eh2 plus", "niveau 2+ of niveau 2+"),
        ("nivo drie en niveau-3", "niveau 3 en niveau 3"),
        ("wnr kan ik in het ISD?", "wanneer kan ik in het internet schooldossier?"),
        ("met me eigen", "met mijn eigen"),
        ("hoi!!!   \n  daar", "hoi!!! daar"),
        ("neeeeeeee", "nee"),
        ("‘s ochtends", "'s ochtends"),
        ("   ", ""),
        ("", ""),
    ],
)
def test_one_spelling(typed, clean):
    assert normalise(typed, REPLACEMENTS) == clean


def test_is_stable():
    once = normalise("Wnr moet E-herkenning nivo 3 in het ISD?!", REPLACEMENTS)
    assert normalise(once, REPLACEMENTS) == once


def test_replaces_whole_words_only():
    assert normalise("wnrs mensen isdn", REPLACEMENTS) == "wnrs mensen isdn"


def test_looks_at_a_limited_length():
    assert len(normalise("ab " * 10_000, REPLACEMENTS)) <= MAX_LENGTH


def test_words_keep_apostrophes_and_the_plus_of_a_level():
    assert words_of("niveau 2+ of 3, zo'n sms-code?") == ["niveau", "2+", "of", "3", "zo'n", "sms-code"]
