import re

import pytest

from bot.web.console.queue import first_words

MARK = re.compile(r'data-mark="([0-9a-f]+)"')


def _numbers(page):
    return re.findall(r'data-number="(PO-\d+)"', page.text)


def _counts(page):
    return {name: int(count) for name, count in re.findall(r'data-count="(\w+)">(\d+)<', page.text)}


def test_each_ticket_stands_in_the_list_of_its_status(desk, anna, bram):
    new, mine, hers, answered, closed = (desk.add_ticket() for _ in range(5))
    bram.act(mine, "claim")
    for number in (hers, answered):
        anna.act(number, "claim")
    anna.act(answered, "reply", text="Ja, dat mag.")
    anna.act(closed, "close")
    assert _counts(bram.get("/console")) == {"new": 1, "mine": 1, "claimed": 2, "answered": 1, "closed": 1}
    listed = {
        tab: _numbers(bram.get(f"/console?tab={tab}")) for tab in ("new", "mine", "claimed", "answered", "closed")
    }
    assert listed == {
        "new": [new],
        "mine": [mine],
        "claimed": [mine, hers],
        "answered": [answered],
        "closed": [closed],
    }


def test_a_row_tells_what_an_agent_needs(desk, anna, bram):
    number = desk.add_ticket("Mag mijn buurman\nook?")
    desk.pass_time(minutes=40)
    row = anna.get("/console").words
    title = desk.parts.knowledge.topics["kosten"].title
    assert f"{number} Mag mijn buurman ook? {title} zeker (83%) 40 minuten geleden do 26 nov niemand" in row
    bram.act(number, "claim")
    assert "Bram Jansen" in anna.get("/console?tab=claimed").words


@pytest.mark.parametrize(
    ("days", "words"), [(2, "morgen"), (3, "vandaag"), (4, "1 dag te laat"), (6, "3 dagen te laat")]
)
def test_the_expected_day_is_told_in_words(desk, days, words):
    desk.add_ticket()
    desk.pass_time(days=days)
    assert words in desk.browser("anna@voorbeeld.nl").get("/console").words


def test_nothing_is_late_once_it_is_answered(desk, anna):
    number = desk.add_ticket()
    anna.act(number, "claim")
    anna.act(number, "reply", text="Ja.")
    desk.pass_time(days=20)
    page = desk.browser("anna@voorbeeld.nl").get("/console?tab=answered")
    assert _numbers(page) == [number]
    assert "te laat" not in page.words


def test_fifty_on_a_page(desk, anna):
    numbers = [desk.add_ticket() for _ in range(52)]
    first, second = anna.get("/console"), anna.get("/console?page=2")
    assert _numbers(first) == numbers[:50]
    assert _numbers(second) == numbers[50:]
    assert "Pagina 2 van 2" in second.words


def test_lists_where_nobody_waits_have_the_last_on_top(desk, anna):
    numbers = [desk.add_ticket() for _ in range(53)]
    for number in numbers:
        desk.pass_time(seconds=1)
        anna.act(number, "close")
    assert _numbers(anna.get("/console?tab=closed")) == numbers[:2:-1]
    assert _numbers(anna.get("/console?tab=closed&page=2")) == numbers[2::-1]


@pytest.mark.parametrize("query", ["tab=x", "page=0", "page=-1", "page=999", "page=x", "page=²", "page=" + "9" * 30])
def test_a_strange_address_shows_a_list_all_the_same(desk, anna, query):
    number = desk.add_ticket()
    assert _numbers(anna.get(f"/console?{query}")) == [number]


def test_the_open_page_gets_what_changed_and_only_then(desk, anna):
    desk.add_ticket()
    mark = MARK.search(anna.get("/console").text)[1]
    assert anna.get(f"/console/rows?tab=new&page=1&mark={mark}").status == 204
    number = desk.add_ticket()
    changed = anna.get(f"/console/rows?tab=new&page=1&mark={mark}")
    assert changed.status == 200
    assert number in _numbers(changed)
    assert anna.get(f"/console/rows?mark={changed.headers['x-mark']}").status == 204


def test_what_people_typed_is_never_html(desk, anna):
    desk.add_ticket('<script>alert(1)</script> & "meer"')
    assert "<script>alert" not in anna.get("/console").text
    assert "&lt;script&gt;alert(1)" in anna.get("/console").text


@pytest.mark.parametrize(
    ("text", "short"),
    [("Kort", "Kort"), ("a\n  b", "a b"), ("een twee drie", "een twee…"), ("x" * 20, "x" * 11 + "…"), ("", "")],
)
def test_first_words_cut_at_a_word(text, short):
    assert first_words(text, 12) == short
