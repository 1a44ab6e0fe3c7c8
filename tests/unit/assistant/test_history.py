from datetime import date

import pytest

from bot.assistant import history
from bot.assistant.reply import ReplyMessage
from tests.unit.assistant.trackers import MakeTracker, asked, part, said


def test_the_day_is_the_one_that_web_named(tracker: MakeTracker):
    assert history.asked_day(tracker(asked("x", "kosten", today="2022-02-01"))) == date(2022, 2, 1)


@pytest.mark.parametrize("today", [None, "", "morgen", "2022-13-01"])
def test_without_a_usable_day_there_is_none(tracker: MakeTracker, today: str | None):
    assert history.asked_day(tracker(asked("x", "kosten", today=today))) is None


def test_only_the_last_reply_and_the_present_one_count_as_just_said(tracker: MakeTracker):
    events = [
        asked("a", "groet"),
        said(ReplyMessage("eerste")),
        asked("b", "groet"),
        said(ReplyMessage("tweede"), ReplyMessage("derde")),
        asked("c", "groet"),
        said(ReplyMessage("nu")),
    ]
    assert history.last_texts(tracker(*events)) == {"tweede\n\nderde", "tweede", "derde", "nu"}


def test_misses_count_until_the_last_answer(tracker: MakeTracker):
    events = [asked("a", "escalate"), asked("b", "kosten"), asked("c", "clarify"), asked("d", "escalate")]
    assert history.misses_in_a_row(tracker(*events)) == 2
    assert history.misses_in_a_row(tracker(*events[:2])) == 0


def test_a_choice_just_before_is_seen_and_an_older_one_is_not(tracker: MakeTracker):
    assert history.clarified_just_before(tracker(asked("a", "clarify"), asked("b", "clarify")))
    assert not history.clarified_just_before(
        tracker(asked("a", "clarify"), asked("b", "kosten"), asked("c", "clarify"))
    )
    assert not history.clarified_just_before(tracker(asked("a", "clarify")))


def test_the_last_offer_of_a_kind_is_found_in_the_reply_before(tracker: MakeTracker):
    offer = ReplyMessage("welke?", "clarify", ("kosten",))
    now = tracker(asked("a", "several"), said(ReplyMessage("ja", "answer"), offer), asked("ja", "affirm"))
    assert (history.last_offer(now, "clarify") or {})["topics"] == ("kosten",)
    assert history.last_offer(now, "escalate") is None


def test_parts_and_buttons_are_read_from_the_last_message(tracker: MakeTracker):
    found = [part("a", "answer", "kosten")]
    assert history.parts(tracker(asked("a", "kosten", found))) == found
    assert history.pressed_button(tracker(asked("/kosten", "kosten")))
    assert not history.pressed_button(tracker(asked("kosten", "kosten")))
