"""Numbers and amounts of money as Dutch people type and write them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.amounts import read_amount, read_count, total_cost, write_amount, write_count

CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("45", "45"),
        ("45,50", "45.50"),
        ("45,5", "45.50"),
        ("€ 45,50", "45.50"),
        ("€45,50", "45.50"),
        ("45,50 euro", "45.50"),
        ("EUR 45", "45"),
        ("1.250,00", "1250"),
        ("1.250", "1250"),
        ("1 250,75", "1250.75"),
        ("1.250.000", "1250000"),
        ("45.50", "45.50"),
        ("45,-", "45"),
        ("€ 45,--", "45"),
        ("\N{NO-BREAK SPACE}€\N{NO-BREAK SPACE}45,50 ", "45.50"),
        ("45,\N{EN DASH}", "45"),
        ("-45", "-45"),
        ("€ \N{MINUS SIGN}45", "-45"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_it_is_typed(typed, amount):
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "€", ",50", "45,", "45,505", "1,250", "1,250.00", "1.25.000", "4 5", "12.50,00", "duur", "45 per jaar"]
    + ["1e3", "NaN", "Infinity", "٤٥", "²", "--45", "45-50", "9" * 5000, "\x00"],
)
def test_an_unclear_amount_is_not_guessed(typed):
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "count"), [("12", 12), (" 7 ", 7), ("1.250", 1250), ("-3", -3), ("0", 0), ("007", 7)]
)
def test_a_count_is_read(typed, count):
    assert read_count(typed) == count


@pytest.mark.parametrize("typed", ["", "drie", "2,5", "2.5", "12 personen", "1e3", "٣", "½", "9" * 5000, "\x00"])
def test_an_unclear_count_is_not_guessed(typed):
    assert read_count(typed) is None


@pytest.mark.parametrize(
    ("euros", "written"),
    [("1234.5", "€ 1.234,50"), ("0", "€ 0,00"), ("999.995", "€ 1.000,00"), ("500000000", "€ 500.000.000,00")],
)
def test_an_amount_is_written_the_dutch_way(euros, written):
    assert write_amount(Decimal(euros)) == written


def test_costs_do_not_lose_cents():
    assert total_cost(3, Decimal("0.10"), 1) == Decimal("0.30")
    assert total_cost(12, Decimal("45.55"), 5) == Decimal("2733.00")


@given(CENTS)
def test_what_is_written_is_read_again(euros):
    assert read_amount(write_amount(euros)) == euros


@given(st.integers(-(10**9), 10**9))
def test_a_written_count_is_read_again(number):
    assert read_count(write_count(number)) == number


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,-€ eur", max_size=45))
@example("1" + "0" * 26)
def test_any_text_is_read_or_refused(text):
    amount = read_amount(text)
    assert amount is None or (amount.is_finite() and amount == amount.quantize(Decimal("0.01")))
    count = read_count(text)
    assert count is None or read_amount(text) == count


@given(st.integers(1, 10_000), CENTS, st.integers(1, 5))
def test_costs_are_those_of_each_person_and_year_together(persons, price, years):
    assert total_cost(persons, price, years) == total_cost(persons, price * years, 1)
    assert total_cost(persons + 1, price, years) - total_cost(persons, price, years) == price * years
