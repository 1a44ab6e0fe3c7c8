"""`python -m bot.assistant.evaluation [--write]`: trains outside Rasa, calibrates on the validation questions, reports.

With --write it makes data/thresholds.yml new. Run it after every change of data/nlu, then train.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.assistant.calibration import Case, calibrate, cost, tally
from bot.assistant.decision import Labels, Thresholds
from bot.assistant.fingerprints import ABSENT, package_version
from bot.assistant.sentence_encoders import E5Encoder, RememberingEncoder, UseEncoder, encoder_version
from bot.assistant.thresholds import write_thresholds
from bot.assistant.understanding import Encode, Recipe, Understanding, read_recipe
from bot.assistant.verdicts import VERDICTS
from bot.language.split import split_questions

CONFIG = Path("config.yml")
TRAINING = Path("data/nlu")
VALIDATION = Path("data/eval/validation")
MEMORY = Path("var/vectors")
_ENCODERS = {"E5Featurizer": E5Encoder, "UseFeaturizer": UseEncoder}
_WORKERS = 2


def read_training(folder: Path) -> tuple[list[str], list[str]]:
    """Return all training questions of a folder of Rasa files, and their labels."""
    texts: list[str] = []
    labels: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            lines = [line.strip() for line in str(entry["examples"]).splitlines()]
            found = [line[1:].strip() for line in lines if line.startswith("-")]
            texts += found
            labels += [str(entry["intent"])] * len(found)
    return texts, labels


def read_questions(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the questions of a folder of JSON lines, by the name of their file."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for path in sorted(folder.glob("*.jsonl"))
    }


def read_cases(understanding: Understanding, questions: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Case]:
    """Return the questions with how they were read, whole and in parts."""
    flat = [(kind, question) for kind, some in questions.items() for question in some]
    parts = [split_questions(str(question["text"])) for _, question in flat]
    wholes = understanding.read([str(question["text"]) for _, question in flat])
    read = iter(understanding.read([part for some in parts for part in some]))
    cases = []
    for (kind, question), whole, some in zip(flat, wholes, parts, strict=True):
        found = [next(read) for _ in some]
        cases.append(Case(question, kind, whole, [one for one in found if one is not None]))
    return cases


def halves(cases: Sequence[Case], labels: Labels) -> dict[str, Counter[str]]:
    """Return the verdicts on each half of the cases with thresholds that were chosen on the other half."""
    found: dict[str, Counter[str]] = {}
    for here in (0, 1):
        thresholds = calibrate(cases[1 - here :: 2], labels)
        for kind, counts in tally(cases[here::2], thresholds, labels).items():
            found.setdefault(kind, Counter()).update(counts)
    return found


def table(verdicts: Mapping[str, Counter[str]]) -> str:
    """Return the verdicts as lines of text, in percent of each kind."""
    lines = [f"{'kind':<12}{'number':>7}" + "".join(f"{name:>11}" for name in VERDICTS)]
    for kind, counts in verdicts.items():
        number = sum(counts.values())
        lines.append(f"{kind:<12}{number:>7}" + "".join(f"{counts[name] / number:>11.1%}" for name in VERDICTS))
    return "\n".join(lines)


def encoders(recipe: Recipe, memory: Path) -> dict[str, Encode]:
    """Return the encoders of the recipe whose packages are installed.

    Args:
        memory: folder in which vectors are kept for the next run.
    """
    return {
        name: RememberingEncoder(_ENCODERS[name], memory, _WORKERS).encode
        for name in recipe.sentence_weights
        if encoder_version(_ENCODERS[name]) != ABSENT
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, calibrate, show; see the module's first line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="make data/thresholds.yml new")
    parser.add_argument(
        "--show", choices=VERDICTS, action="append", default=[], help="list questions with this verdict"
    )
    options = parser.parse_args(arguments)
    recipe = read_recipe(CONFIG)
    texts, labels = read_training(TRAINING)
    understanding = Understanding.fit(texts, labels, recipe, encoders(recipe, MEMORY))
    cases = read_cases(understanding, read_questions(VALIDATION))
    thresholds = calibrate(cases, recipe.labels)
    verdicts = tally(cases, thresholds, recipe.labels)
    print(f"{len(texts)} training questions, {len(set(labels))} labels; chosen: {thresholds}\n")
    print(f"{table(verdicts)}\n\neach half with thresholds of the other half:\n{table(halves(cases, recipe.labels))}")
    _list(cases, thresholds, recipe.labels, options.show)
    if options.write:
        write_thresholds(recipe.thresholds, thresholds, _made_from(recipe, texts, cases), _measured(verdicts))
        print(f"\nwritten: {recipe.thresholds}")
    return 0


def _list(cases: Sequence[Case], thresholds: Thresholds, labels: Labels, wanted: Sequence[str]) -> None:
    from_case = {name: [c for c in cases if list(tally([c], thresholds, labels)[c.kind]) == [name]] for name in wanted}
    for name, some in from_case.items():
        for case in some:
            ranking = (
                [] if case.whole is None else [(one, round(share, 2)) for one, share in case.whole.scores.ranking[:3]]
            )
            print(f"{name}: {case.question['id']} {case.question['gold']} {case.question['text']!r} {ranking}")


def _made_from(recipe: Recipe, texts: Sequence[str], cases: Sequence[Case]) -> dict[str, Any]:
    return {
        "training": {"questions": len(texts), "sha256": _digest(sorted(TRAINING.glob("*.yml")))},
        "validation": {
            "questions": dict(Counter(case.kind for case in cases)),
            "sha256": _digest(sorted(VALIDATION.glob("*.jsonl"))),
        },
        "word_lists": _digest(sorted(recipe.word_lists.glob("*.txt"))),
        "config": _digest([CONFIG]),
        "encoders": {name: encoder_version(_ENCODERS[name]) for name in recipe.sentence_weights},
        "dutch_model": package_version(recipe.dutch_model),
    }


def _measured(verdicts: Mapping[str, Counter[str]]) -> dict[str, Any]:
    shares = {
        kind: {name: round(counts[name] / sum(counts.values()), 4) for name in VERDICTS if counts[name]}
        for kind, counts in verdicts.items()
    }
    return {"cost": round(cost(verdicts), 4), "shares": shares}


def _digest(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
