"""Loads the Dutch words that the web side shows outside its templates. The words themselves live in data/language."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class ErrorText:
    """What to tell somebody about an error: what happened, and what he or she can do now."""

    what: str
    now: str


class Texts:
    """Words by name. Names are dotted paths into the file, such as `notice.masked`.

    Args:
        words: the parsed file.
    """

    def __init__(self, words: dict[str, Any]) -> None:
        self._words = words

    def say(self, name: str, **values: object) -> str:
        """Return a text with its `{fields}` filled in.

        Raises:
            KeyError: there is no such text, or a field has no value.
        """
        found = self._at(name)
        if not isinstance(found, str):
            raise KeyError(name)
        return found.strip().format(**values) if values else found.strip()

    def listed(self, name: str) -> tuple[str, ...]:
        """Return a list of words. Raises KeyError."""
        return tuple(str(word) for word in self._at(name))

    def table(self, name: str) -> dict[str, str]:
        """Return texts by key, in the order of the file. Raises KeyError."""
        return {str(key): str(text) for key, text in self._at(name).items()}

    def error(self, code: str, **values: object) -> ErrorText:
        """Return the words for an error code; an unknown code gets those of `internal`."""
        entry = self._words["errors"].get(code) or self._words["errors"]["internal"]
        what, now = str(entry["what"]).strip(), str(entry["now"]).strip()
        return ErrorText(what.format(**values), now.format(**values)) if values else ErrorText(what, now)

    def knows_error(self, code: str) -> bool:
        return code in self._words["errors"]

    def _at(self, name: str) -> Any:
        found: Any = self._words
        for step in name.split("."):
            found = found[step]
        return found

    def day(self, day: date) -> str:
        """Return a date as people write it, with the day of the week."""
        weekday = self.listed("weekdays")[day.weekday()]
        return f"{weekday} {day.day} {self.listed('months')[day.month - 1]} {day.year}"


def load_texts(path: Path) -> Texts:
    """Read a file of words.

    Args:
        path: a YAML file with at least `errors`.

    Raises:
        OSError: the file cannot be read.
        yaml.YAMLError: it is no YAML.
    """
    return Texts(yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
