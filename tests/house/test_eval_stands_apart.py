"""No question that judges the assistant stands in what it learned from, nor nearly so."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NEAR = 0.8
# One or two words ("hallo", "dank u") are said the same way by everybody.
SHORTEST = 12


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _is_near(one: frozenset[str], other: frozenset[str]) -> bool:
    # The sizes alone rule most pairs out, which makes this seconds faster.
    if min(len(one), len(other)) < NEAR * max(len(one), len(other)):
        return False
    return len(one & other) >= NEAR * len(one | other)


def _training() -> list[str]:
    lines = []
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines += [line.removeprefix("- ") for line in block["examples"].splitlines()]
    return lines


def _questions(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines if line.strip()]


SETS = sorted((ROOT / "data/eval").glob("*/*.jsonl"))


def test_there_are_questions_and_training():
    assert len(SETS) >= 10
    assert len(_training()) > 4000


@pytest.mark.parametrize("path", SETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_question_stands_in_training(path):
    training = [(line, _pieces(_plain(line))) for line in _training()]
    found = []
    for question in _questions(path):
        pieces = _pieces(_plain(question))
        if len(_plain(question)) < SHORTEST:
            continue
        found += [(question, line) for line, other in training if _is_near(pieces, other)]
    assert found == []
