"""The command line of the product: which commands there are and how each is read. The work is done elsewhere."""

import argparse
import sys
from collections.abc import Callable
from datetime import date

from bot.cli.knowledge import approve_answers, check_knowledge, show_answer
from bot.cli.model import train, wanted_model
from bot.cli.serve import serve
from bot.cli.tickets import list_tickets, show_ticket
from bot.cli.users import add_user, change_password, list_users
from bot.errors import BronError
from bot.settings import Settings, read_settings
from bot.tickets.model import Status
from bot.wiring import prepare_database


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after `python -m bot`; the process's own when None.

    Returns:
        0 when it was done, 1 when it could not be, 130 when it was interrupted; a line on standard error says why.
    """
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        run: Callable[[Settings, argparse.Namespace], int | None] = options.run
        return run(settings, options) or 0
    except BronError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Stopped: {error}. Remedy: check the free disk space and who may write there", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Helpdesk BRON po assistant")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add(commands, "serve", "run web, actions and rasa together", lambda s, o: serve(s))
    _add(commands, "train", "train a model when the data changed", _train).add_argument(
        "--force", action="store_true", help="also when a model for this data exists"
    )
    _add(commands, "migrate", "bring the database to the present shape", lambda s, o: prepare_database(s))
    _add_knowledge(commands)
    _add_users(commands)
    _add_tickets(commands)
    return parser


def _add(commands, name: str, text: str, run) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    return command


def _train(settings: Settings, options: argparse.Namespace) -> None:
    model = wanted_model(settings)
    if model.exists() and not options.force:
        print(f"{model.name} fits the data; nothing to do")
        return
    print("training ...", flush=True)
    print(f"made {train(settings)}")


def _add_knowledge(commands) -> None:  # type: ignore[no-untyped-def]
    knowledge = commands.add_parser("knowledge", help="look at what the assistant knows").add_subparsers(required=True)
    _add(knowledge, "check", "check facts, sources, dates and language", lambda s, o: check_knowledge(s))
    approve = _add(knowledge, "approve", "record that changed answers were reread", _approve)
    approve.add_argument("topic", nargs="*", help="all that changed, without")
    show = _add(knowledge, "show", "print an answer", lambda s, o: show_answer(s, o.topic, o.on))
    show.add_argument("topic")
    show.add_argument("--on", type=date.fromisoformat, help="the day to answer for, as 2021-07-01; today without")


def _approve(settings: Settings, options: argparse.Namespace) -> None:
    approve_answers(settings, options.topic)


def _add_users(commands) -> None:  # type: ignore[no-untyped-def]
    users = commands.add_parser("users", help="agent accounts of the console").add_subparsers(required=True)
    add = _add(users, "add", "add an account; asks for the password", lambda s, o: add_user(s, o.login, o.name, o.role))
    add.add_argument("login", help="e-mail address")
    add.add_argument("name", help="name that colleagues see")
    add.add_argument("--role", choices=["agent", "admin"], default="agent")
    _add(users, "list", "list accounts", lambda s, o: list_users(s))
    password = _add(users, "password", "set another password", lambda s, o: change_password(s, o.login))
    password.add_argument("login")


def _add_tickets(commands) -> None:  # type: ignore[no-untyped-def]
    tickets = commands.add_parser("tickets", help="tickets of the helpdesk").add_subparsers(required=True)
    listing = _add(tickets, "list", "list tickets", lambda s, o: list_tickets(s, o.status))
    listing.add_argument("--status", choices=[status.value for status in Status], action="append")
    _add(tickets, "show", "print one ticket", lambda s, o: show_ticket(s, o.number)).add_argument("number")
