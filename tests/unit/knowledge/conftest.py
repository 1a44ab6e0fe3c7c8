"""A small knowledge folder that a test may spoil, and the real knowledge."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Knowledge

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[2] / "data" / "knowledge"
Spoil = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder."""
    return Path(shutil.copytree(HERE / "small", tmp_path / "knowledge"))


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces the first place of a text in a file of the copy."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def small(folder: Path) -> Knowledge:
    return load_knowledge(folder)


@pytest.fixture(scope="session")
def real_folder() -> Path:
    return REAL


@pytest.fixture(scope="session")
def real() -> Knowledge:
    return load_knowledge(REAL)
