"""The verdicts of the scoring, the search for thresholds, and the file that keeps them."""

from dataclasses import asdict, replace

import pytest
import yaml

from bot.assistant.calibration import START, Case, calibrate, cost, tally
from bot.assistant.decision import Decision, Labels, Part, Reading
from bot.assistant.thresholds import ThresholdsError, read_thresholds, write_thresholds
from bot.assistant.topic_model import Scores
from bot.assistant.verdicts import judge

LABELS = Labels(frozenset({"groet", "medewerker"}), frozenset({"groet"}), frozenset({"affirm"}))


def part(decision, *topics):
    return Part("vraag", decision, topics[0] if decision == "answer" else decision, 0.9, topics, ())


@pytest.mark.parametrize(
    ("gold", "parts", "verdict"),
    [
        (["kosten"], [part("answer", "kosten")], "right"),
        (["kosten"], [part("answer", "deadline")], "wrong"),
        (["kosten"], [part("answer", "deadline"), part("answer", "kosten")], "right"),
        (["kosten"], [part("clarify", "deadline", "kosten")], "recovered"),
        (["kosten"], [part("clarify", "deadline")], "missed"),
        (["kosten"], [part("escalate")], "missed"),
        (["groet"], [part("answer", "groet")], "right"),
        (["ESC"], [part("escalate")], "right"),
        (["ESC"], [part("answer", "medewerker")], "right"),
        (["ESC"], [part("clarify", "kosten")], "soft"),
        (["ESC"], [part("answer", "kosten")], "wrong"),
        (["ESC"], [part("answer", "groet")], "wrong"),
        (["ESC"], [part("escalate"), part("answer", "kosten")], "wrong"),
    ],
)
def test_verdicts(gold, parts, verdict):
    assert judge({"gold": gold}, Decision("x", 0.9, tuple(parts)), LABELS) == verdict


def test_of_several_questions_all_must_be_answered():
    question = {"gold": ["kosten", "deadline"], "multi": True}
    both = Decision("several", 0.9, (part("answer", "kosten"), part("answer", "deadline")))
    assert judge(question, both, LABELS) == "right"
    assert judge(question, Decision("kosten", 0.9, both.parts[:1]), LABELS) == "partial"


def case(kind, gold, **shares):
    ranking = sorted(shares.items(), key=lambda pair: -pair[1])
    return Case({"gold": [gold]}, kind, Reading("vraag", Scores(ranking, 0.0, 0.0)), [])


CASES = [
    *[case("in_scope", "kosten", kosten=0.9, deadline=0.05)] * 20,
    *[case("in_scope", "kosten", kosten=0.7, deadline=0.2)] * 20,
    *[case("near_miss", "ESC", kosten=0.6, out_of_scope_fault=0.4)] * 20,
    *[case("other", "ESC", out_of_scope_other=0.9, kosten=0.1)] * 20,
]


def test_the_search_finds_thresholds_between_known_and_unknown():
    verdicts = tally(CASES, calibrate(CASES, LABELS), LABELS)
    assert verdicts["in_scope"] == {"right": 40}
    assert verdicts["near_miss"]["wrong"] == 0
    assert verdicts["other"] == {"right": 20}


def test_more_wrong_answers_cost_more():
    strict, loose = replace(START, answer=0.5), replace(START, answer=-1.0)
    assert cost(tally(CASES, loose, LABELS)) > cost(tally(CASES, strict, LABELS))


def test_a_message_without_content_is_refused():
    empty = [Case({"gold": ["ESC"]}, "other", None, [])]
    assert tally(empty, START, LABELS)["other"] == {"right": 1}


def test_thresholds_are_kept_with_their_data(tmp_path):
    path = tmp_path / "thresholds.yml"
    write_thresholds(path, START, {"training": {"questions": 3}}, {"cost": 0.5})
    assert read_thresholds(path) == START
    assert yaml.safe_load(path.read_text())["made_from"] == {"training": {"questions": 3}}


@pytest.mark.parametrize("broken", ["", "thresholds: {}", "thresholds: [1]", "thresholds: {answer: veel}"])
def test_broken_thresholds_are_refused(tmp_path, broken):
    path = tmp_path / "thresholds.yml"
    path.write_text(broken)
    with pytest.raises(ThresholdsError, match=r"thresholds.yml"):
        read_thresholds(path)


def test_a_missing_threshold_is_refused(tmp_path):
    path = tmp_path / "thresholds.yml"
    path.write_text(yaml.safe_dump({"thresholds": {k: v for k, v in asdict(START).items() if k != "answer"}}))
    with pytest.raises(ThresholdsError, match="answer"):
        read_thresholds(path)
