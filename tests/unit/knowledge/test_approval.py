"""Approval: a changed fact asks for a new reading until somebody says that it was done."""

import pytest

from bot.knowledge.approval import approve, unapproved
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import KnowledgeError


def test_what_was_never_read_is_unapproved(small):
    assert unapproved(small) == ("start", "how", "plan")


def test_approving_all_writes_it_down(folder):
    assert approve(folder) == ("start", "how", "plan")
    assert unapproved(load_knowledge(folder)) == ()
    assert approve(folder) == ()


def test_approving_one_leaves_the_rest(folder):
    assert approve(folder, ["how"]) == ("how",)
    assert unapproved(load_knowledge(folder)) == ("start", "plan")


def test_a_changed_fact_asks_to_read_what_rests_on_it(folder, spoil):
    approve(folder)
    spoil("facts.yml", "Zo werkt het.", "Zo werkt het nu.")
    assert unapproved(load_knowledge(folder)) == ("how",)


def test_a_changed_fact_of_a_milestone_reaches_the_timeline(folder, spoil):
    approve(folder)
    spoil("facts.yml", "Het is in januari 2022 ingegaan.", "Het is op 3 januari 2022 ingegaan.")
    assert unapproved(load_knowledge(folder)) == ("start", "plan")


def test_a_topic_that_is_gone_is_forgotten(folder, spoil):
    approve(folder)
    with (folder / "approved.yml").open("a") as file:
        file.write('gone: "0123456789ab"\n')
    approve(folder)
    assert "gone" not in load_knowledge(folder).approved


def test_a_topic_that_does_not_exist_is_refused(folder):
    with pytest.raises(KnowledgeError, match="nowhere: no such topic"):
        approve(folder, ["nowhere"])
