"""The components in a row, on a few lines: what reaches the dialogue, and what makes Rasa train again."""

from pathlib import Path

import pytest
import yaml
from rasa.nlu.model import InvalidModelError

from bot.assistant import sentence_encoders
from bot.assistant.decision_classifier import PARTS, DecisionClassifier
from bot.assistant.dutch_model import DutchModel
from bot.assistant.e5_featurizer import E5Featurizer
from bot.assistant.question_normaliser import QuestionNormaliser
from bot.assistant.question_splitter import QuestionSplitter
from bot.assistant.sentence_featurizer import SentenceFeaturizer
from bot.assistant.tfidf_featurizer import TfidfFeaturizer
from bot.assistant.thresholds import ThresholdsError
from bot.assistant.topic_classifier import TopicClassifier
from bot.assistant.use_featurizer import UseFeaturizer
from tests.unit.assistant.small_pipeline import SmallPipeline, new_storage, training_data

ROOT = Path(__file__).resolve().parents[3]
THRESHOLDS = """
thresholds: {answer: -0.5, closeness: 1, novelty: 2, dialogue: 0.5, clarify: 0.3, choice: 0.05, part: -0.5, alone: 1,
             whole: 5, unknown: 0.5}
"""


class AbsentEncoder:
    """Stands for an encoder whose package is not installed."""

    package = "no-such-package-of-ours"


class AbsentFeaturizer(SentenceFeaturizer):
    """A featurizer that has to do without its package."""

    encoder = AbsentEncoder


class Lost:
    """The featurizers of an environment that lost its packages."""

    class UseFeaturizer(SentenceFeaturizer):
        encoder = AbsentEncoder


@pytest.fixture(scope="module")
def thresholds(tmp_path_factory):
    path = tmp_path_factory.mktemp("limits") / "thresholds.yml"
    path.write_text(THRESHOLDS)
    return path


def steps(thresholds, *featurizers):
    labels = {"dialogue": ["groet"], "courtesies": ["groet"], "form": []}
    return [
        (QuestionSplitter, {}),
        (QuestionNormaliser, {"word_lists": str(ROOT / "data/language")}),
        (DutchModel, {"model": "nl_core_news_nowhere"}),
        (TfidfFeaturizer, {"weight": 1.0}),
        *featurizers,
        (TopicClassifier, {"strength": 50.0}),
        (DecisionClassifier, {"thresholds": str(thresholds), **labels}),
    ]


@pytest.fixture(scope="module", params=["without vectors", "e5", "use"])
def line(request, tmp_path_factory, thresholds):
    storage = new_storage(tmp_path_factory.mktemp("line"))
    memory = {"weight": 1.5, "memory": str(tmp_path_factory.mktemp("memory"))}
    kind = {"e5": E5Featurizer, "use": UseFeaturizer}.get(request.param, AbsentFeaturizer)
    if kind is not AbsentFeaturizer and sentence_encoders.encoder_version(kind.encoder) == "absent":
        pytest.skip(f"{kind.encoder.package} is not installed")
    small = SmallPipeline(storage, steps(thresholds, (kind, memory)))
    small.train(training_data())
    return small


def test_one_question(line):
    (message,) = line.process("wie betaalt dat van eherkening?")
    assert message.get("intent")["name"] == "kosten"
    (part,) = message.get(PARTS)
    assert (part["decision"], part["topics"], part["reason"]) == ("answer", ["kosten"], None)
    assert part["ranking"][0]["topic"] == "kosten"
    assert {one["topic"] for one in part["ranking"]} <= {"kosten", "makelaars", "welk_niveau"}
    assert message.get("intent_ranking")[0]["name"] == "kosten"
    assert "parts" in message.as_dict(only_output_properties=True)


def test_two_questions_come_back_as_one_message(line):
    (message,) = line.process("Wie betaalt eHerkenning en welk niveau vraagt DUO?")
    assert message.get("intent")["name"] == "several"
    assert [part["topics"] for part in message.get(PARTS)] == [["kosten"], ["welk_niveau"]]
    assert message.get(PARTS)[1]["text"] == "welk niveau vraagt DUO?"
    assert message.get("text") == "Wie betaalt eHerkenning en welk niveau vraagt DUO?"


def test_messages_keep_their_own_parts(line):
    first, second = line.process("hallo", "Wie betaalt eHerkenning en welk niveau vraagt DUO?")
    assert first.get("intent")["name"] == "groet"
    assert second.get("intent")["name"] == "several"


def test_unknown_questions_are_refused_with_their_kind(line):
    (message,) = line.process("vertel nog een mop over taart")
    assert message.get("intent")["name"] == "escalate"
    assert message.get(PARTS)[0]["reason"] == "out_of_scope_other"


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "?", "/kosten", "x" * 5000, "\u0000\u200b", "<b>'; DROP TABLE"])
def test_strange_input_gets_a_decision(line, text):
    (message,) = line.process(text)
    assert message.get("intent")["name"]
    assert message.get(PARTS)


def test_a_model_with_vectors_is_refused_without_them(tmp_path, thresholds):
    storage = new_storage(tmp_path)
    memory = {"memory": str(tmp_path)}
    SmallPipeline(storage, steps(thresholds, (UseFeaturizer, memory))).train(training_data())
    with pytest.raises(InvalidModelError, match="train again"):
        SmallPipeline(storage, steps(thresholds, (Lost.UseFeaturizer, memory))).load(4)


def test_training_without_thresholds_says_so(tmp_path):
    small = SmallPipeline(new_storage(tmp_path), steps(tmp_path / "thresholds.yml")[-1:])
    with pytest.raises(ThresholdsError, match=r"thresholds.yml"):
        small.train(training_data())


def test_changed_thresholds_change_the_fingerprint(tmp_path):
    path = tmp_path / "thresholds.yml"
    path.write_text(THRESHOLDS)
    before = DecisionClassifier.fingerprint_addon({"thresholds": str(path)})
    path.write_text(THRESHOLDS.replace("-0.5", "0.5"))
    assert DecisionClassifier.fingerprint_addon({"thresholds": str(path)}) != before


def test_a_changed_word_list_changes_the_fingerprint(tmp_path):
    for name in ("abbreviations", "spelling", "jargon"):
        (tmp_path / f"{name}.txt").write_text("# leeg\n")
    before = QuestionNormaliser.fingerprint_addon({"word_lists": str(tmp_path)})
    (tmp_path / "jargon.txt").write_text("leverancier\n")
    assert QuestionNormaliser.fingerprint_addon({"word_lists": str(tmp_path)}) != before


def test_config_names_components_that_exist_and_labels_that_are_known(domain):
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    pipeline = [step["name"] for step in config["pipeline"]]
    known = {f"{one.__module__}.{one.__name__}" for one, _ in steps("x", (E5Featurizer, {}))}
    assert set(pipeline) == known
    decision = config["pipeline"][-1]
    assert {*decision["dialogue"], *decision["courtesies"], *decision["form"]} <= set(domain.intents)
    assert {"clarify", "escalate", "several"} <= set(domain.intents)
    assert config["language"] == "nl"
