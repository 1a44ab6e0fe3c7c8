"""Reads the Dutch word lists of data/language into plain mappings. Used by normalise.py and spell.py."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BronError

ABBREVIATIONS = "abbreviations.txt"
SPELLING = "spelling.txt"
JARGON = "jargon.txt"


class WordListError(BronError):
    """A word list is missing or has a line that cannot be read; the text names file and line."""

    code = "word_list"


@dataclass(frozen=True)
class WordLists:
    """What the word lists say.

    `replacements` maps a lower-case word to what stands for it; `jargon` holds well spelled words of the field.
    """

    replacements: Mapping[str, str]
    jargon: frozenset[str]


def read_word_lists(folder: Path) -> WordLists:
    """Read all word lists of a folder.

    Raises:
        WordListError: a list is missing, or a line has no `=`, or has more than one word on its left.
    """
    replacements: dict[str, str] = {}
    for name in (ABBREVIATIONS, SPELLING):
        for number, line in _lines(folder / name):
            left, equals, right = (part.strip() for part in line.partition("="))
            if not (left and equals and right) or " " in left:
                raise WordListError(f"{name}:{number}")
            replacements[left] = right
    return WordLists(replacements, frozenset(line for _, line in _lines(folder / JARGON)))


def word_lists_digest(folder: Path) -> str:
    """Return a digest that changes whenever a word list of the folder changes."""
    digest = hashlib.sha256()
    for name in (ABBREVIATIONS, SPELLING, JARGON):
        digest.update(_text(folder / name).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip().lower()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise WordListError(str(path.name)) from error
