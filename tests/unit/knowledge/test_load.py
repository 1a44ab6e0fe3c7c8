"""Loading: what comes out, and that bad data is refused with the names of file and entry."""

from datetime import date

import pytest

from bot.errors import BronError
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import ActingRole, Certainty, KnowledgeError, Window


def test_loads_topics_with_their_group(small):
    topic = small.topics["start"]
    assert list(small.topics) == ["start", "how", "plan"]
    assert (topic.group, topic.helpdesk, topic.acting_role) == ("group", True, ActingRole.BOARD)
    assert topic.sentences[0].said == Window(None, date(2022, 1, 1))


def test_loads_facts_and_sources(small):
    assert small.facts["not_found"].certainty is Certainty.UNKNOWN
    assert small.facts["planned"].told == Window(date(2021, 6, 14), date(2022, 1, 1))
    assert small.sources["letter"].shown_date == "14 juni 2021"
    assert small.sources["page"].shown_date == "zonder datum (2022)"


def test_a_dated_source_is_available_from_its_date(small):
    assert small.sources["letter"].available_from == date(2021, 6, 14)
    assert small.sources["page"].available_from == date(2022, 1, 1)
    assert small.sources["guide"].available_from is None


def test_version_follows_the_content(folder, spoil):
    before = load_knowledge(folder).version
    assert load_knowledge(folder).version == before
    spoil("group.yml", "Het is begonnen.", "Het is nu begonnen.")
    assert load_knowledge(folder).version != before


SPOILED = {
    "group.yml: start: refers to nowhere": ("group.yml", "next: [how, plan]", "next: [how, nowhere]"),
    "group.yml: start: refers to nothing": ("group.yml", "facts: [planned]", "facts: [nothing]"),
    "facts.yml: announced: refers to gone": ("facts.yml", "source: letter", "source: gone"),
    "facts.yml: planned: refers to gone": ("facts.yml", "replaced_by: started", "replaced_by: gone"),
    "timeline.yml: first: refers to gone": ("timeline.yml", "facts: [announced]", "facts: [gone]"),
    "group.yml: start: sentence 1: text: needs a text": ("group.yml", "text: Het begint in januari 2022.", "text: 5"),
    "group.yml: start: sentence 1: unknown key: form": ("group.yml", "until: 2022-01-01", "form: 2022-01-01"),
    "group.yml: start: sentence 1: until: needs an ISO date": ("group.yml", "until: 2022-01-01", "until: soon"),
    "group.yml: start: helpdesk: needs true or false": ("group.yml", "helpdesk: true", "helpdesk: perhaps"),
    "group.yml: start: acting_role: needs one of": ("group.yml", "acting_role: board", "acting_role: bored"),
    "group.yml: start: keywords: needs a list of texts": ("group.yml", "keywords: [start]", "keywords: start"),
    "group.yml: how: id: stands twice": ("group.yml", "- id: start", "- id: how"),
    "facts.yml: announced: certainty: needs one of": ("facts.yml", "certainty: high", "certainty: sure"),
    "facts.yml: announced: sources: needs a list": (
        "facts.yml",
        "sources: [{source: letter, where: Inleiding}]",
        "sources: []",
    ),
    "facts.yml: planned: valid_until: has to be later": (
        "facts.yml",
        "valid_until: 2022-01-01",
        "valid_until: 2021-06-14",
    ),
    "sources.yml: page: date_text: needs a text": ("sources.yml", "date_text: zonder datum (2022)", "date_text: null"),
    "timeline.yml: first: start: a milestone needs": ("timeline.yml", "end: 2021-06-15", "end: null"),
    "phrases.yml: months: needs twelve names": ("phrases.yml", "januari, ", ""),
    "phrases.yml: phases: needs 3 headings": ("phrases.yml", '"Nu:", ', ""),
    "checks.yml: days: needs its dates in order": ("checks.yml", "2021-06-14, 2022-01-01", "2022-01-01, 2021-06-14"),
    "checks.yml: days: needs a list of ISO dates": ("checks.yml", "[2021-06-14, 2022-01-01]", "[]"),
    "approved.yml: is not a mapping": ("approved.yml", "{}", "[]"),
    "group.yml: line 1: key stands twice: title": ("group.yml", "title: Wanneer", "title: Wat\n  title: Wanneer"),
    "group.yml: cannot be read": ("group.yml", "- id: start", "- id: [start"),
    "group.yml: is not a list": ("group.yml", "- id: start", "id: start\nrest:\n- id: start"),
    "facts.yml: entry 1: is not a mapping": ("facts.yml", "- id: announced", "- only a text\n- id: announced"),
}


@pytest.mark.parametrize("message", SPOILED)
def test_bad_data_is_refused_by_name(folder, spoil, message):
    spoil(*SPOILED[message])
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert str(caught.value).startswith(message)


def test_a_topic_in_two_groups_is_refused(folder):
    (folder / "zz_other.yml").write_bytes((folder / "group.yml").read_bytes())
    with pytest.raises(KnowledgeError, match=r"zz_other\.yml: start: stands in group\.yml too"):
        load_knowledge(folder)


def test_a_timeline_has_no_text(folder, spoil):
    spoil("group.yml", "- timeline: true", "- timeline: true\n      text: Toch tekst.")
    with pytest.raises(KnowledgeError, match=r"group\.yml: plan: sentence 2: text"):
        load_knowledge(folder)


def test_a_missing_file_is_refused(folder):
    (folder / "facts.yml").unlink()
    with pytest.raises(BronError, match=r"facts\.yml: cannot be read"):
        load_knowledge(folder)
