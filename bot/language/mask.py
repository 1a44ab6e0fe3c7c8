"""Takes personal data out of what people type, before it is stored or passed on. Names are not recognised here.

The words that announce a secret ("wachtwoord") are data: see `mask` in data/language/web.yml.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, onderwijsnummer

from bot.language.texts import Texts

# Nine digits, in one piece or in the usual groups; never a part of a longer number, an amount or a telephone number.
_NINE = re.compile(
    r"(?<![\w.,+/-])(?<!\+31 )(?<!0031 )(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?![\w/]|[.,-]\d)"
)
_DUTCH_IBAN = re.compile(r"(?<!\w)NL[ .-]?\d{2}[ .-]?[A-Z]{4}(?:[ .-]?\d){10}(?!\w)", re.IGNORECASE)
# Elsewhere the length differs by country, so only one piece or groups of digits: a word that follows is no part of it.
_OTHER_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: \d{4}){2,6}(?: \d{1,4})?)(?!\w)", re.IGNORECASE)
_DIGITS = r"(\d(?:[ .-]?\d){3,11})(?![\w]|[.,-]\d)"
_SENTENCE_END = re.compile(r"\s*(?:[.!?,;\n]|$)")
_SHORTEST_SECRET = 6

Judge = Callable[[re.Match[str]], tuple[str, int] | None]


@dataclass(frozen=True)
class Masked:
    """A text without personal data. `found` names what was taken out, each kind once, in order of appearance."""

    text: str
    found: tuple[str, ...]


@dataclass(frozen=True)
class MaskWords:
    """Words that announce something.

    Args:
        passwords: a password follows. codes: a short code of digits follows. persons: a person's number follows.
        links: small words between such a word and the secret ("is").
        innocent: words that may follow a password word, but are no secret ("vergeten").
        harmless: words that announce nine digits which are no person's number (telephone, RSIN).
    """

    passwords: Sequence[str]
    codes: Sequence[str]
    persons: Sequence[str]
    links: Sequence[str]
    innocent: Sequence[str]
    harmless: Sequence[str]


class Mask:
    """Masks texts with one set of words.

    Args:
        words: what announces something. labels: per kind (`password`, `code`, `iban`, `bsn`, `education_number`) the
            text that takes its place.
    """

    def __init__(self, words: MaskWords, labels: dict[str, str]) -> None:
        self._labels = labels
        self._innocent = frozenset(word.lower() for word in words.innocent)
        link = rf"((?:\s*[:=]|\s+(?:{_any_of(words.links)})\b)*\s*)"
        self._password = re.compile(rf"\b(?:{_any_of(words.passwords)})\b{link}(\S+)", re.IGNORECASE)
        self._code = re.compile(rf"\b(?:{_any_of(words.codes)})\b{link}{_DIGITS}", re.IGNORECASE)
        self._person = re.compile(rf"\b(?:{_any_of(words.persons)})\b{link}{_DIGITS}", re.IGNORECASE)
        harmless = rf"\b(?:{_any_of(words.harmless)})\W{{0,3}}(?:[^\W\d]+\W{{1,3}}){{0,2}}$"
        self._harmless = re.compile(harmless, re.IGNORECASE)

    def __call__(self, text: str) -> Masked:
        """Return the text without personal data; line breaks and all else stay as they are."""
        found: list[tuple[int, str]] = []
        rules: list[tuple[re.Pattern[str], Judge]] = [
            (self._password, self._judge_password),
            (self._code, lambda match: ("code", 2)),
            (self._person, self._judge_announced),
            (_DUTCH_IBAN, lambda match: ("iban", 0)),
            (_OTHER_IBAN, lambda match: ("iban", 0) if _valid(iban.validate, match[0]) else None),
            (_NINE, self._judge_nine),
        ]
        for pattern, judge in rules:
            text = self._apply(pattern, judge, text, found)
        return Masked(text, tuple(dict.fromkeys(kind for _, kind in sorted(found))))

    def _apply(self, pattern: re.Pattern[str], judge: Judge, text: str, found: list[tuple[int, str]]) -> str:
        pieces: list[str] = []
        last = 0
        for match in pattern.finditer(text):
            judged = judge(match)
            if judged is None:
                continue
            kind, group = judged
            found.append((match.start(), kind))
            pieces += [text[last : match.start(group)], self._labels[kind]]
            last = match.end(group)
        return "".join([*pieces, text[last:]])

    def _judge_password(self, match: re.Match[str]) -> tuple[str, int] | None:
        word = match[2].strip(".,;:!?\"'()")
        if not word or word.lower() in self._innocent or word.startswith("["):
            return None
        if word.isalpha():
            # "Het wachtwoord is verlopen" tells a state, and after a colon a sentence may start: a bare word counts
            # only when it is announced and nothing follows it.
            ends = _SENTENCE_END.match(match.string, match.end(2)) is not None
            return ("password", 2) if match[1].strip() and ends else None
        if not match[1].strip():
            mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
            return ("password", 2) if mixed and len(word) >= _SHORTEST_SECRET else None
        return "password", 2

    def _judge_announced(self, match: re.Match[str]) -> tuple[str, int] | None:
        digits = re.sub(r"\D", "", match[2])
        if len(digits) not in (8, 9):
            return None
        return ("education_number", 2) if _valid(onderwijsnummer.validate, digits) else ("bsn", 2)

    def _judge_nine(self, match: re.Match[str]) -> tuple[str, int] | None:
        digits = re.sub(r"\D", "", match[0])
        if self._harmless.search(match.string[max(0, match.start() - 40) : match.start()]):
            return None
        if _valid(bsn.validate, digits):
            return "bsn", 0
        return ("education_number", 0) if _valid(onderwijsnummer.validate, digits) else None


def mask_from(texts: Texts) -> Mask:
    """Make the mask whose words and labels stand under `mask` in the web side's texts."""
    words = MaskWords(**{field.name: texts.listed(f"mask.{field.name}") for field in fields(MaskWords)})
    return Mask(words, texts.table("mask.labels"))


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]*") for word in sorted(words, key=len, reverse=True))


def _valid(check: Callable[[str], str], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True
