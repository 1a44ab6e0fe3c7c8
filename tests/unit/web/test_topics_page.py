"""The list of topics and the page of one."""

import pytest

from tests.unit.web.conftest import words


def test_all_topics_stand_in_the_list_with_their_answers_and_sources(client, parts):
    html = client.get("/onderwerpen").text
    said = words(html)
    assert html.count('<details class="topic"') == len(parts.knowledge.topics) >= 36
    assert all(topic.title in said for topic in parts.knowledge.topics.values())
    assert "maandag 23 november 2026" in said
    assert html.count('class="sources"') == html.count('<details class="topic"')


def test_every_group_has_a_dutch_heading(parts):
    assert {topic.group for topic in parts.knowledge.topics.values()} <= set(parts.texts.table("groups"))


def test_searching_shows_the_best_first(client):
    html = client.get("/onderwerpen", params={"q": "digid"}).text
    assert html.index('id="digid_verschil" open') < len(html)
    assert 'value="digid"' in html


@pytest.mark.parametrize("query", ["xyzzy", "<script>alert(1)</script>", "\x00", "é" * 5000, "'\"--"])
def test_any_search_is_answered(client, query):
    page = client.get("/onderwerpen", params={"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_search_without_a_result_says_so(client):
    assert "Geen onderwerp gevonden voor “xyzzy”" in words(client.get("/onderwerpen?q=xyzzy").text)


def test_each_topic_has_a_page(client, parts):
    for topic in parts.knowledge.topics.values():
        page = client.get(f"/onderwerpen/{topic.id}")
        assert page.status_code == 200
        assert topic.title in words(page.text)


def test_an_answer_fits_the_day(make_client):
    early = make_client(BRON_FIXED_NOW="2021-07-01T10:00:00+02:00")
    assert "donderdag 1 juli 2021" in words(early.get("/onderwerpen/deadline").text)


def test_an_unknown_topic_is_not_found(client):
    assert client.get("/onderwerpen/nergens").status_code == 404
