"""The page that works out the costs, as a browser without JavaScript uses it."""

import re
from html import unescape

import pytest

from bot.web.costs_page import work_out
from tests.unit.web.conftest import words


def ask(client, **filled):
    page = client.get("/kosten", params=filled)
    assert page.status_code == 200
    return page.text


def control(html, name):
    """Return the tag of a field."""
    found = re.search(rf'<input id="{name}"[^>]*>', html)
    assert found, f"no field {name}"
    return unescape(found[0])


def test_the_empty_form_complains_of_nothing_and_names_no_price(client):
    html = ask(client)
    assert "aria-invalid" not in html
    assert "autofocus" not in html
    assert "<table" not in html
    assert "€" not in html
    assert 'href="/onderwerpen/kosten_bedrag"' in html


def test_the_result_stands_in_a_table(client):
    html = ask(client, persons="12", price="€ 45,50")
    said = words(html)
    assert "Voor 12 personen betaalt u € 546,00 per jaar." in said
    assert "1 jaar € 546,00 12 × € 45,50 × 1" in said
    assert "3 jaar € 1.638,00 12 × € 45,50 × 3" in said
    assert "5 jaar € 2.730,00 12 × € 45,50 × 5" in said
    assert "spoed of een extra machtiging" in said
    assert "bij de erkende leveranciers op eHerkenning.nl" in said
    assert "aria-invalid" not in html


def test_what_was_filled_in_stays(client):
    html = ask(client, persons="1.250", price='45,5"><script>')
    assert 'value="1.250"' in control(html, "persons")
    assert "<script>" not in html


def test_one_person_is_no_persons(client):
    assert "Voor 1 persoon betaalt u € 1.250,00 per jaar." in words(ask(client, persons="1", price="1.250,00"))


@pytest.mark.parametrize(
    ("persons", "code"),
    [("", "missing"), ("  ", "missing"), ("drie", "unclear"), ("2,5", "unclear"), ("0", "too_low"), ("-3", "too_low")]
    + [("10001", "too_high"), ("1e3", "unclear"), ("9" * 5000, "unclear")],
)
def test_a_wrong_number_of_persons_is_told_beside_the_field(client, parts, persons, code):
    html = ask(client, persons=persons, price="45")
    problem = parts.texts.error(f"persons_{code}", limit="10.000")
    assert f"{problem.what} {problem.now}" in words(html)
    assert 'aria-invalid="true" autofocus' in control(html, "persons")
    assert 'aria-describedby="persons-hint persons-problem"' in control(html, "persons")
    assert "aria-invalid" not in control(html, "price")
    assert "<table" not in html
    assert "<title>Fout: " in html


@pytest.mark.parametrize(
    ("price", "code"),
    [("", "missing"), ("duur", "unclear"), ("1,250.00", "unclear"), ("NaN", "unclear"), ("0,00", "too_low")]
    + [("-45", "too_low"), ("10.000,01", "too_high"), ("\x00", "unclear")],
)
def test_a_wrong_price_is_told_beside_the_field(client, parts, price, code):
    html = ask(client, persons="12", price=price)
    problem = parts.texts.error(f"price_{code}", limit="10.000")
    assert f"{problem.what} {problem.now}" in words(html)
    assert 'aria-invalid="true" autofocus' in control(html, "price")
    assert 'aria-describedby="price-hint price-problem"' in control(html, "price")
    assert "aria-invalid" not in control(html, "persons")
    assert "<table" not in html


def test_two_wrong_fields_are_summed_up_and_the_first_has_the_focus(client):
    html = ask(client, persons="", price="")
    assert "Er gaat nog iets mis bij 2 vakken." in words(html)
    assert html.count("autofocus") == 1
    assert "autofocus" in control(html, "persons")


def test_a_field_that_is_left_out_is_empty(client):
    assert 'aria-invalid="true"' in control(ask(client, persons="12"), "price")


def test_the_limits_themselves_are_fine():
    costs, problems = work_out("10.000", "10.000,00")
    assert problems == {}
    assert costs is not None
    assert costs.totals[-1] == (5, "€ 500.000.000,00")
    assert work_out("1", "0,01")[1] == {}


def test_every_problem_has_words_of_its_own(parts):
    kinds = ("missing", "unclear", "too_low", "too_high")
    assert all(parts.texts.knows_error(f"{name}_{kind}") for name in ("persons", "price") for kind in kinds)


def test_nothing_is_kept(client, capsys):
    page = client.get("/kosten", params={"persons": "4321", "price": "987,65"})
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    logged = capsys.readouterr().out
    assert "/kosten" in logged
    assert "4321" not in logged


def test_the_menu_leads_here(client):
    assert '<a href="/kosten">Kosten berekenen</a>' in client.get("/").text
    assert '<a href="/kosten" aria-current="page">Kosten berekenen</a>' in ask(client)
