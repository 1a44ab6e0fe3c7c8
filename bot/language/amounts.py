"""Reads and writes numbers and amounts of money the Dutch way, and multiplies them to the cent. Knows no prices."""

import re
from decimal import ROUND_HALF_UP, Decimal

# Longer is no amount of money, and would not fit the precision that Decimal reckons with.
_LONGEST = 20
_CENT = Decimal("0.01")
_WHOLE = r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+"
_EURO = r"(?:(?:€|euro?) ?)?"
_COUNT = re.compile(rf"(-?) ?({_WHOLE})")
# Cents come after a comma, or after a point that cannot stand for thousands; ",-" means no cents.
_AMOUNT = re.compile(
    rf"{_EURO}(-?) ?{_EURO}({_WHOLE})"
    rf"(?:,(?:--?|([0-9]{{1,2}}))|\.([0-9]{{1,2}}))?(?: ?(?:€|euro?))?"
)


def read_count(text: str) -> int | None:
    """Return the whole number that somebody typed ("12", "1.250", "-3"), or None when it is none."""
    found = _COUNT.fullmatch(_plain(text))
    if not found:
        return None
    return int(found[1] + _digits(found[2]))


def read_amount(text: str) -> Decimal | None:
    """Return the amount in euro that somebody typed ("45", "€ 45,50", "1.250,00", "45,-"), or None when unclear.

    A point before three digits stands for thousands, as Dutch people write it. Three digits after a comma are unclear.
    """
    found = _AMOUNT.fullmatch(_plain(text))
    if not found:
        return None
    cents = found[3] or found[4] or "0"
    return Decimal(f"{found[1]}{_digits(found[2])}.{cents}")


def write_count(number: int) -> str:
    """Return a whole number with points for thousands: "1.250"."""
    return f"{number:,}".replace(",", ".")


def write_amount(euros: Decimal) -> str:
    """Return an amount in euro as Dutch people write it, rounded to the cent: "€ 1.234,50"."""
    rounded = f"{euros.quantize(_CENT, ROUND_HALF_UP):,}"
    return "€ " + rounded.translate(str.maketrans(",.", ".,"))


def total_cost(persons: int, yearly_price: Decimal, years: int) -> Decimal:
    """Return what a number of persons cost together.

    Args:
        persons: how many.
        yearly_price: of one person, in euro a year.
        years: how many.
    """
    return persons * yearly_price * years


def _plain(text: str) -> str:
    """Return the text in lower case with one kind of minus and space; empty when it is too long to be a number."""
    if len(text) > _LONGEST:
        return ""
    return " ".join(text.lower().replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-").split())


def _digits(text: str) -> str:
    return text.replace(".", "").replace(" ", "")
