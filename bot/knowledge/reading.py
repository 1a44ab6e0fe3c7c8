"""Typed reading of YAML with errors that name file and entry. Knows nothing of facts or topics."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.knowledge.model import KnowledgeError

Choice = TypeVar("Choice", bound=Enum)
Thing = TypeVar("Thing")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML that refuses a key that stands twice: PyYAML itself silently keeps the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {str(key) for key in keys if keys.count(key) > 1}
        if twice:
            line = node.start_mark.line + 1
            raise KnowledgeError(f"line {line}: key stands twice: {', '.join(sorted(twice))}")
        result: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return result


def read_yaml(path: Path) -> Any:
    """Read one file.

    Returns:
        what stands in it, as plain lists, dicts, texts, dates and flags.

    Raises:
        KnowledgeError: the file is missing or is not YAML.
    """
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)
    except KnowledgeError as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise KnowledgeError(f"{path.name}: cannot be read: {reason}") from error


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


class Entry:
    """One mapping of a file; each reader names file, entry and key when the value is not right."""

    def __init__(self, data: Any, where: str, keys: frozenset[str]) -> None:
        if not isinstance(data, dict):
            raise KnowledgeError(f"{where}: is not a mapping")
        unknown = sorted(str(key) for key in data if key not in keys)
        if unknown:
            raise KnowledgeError(f"{where}: unknown key: {', '.join(unknown)}")
        self.where = where
        self._data: dict[str, Any] = data

    def error(self, key: str, reason: str) -> KnowledgeError:
        """Return an error that names this entry and key."""
        return KnowledgeError(f"{self.where}: {key}: {reason}")

    def text(self, key: str) -> str:
        """Return a text that is not empty, with line breaks folded into spaces."""
        value = self._data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "needs a text")
        return " ".join(value.split())

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None where the key is absent or null."""
        return None if self._data.get(key) is None else self.text(key)

    def day(self, key: str) -> date:
        """Return an ISO date."""
        value = self._data.get(key)
        if not isinstance(value, date) or not _is_day(value):
            raise self.error(key, "needs an ISO date")
        return value

    def day_or_none(self, key: str) -> date | None:
        """Return an ISO date, or None where the key is absent or null."""
        return None if self._data.get(key) is None else self.day(key)

    def flag(self, key: str) -> bool:
        """Return true or false; an absent key is false."""
        value = self._data.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "needs true or false")
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Return the member of an enum with this value."""
        value = self._data.get(key)
        for member in kind:
            if member.value == value:
                return member
        raise self.error(key, f"needs one of {', '.join(str(member.value) for member in kind)}")

    def choice_or_none(self, key: str, kind: type[Choice]) -> Choice | None:
        """Return the member of an enum with this value, or None where the key is absent or null."""
        return None if self._data.get(key) is None else self.choice(key, kind)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an absent key is an empty list."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, "needs a list of texts")
        return tuple(value)

    def days(self, key: str) -> tuple[date, ...]:
        """Return a list of ISO dates that is not empty and in order."""
        value = self._data.get(key)
        if not isinstance(value, list) or not value or not all(_is_day(item) for item in value):
            raise self.error(key, "needs a list of ISO dates")
        if value != sorted(value):
            raise self.error(key, "needs its dates in order")
        return tuple(value)

    def entries(self, key: str, keys: frozenset[str], name: str) -> tuple["Entry", ...]:
        """Return a list of mappings, each an Entry called `name` and its place in the list (from 1)."""
        value = self._data.get(key)
        if not isinstance(value, list) or not value:
            raise self.error(key, "needs a list that is not empty")
        places = enumerate(value, 1)
        return tuple(Entry(item, f"{self.where}: {name} {place}", keys) for place, item in places)


def read_list(path: Path, keys: frozenset[str], make: Callable[[Entry], Thing]) -> dict[str, Thing]:
    """Read a file that is a list of mappings with an `id` into things by id, in the order of the file.

    Args:
        path: the file.
        keys: the keys that an entry may have, `id` included.
        make: makes the thing.

    Raises:
        KnowledgeError: it is not such a list, or an id stands twice.
    """
    data = read_yaml(path)
    if not isinstance(data, list):
        raise KnowledgeError(f"{path.name}: is not a list")
    things: dict[str, Thing] = {}
    for place, item in enumerate(data, 1):
        name = item.get("id") if isinstance(item, dict) else None
        entry = Entry(item, f"{path.name}: {name or f'entry {place}'}", keys)
        if entry.text("id") in things:
            raise entry.error("id", "stands twice")
        things[entry.text("id")] = make(entry)
    return things
