"""Finds e-mail address, BRIN and name in what somebody typed, and says what is wrong with them. No dialogue here."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

LONGEST_EMAIL = 254
LONGEST_NAME = 80
MOST_NAME_WORDS = 6

_AROUND = " \t\n.,;:!?<>()[]\"'“”"
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}",
    re.IGNORECASE,
)
_BRIN = re.compile(r"(?<![a-z0-9])(\d{2})[ .-]?([a-z]{2})(?:[ .-]?(\d{2}))?(?![a-z0-9])", re.IGNORECASE)
# Something that was meant as a BRIN: short, and digits in it.
_BRIN_TRY = re.compile(r"(?=.*\d)[a-z0-9 .-]{2,10}", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\d_@?!/<>{}\[\]]*")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class FormWords:
    """Dutch words that the form recognises, all in small letters; see data/language/form_words.yml."""

    fields: Mapping[str, Sequence[str]]
    not_a_name: Collection[str]
    before_a_name: Sequence[str]


def load_form_words(folder: Path) -> FormWords:
    """Read the words from a folder of word lists. Raises OSError when the file is not there."""
    words = yaml.safe_load((folder / "form_words.yml").read_text(encoding="utf-8"))
    return FormWords(words["fields"], frozenset(words["not_a_name"]), words["before_a_name"])


def find_email(text: str) -> str | None:
    """Return the last e-mail address in a text that can exist, None when there is none.

    The last, because a correction names the wrong one first.
    """
    for word in reversed(text.split()):
        bare = word.strip(_AROUND).removeprefix("mailto:")
        if len(bare) <= LONGEST_EMAIL and _EMAIL.fullmatch(bare):
            return bare
    return None


def email_problem(text: str) -> str | None:
    """Return what is wrong with a text that was meant as an address, None when it was not meant as one.

    Returns:
        `no_at`, `no_domain` or `odd`.
    """
    bare = text.strip(_AROUND)
    if "@" not in bare:
        looks_like_one = len(bare.split()) == 1 and "." in bare
        return "no_at" if looks_like_one else None
    name, domain = bare.split("@", 1)
    name_words, domain_words = name.split(), domain.split()
    if not domain_words or not re.search(r"[^.]\.[a-z]{2,}$", domain_words[0].rstrip(".,;"), re.IGNORECASE):
        return "no_domain"
    return "odd" if name_words or domain_words else "no_domain"


def find_brin(text: str) -> str | None:
    """Return the first BRIN in a text, in capitals and without separators, None when there is none."""
    match = _BRIN.search(text)
    return "".join(part for part in match.groups() if part).upper() if match else None


def meant_as_brin(text: str) -> bool:
    return _BRIN_TRY.fullmatch(text.strip(_AROUND)) is not None


def find_name(text: str, words: FormWords, sure: bool) -> str | None:
    """Return the name in a text, None when it does not look like one.

    Args:
        text: what was typed.
        words: the words that announce a name or rule it out.
        sure: take only what nobody would type as a question: two words or more with capitals.
    """
    bare = " ".join(text.split()).strip(" ,;:!\"'“”")
    for before in words.before_a_name:
        if re.match(rf"{re.escape(before)}\b[ :]*\S", bare, re.IGNORECASE):
            bare, sure = re.sub(rf"^{re.escape(before)}\b[ :]*", "", bare, flags=re.IGNORECASE), False
            break
    parts = bare.split()
    if not parts or len(bare) > LONGEST_NAME or len(parts) > MOST_NAME_WORDS or not _NAME.fullmatch(bare):
        return None
    if parts[0].lower() in words.not_a_name:
        return None
    capitals = [part for part in parts if part[0].isupper() and (not part.isupper() or len(part.strip(".")) <= 2)]
    return bare if not sure or (len(capitals) >= 2 and parts[-1] in capitals) else None


def named_fields(text: str, words: FormWords) -> list[str]:
    """Return the fields that a text names, in the order of the form."""
    said = {word.lower() for word in _WORD.findall(text)}
    return [field for field, names in words.fields.items() if said.intersection(names)]
