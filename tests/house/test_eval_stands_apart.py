"""No question that judges the assistant stands in what it learned from, nor nearly so."""

import json
import re
from collections import defaultdict
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


class _Lines:
    """Training lines by their pieces, so that only lines that can be near are compared."""

    def __init__(self, lines: list[str]) -> None:
        self._pieces = {line: _pieces(_plain(line)) for line in lines}
        self._with = defaultdict(set)
        for line, pieces in self._pieces.items():
            for piece in pieces:
                self._with[piece].add(line)

    def near(self, question: str) -> list[str]:
        """Return the lines that share nearly all pieces with the question."""
        pieces = _pieces(_plain(question))
        # A near line misses at most a fifth of the pieces, so it has one of any larger choice of them: the rarest.
        rarest = sorted(pieces, key=lambda piece: len(self._with[piece]))[: int(len(pieces) * (1 - NEAR)) + 1]
        candidates = set().union(*(self._with[piece] for piece in rarest))
        return [
            line for line in candidates if len(pieces & self._pieces[line]) >= NEAR * len(pieces | self._pieces[line])
        ]


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


@pytest.fixture(scope="module")
def training() -> _Lines:
    return _Lines(_training())


def test_a_near_line_is_found(training):
    line = max(_training(), key=len)
    assert training.near(line.upper() + "?") == [line]


@pytest.mark.parametrize("path", SETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_question_stands_in_training(path, training):
    long_enough = [question for question in _questions(path) if len(_plain(question)) >= SHORTEST]
    assert [(question, near) for question in long_enough if (near := training.near(question))] == []
