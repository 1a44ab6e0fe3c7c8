"""What is typed to make an account, and what can be wrong with it. Shared by set-up and the accounts page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.accounts.cases import SHORTEST_PASSWORD
from bot.accounts.model import Role
from bot.errors import BronError
from bot.web.console.words import Problem, Words

LONGEST_NAME = 100
_FIELD_OF = {
    "invalid_email": "login",
    "taken": "login",
    "conflict": "login",
    "invalid_name": "name",
    "weak_password": "password",
}


@dataclass(frozen=True)
class NewAccount:
    """The typed values. Passwords are never shown again, nor part of the object's text."""

    login: str = ""
    name: str = ""
    role: Role = Role.AGENT
    password: str = field(default="", repr=False)
    again: str = field(default="", repr=False)

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> "NewAccount":
        return cls(
            login=form.get("login", "").strip(),
            name=" ".join(form.get("name", "").split()),
            role=Role.ADMIN if form.get("role") == Role.ADMIN else Role.AGENT,
            password=form.get("password", ""),
            again=form.get("again", ""),
        )

    @staticmethod
    def problem_at(error: BronError, words: Words) -> dict[str, Problem]:
        """Return the words for an error of the use case, at the field that they belong to."""
        code = "taken" if error.code == "conflict" else error.code
        return {_FIELD_OF.get(code, "login"): words.problem(code)}


def problems_of(wanted: NewAccount, words: Words) -> dict[str, Problem]:
    """Return what can be seen to be wrong before the use case is asked, by field."""
    found: dict[str, Problem] = {}
    if not wanted.login:
        found["login"] = words.problem("empty_login")
    if not wanted.name or len(wanted.name) > LONGEST_NAME:
        found["name"] = words.problem("invalid_name")
    if len(wanted.password) < SHORTEST_PASSWORD:
        found["password"] = words.problem("weak_password")
    elif wanted.password != wanted.again:
        found["again"] = words.problem("passwords_differ")
    return found
