"""Composing: which sentences are said on a day, how they stand on the page, which sources stand under them."""

from datetime import date

import pytest

from bot.knowledge.compose import compose
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import ActingRole, KnowledgeError, SourceRef

BEFORE, ON = date(2021, 12, 31), date(2022, 1, 1)


def test_a_window_is_half_open(small):
    assert compose(small, "start", BEFORE).text == "Het begint in januari 2022. De brief kondigde het aan."
    assert compose(small, "start", ON).text == "Het is begonnen. De brief kondigde het aan."


def test_lists_and_paragraphs(small):
    text = compose(small, "how", ON).text
    assert text == "Het werkt zo:\n- eerst dit\n- dan dat.\n\nZo zit het.\n\nHet einde is niet bekend."


def test_the_answer_carries_what_the_topic_says(small):
    answer = compose(small, "start", ON)
    assert (answer.topic, answer.title, answer.next) == ("start", "Wanneer begint het?", ("how", "plan"))
    assert (answer.helpdesk, answer.acting_role) == (True, ActingRole.BOARD)


def test_sources_once_in_order_with_their_sections(small):
    page, letter = compose(small, "start", ON).sources
    assert page == SourceRef("Een pagina", "zonder datum (2022)", "https://example.org/page", "Start")
    assert letter == SourceRef("De brief", "14 juni 2021", None, "Planning; Inleiding")


def test_a_source_from_later_is_left_out(small):
    assert [source.title for source in compose(small, "start", BEFORE).sources] == ["De brief"]
    assert [source.title for source in compose(small, "how", BEFORE).sources] == ["Een uitleg"]
    assert [source.title for source in compose(small, "how", ON).sources] == ["Een pagina", "Een uitleg"]


def test_the_timeline_marks_what_is_past(small):
    assert compose(small, "plan", date(2021, 6, 20)).text == (
        "Dit is de planning.\n\nGeweest:\n- 14 juni 2021: de brief kwam.\n\n"
        "Straks:\n- Januari 2022: het begint.\n\nMeer staat in de brief."
    )
    assert compose(small, "plan", ON).text == (
        "Dit is de planning.\n\nGeweest:\n- 14 juni 2021: de brief kwam.\n\nNu:\n- Januari 2022: het begint.\n\n"
        "Straks:\n- 1 juni 2022: iets nieuws.\n\nMeer staat in de brief."
    )


def test_the_timeline_brings_its_sources(small):
    assert [source.title for source in compose(small, "plan", BEFORE).sources] == ["De brief"]
    assert [source.title for source in compose(small, "plan", ON).sources] == ["De brief", "Een pagina"]


def test_an_unknown_topic_is_refused(small):
    with pytest.raises(KnowledgeError, match="nowhere: no such topic"):
        compose(small, "nowhere", ON)


def test_silence_is_refused(folder, spoil):
    spoil("group.yml", "facts: [announced, started]", "facts: [started]\n      from: 2022-01-01")
    spoil("group.yml", "facts: [planned]", "facts: [planned]\n      from: 2021-09-01")
    with pytest.raises(KnowledgeError, match="start: nothing to say on 2021-07-01"):
        compose(load_knowledge(folder), "start", date(2021, 7, 1))
