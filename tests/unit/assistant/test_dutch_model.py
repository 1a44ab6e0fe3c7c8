"""Which Dutch model is used, and that a trained model is bound to it."""

import logging
from pathlib import Path

import pytest
import spacy
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.nlu.model import InvalidModelError

from bot.assistant.dutch_model import STAND_IN, WORDS, DutchModel, find_pipeline
from bot.assistant.question_normaliser import QuestionNormaliser
from tests.unit.assistant.small_pipeline import SmallPipeline, new_storage, training_data

PACKAGE = "nl_core_news_sm"
ELSEWHERE = "nl_core_news_nowhere"
LISTS = {"word_lists": str(Path(__file__).resolve().parents[3] / "data/language")}


def build_package(folder: Path) -> None:
    """Make an importable Dutch pipeline package of that name, with a lemma of its own."""
    language = spacy.blank("nl")
    ruler = language.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "scholen"}]], {"LEMMA": "school"})
    language.meta.update({"name": "core_news_sm", "version": "3.8.0"})
    inside = folder / PACKAGE
    inside.mkdir()
    language.to_disk(inside / f"{PACKAGE}-3.8.0")
    (inside / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n"
    )
    (inside / "meta.json").write_text((inside / f"{PACKAGE}-3.8.0" / "meta.json").read_text())
    about = folder / f"{PACKAGE}-3.8.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 3.8.0\n")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A small package of the configured name, found like an installed one."""
    folder = tmp_path / "site"
    folder.mkdir()
    build_package(folder)
    monkeypatch.syspath_prepend(str(folder))


def pipeline(storage: LocalModelStorage, model: str) -> SmallPipeline:
    return SmallPipeline(storage, [(QuestionNormaliser, LISTS), (DutchModel, {"model": model})])


@pytest.fixture
def storage(tmp_path):
    return new_storage(tmp_path)


def test_without_a_package_the_stand_in_is_used_and_named(storage, caplog):
    line = pipeline(storage, ELSEWHERE)
    with caplog.at_level(logging.INFO, logger="bot.assistant.dutch_model"):
        line.train(training_data())
    assert STAND_IN in caplog.text
    (message,) = line.process("Welke scholen, niveau 2+?")
    assert message.get(WORDS) == ["welke", "scholen", "niveau", "2", "+"]


@pytest.mark.usefixtures("installed")
def test_an_installed_package_is_taken_and_used(storage, caplog):
    line = pipeline(storage, PACKAGE)
    with caplog.at_level(logging.INFO, logger="bot.assistant.dutch_model"):
        line.train(training_data())
    assert f"{PACKAGE} 3.8.0" in caplog.text
    (message,) = line.process("Welke scholen?")
    assert message.get(WORDS) == ["welke", "school"]


def test_a_model_trained_with_the_stand_in_is_refused_with_the_package(storage, tmp_path, monkeypatch):
    if find_pipeline(PACKAGE).name != STAND_IN:
        pytest.skip("this environment has the real Dutch model")
    line = pipeline(storage, PACKAGE)
    line.train(training_data())
    folder = tmp_path / "site"
    folder.mkdir()
    build_package(folder)
    monkeypatch.syspath_prepend(str(folder))
    with pytest.raises(InvalidModelError, match="train again"):
        line.load(1)


@pytest.mark.usefixtures("installed")
def test_the_fingerprint_names_the_model():
    with_package = DutchModel.fingerprint_addon({"model": PACKAGE})
    assert with_package != DutchModel.fingerprint_addon({"model": ELSEWHERE})
