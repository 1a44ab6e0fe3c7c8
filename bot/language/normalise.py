"""Brings a question into one spelling: case, accents, quotes, eHerkenning and its levels, abbreviations.

Pure functions. Typing errors are mended in spell.py, several questions are told apart in split.py.
"""

import re
import unicodedata
from collections.abc import Mapping

MAX_LENGTH = 2000
"""Characters of a question that are looked at; what stands behind them has never changed what somebody asks."""

WORD = re.compile(r"[^\W_]+(?:['+-][^\W_]+)*\+?")
"""A word: letters and digits, with an apostrophe, hyphen or plus inside, and perhaps a plus at its end (2+)."""

_QUOTES = str.maketrans({"‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_EHERKENNING = re.compile(r"\be[\s-]{0,2}her?k+en+in+g?(?=s|\b)")
_LEVEL = re.compile(r"\b(?:eh|e-h|niveau|nivo|niv|level|lvl)\.?[\s-]*(?P<level>2\s?\+|2\s?plus\b|[1-4]\b)")
_LEVEL_WORD = re.compile(r"\b(?:niveau|nivo|level)\s+(?P<level>een|één|twee|drie|vier)\b(?!\s+of)")
_LEVEL_NUMBERS = {"een": "1", "één": "1", "twee": "2", "drie": "3", "vier": "4"}
_SMALL_LETTER_RUN = re.compile(r"([^\W\d_])\1{3,}")
_SPACE = re.compile(r"\s+")


def normalise(text: str, replacements: Mapping[str, str]) -> str:
    """Return the question in one spelling.

    Args:
        text: as typed.
        replacements: lower-case word to what stands for it, as `words.read_word_lists` gives them.

    Returns:
        Lower case without accents, one space between words, punctuation kept; empty for a text without content.
    """
    plain = without_accents(text[:MAX_LENGTH].translate(_QUOTES).lower())
    plain = _SMALL_LETTER_RUN.sub(r"\1\1", plain)
    plain = _EHERKENNING.sub("eherkenning", plain)
    plain = _LEVEL.sub(_level, plain)
    plain = _LEVEL_WORD.sub(lambda found: f"niveau {_LEVEL_NUMBERS[found['level']]}", plain)
    plain = WORD.sub(lambda found: replacements.get(found[0], found[0]), plain)
    return _SPACE.sub(" ", plain).strip()


def without_accents(text: str) -> str:
    """Return the text with its letters stripped of accents: `één` becomes `een`."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words_of(text: str) -> list[str]:
    """Return the words of a normalised text, in order."""
    return WORD.findall(text)


def _level(found: "re.Match[str]") -> str:
    level = found["level"].replace("plus", "+").replace(" ", "")
    return f"niveau {level}"
