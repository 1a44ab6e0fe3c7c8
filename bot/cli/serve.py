"""`python -m bot serve`: makes everything ready and runs the three processes together until Ctrl-C."""

import asyncio
import shutil
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.accounts.setup import setup_token
from bot.cli.model import QUIET, RASA, train, wanted_model
from bot.cli.processes import Program, Supervisor
from bot.errors import BronError
from bot.settings import ROOT, Settings
from bot.wiring import open_units, prepare_database

LEAST_BYTES = 200 * 1024**2


class CannotStart(BronError):
    """Something on this machine is in the way; the text says what and what to do."""

    code = "cannot_start"


def serve(settings: Settings) -> None:
    """Run the product until it is told to stop.

    Raises:
        CannotStart: the port is in use, or the disk is full.
        TrainingFailed: there is no model for the present data and none could be made.
    """
    began = time.monotonic()
    _check_disk(settings.var)
    _check_port(settings.host, settings.port)
    settings = _with_free_ports(settings)
    _say("[1/3] database ... ", end="")
    prepare_database(settings)
    _say("ready")
    _say("[2/3] model ... ", end="")
    model = wanted_model(settings)
    if model.exists():
        _say(f"{model.name} fits the data")
    else:
        _say("training on the present data (about a minute) ... ", end="")
        train(settings)
        _say(f"{model.name} made")
    _say("[3/3] starting web, actions and rasa")
    supervisor = Supervisor(_programs(settings, model), _say)
    asyncio.run(supervisor.run(lambda: _tell_ready(settings, time.monotonic() - began)))


def _programs(settings: Settings, model: Path) -> list[Program]:
    logs = settings.var / "log"
    shared = {
        **QUIET,
        # The action server would listen to everybody; it has no setting of its own for this.
        "SANIC_HOST": "127.0.0.1",
        "BRON_VAR": str(settings.var),
        "BRON_RASA_URL": settings.rasa_url,
        "BRON_ACTIONS_URL": settings.actions_url,
        "BRON_INTERNAL_URL": settings.internal_url,
        "BRON_TRACKER_URL": settings.tracker_url,
        "BRON_PUBLIC_URL": settings.public_url,
        "BRON_RASA_SECRET": settings.rasa_secret,
        "BRON_INTERNAL_SECRET": settings.internal_secret,
    }
    web_url = f"http://127.0.0.1:{settings.port}/health"
    rasa_headers = {"Authorization": f"Bearer {settings.rasa_secret}"}
    return [
        Program(
            "web",
            [sys.executable, "-m", "bot.web"],
            logs / "web.log",
            _answers(web_url),
            {**shared, "BRON_SECRET_KEY": settings.secret_key},
        ),
        Program(
            "actions",
            [str(RASA), "-m", "rasa_sdk", "--actions", "actions", "--port", _port_of(settings.actions_url)],
            logs / "actions.log",
            _answers(f"{settings.actions_url}/health"),
            shared,
        ),
        Program(
            "rasa",
            [
                *(str(RASA), "-m", "rasa", "run", "--model", str(model), "--interface", "127.0.0.1"),
                *("--port", _port_of(settings.rasa_url), "--endpoints", str(ROOT / "bot/domain/endpoints.yml")),
                *("--credentials", str(ROOT / "bot/domain/credentials.yml")),
            ],
            logs / "rasa.log",
            _answers(f"{settings.rasa_url}/webhooks/web/", rasa_headers),
            shared,
        ),
    ]


def _answers(url: str, headers: dict[str, str] | None = None) -> Callable[[], Awaitable[bool]]:
    async def ask() -> bool:
        try:
            async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
                return (await client.get(url, headers=headers)).status_code == 200
        except httpx.HTTPError:
            return False

    return ask


def _port_of(url: str) -> str:
    return str(urlsplit(url).port)


def _with_free_ports(settings: Settings) -> Settings:
    """Take other ports for the inner processes where the usual ones are in use; only the outer one is promised."""
    return replace(settings, rasa_url=_on_free_port(settings.rasa_url), actions_url=_on_free_port(settings.actions_url))


def _on_free_port(url: str) -> str:
    port = urlsplit(url).port
    if port is None or _is_free("127.0.0.1", port):
        return url
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _check_port(host: str, port: int) -> None:
    if not _is_free(host, port):
        raise CannotStart(
            f"port {port} is in use on {host}. Remedy: stop what uses it, or choose another: BRON_PORT=8081 make run"
        )


def _check_disk(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < LEAST_BYTES:
        raise CannotStart(f"only {free // 1024**2} MB free for {folder}. Remedy: free at least 200 MB, then try again")


def _tell_ready(settings: Settings, seconds: float) -> None:
    _say(f"\nReady after {seconds:.0f} s. Stop with Ctrl-C.")
    _say(f"  Chat     {settings.public_url}/")
    _say(f"  Console  {settings.public_url}/console")
    with open_units(settings)() as unit:
        is_first = unit.accounts.count() == 0
    if is_first:
        token = setup_token(settings.secret_key)
        _say(f"  There is no agent account yet. Make the first one here: {settings.public_url}/console/setup/{token}")
    if settings.mail.transport == "folder":
        _say(f"  Mail is written to files in {settings.var / 'mail'} (see README: BRON_MAIL)")


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)
