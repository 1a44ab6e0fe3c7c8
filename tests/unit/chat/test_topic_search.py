"""Finding topics by words."""

from datetime import date

import pytest

from bot.chat.topic_search import search_topics, words_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("kosten", "kosten"),
        ("DigiD", "digid_verschil"),
        ("ketenmachtiging", "ketenmachtiging"),
        ("token", "token_mijn_duo"),
    ],
)
def test_the_topic_of_a_word_comes_first(knowledge, query, topic):
    assert search_topics(knowledge, query, TODAY)[0].id == topic


def test_words_that_say_nothing_find_nothing(knowledge, texts):
    assert search_topics(knowledge, "hoe is het met de", TODAY, texts.listed("search.ignored")) == []
    assert search_topics(knowledge, "", TODAY) == []
    assert search_topics(knowledge, "xyzzy", TODAY) == []


def test_accents_and_capitals_do_not_matter():
    assert words_of("Één E-mailadres, déze!") == ["een", "e", "mailadres", "deze"]


def test_every_topic_is_found_by_its_own_title(knowledge, texts):
    ignored = texts.listed("search.ignored")
    for topic in knowledge.topics.values():
        found = [one.id for one in search_topics(knowledge, topic.title, TODAY, ignored)]
        assert topic.id in found[:5], topic.title
