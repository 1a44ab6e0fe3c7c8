"""Reads and writes data/thresholds.yml: the thresholds of the decisions, with the data that they came from."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import yaml

from bot.assistant.decision import Thresholds
from bot.errors import BronError

_HEAD = "# Made by `python -m bot.assistant.evaluation --write`, never by hand: it holds the data that it came from.\n"


class ThresholdsError(BronError):
    """The thresholds are missing or not whole; the text says which."""

    code = "thresholds"


def read_thresholds(path: Path) -> Thresholds:
    """Read the thresholds.

    Raises:
        ThresholdsError: there is no such file, or a threshold is missing or no number.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))["thresholds"]
        return Thresholds(**{field.name: float(found[field.name]) for field in fields(Thresholds)})
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise ThresholdsError(f"{path.name}: {error}") from error


def write_thresholds(
    path: Path, thresholds: Thresholds, made_from: Mapping[str, Any], measured: Mapping[str, Any]
) -> None:
    """Write the thresholds.

    Args:
        made_from: which data they were chosen on.
        measured: what they brought on that data.
    """
    content = {"thresholds": asdict(thresholds), "made_from": dict(made_from), "measured": dict(measured)}
    path.write_text(_HEAD + yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
