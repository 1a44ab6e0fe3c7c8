"""The page that works out what eHerkenning costs with the asker's own price. It stores nothing and names no price."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from bot.language.amounts import read_amount, read_count, total_cost, write_amount, write_count
from bot.web.pages import page

router = APIRouter(include_in_schema=False)

MOST_PERSONS = 10_000
HIGHEST_PRICE = 10_000
YEARS = (1, 3, 5)
_LONGEST_ECHO = 100


@dataclass(frozen=True)
class Costs:
    """What the page tells: numbers as people write them, and the total in euro for each number of years."""

    persons: str
    price: str
    totals: tuple[tuple[int, str], ...]


@router.get("/kosten")
async def show(
    request: Request,
    persons: Annotated[str | None, Query()] = None,
    price: Annotated[str | None, Query()] = None,
) -> Response:
    """Show the form; once it is filled in also the result, or what is wrong with each field."""
    filled = {"persons": (persons or "")[:_LONGEST_ECHO], "price": (price or "")[:_LONGEST_ECHO]}
    is_asked = persons is not None or price is not None
    costs, codes = work_out(filled["persons"], filled["price"]) if is_asked else (None, {})
    texts = request.app.state.parts.texts
    limits = {"persons": write_count(MOST_PERSONS), "price": write_count(HIGHEST_PRICE)}
    problems = {name: asdict(texts.error(code, limit=limits[name])) for name, code in codes.items()}
    return page(request, "costs.html", filled=filled, problems=problems, focus=next(iter(problems), ""), costs=costs)


def work_out(persons: str, price: str) -> tuple[Costs | None, dict[str, str]]:
    """Work out the costs.

    Args:
        persons: how many, as typed.
        price: of one person a year in euro, as typed.

    Returns:
        The costs, or None; and an error code for each field that is wrong.
    """
    count, amount = read_count(persons), read_amount(price)
    found = {
        "persons": _problem("persons", persons, count, MOST_PERSONS),
        "price": _problem("price", price, amount, HIGHEST_PRICE),
    }
    codes = {name: code for name, code in found.items() if code}
    if codes or count is None or amount is None:
        return None, codes
    totals = tuple((years, write_amount(total_cost(count, amount, years))) for years in YEARS)
    return Costs(write_count(count), write_amount(amount), totals), {}


def _problem(field: str, typed: str, number: int | Decimal | None, most: int) -> str:
    """Return what is wrong with a number as an error code, or nothing."""
    if not typed.strip():
        return f"{field}_missing"
    if number is None:
        return f"{field}_unclear"
    if number <= 0:
        return f"{field}_too_low"
    return f"{field}_too_high" if number > most else ""
