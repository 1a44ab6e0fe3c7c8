"""Sets the two environments up. Standard library only, for any Python from 3.8: it runs before anything is installed.

Run from the project's root: `python3 -m bot.cli.setup [--dev]`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
NEEDED_BYTES = 6 * 1024**3
RETRY_SECONDS = 24 * 3600
MODEL = "nl_core_news_sm"


class Environment(NamedTuple):
    """A virtual environment: its folder under `.venv`, its Python and its locked requirements."""

    name: str
    python: str
    lock: str

    @property
    def folder(self) -> Path:
        return VENV / self.name

    @property
    def interpreter(self) -> Path:
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str] | None = None) -> None:
    """Bring both environments in line with their locked requirements; does nothing when they are.

    Args:
        arguments: the command line; the process's own when None.
    """
    parser = argparse.ArgumentParser(prog="python3 -m bot.cli.setup", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--retry-model", action="store_true", help="try again to fetch the Dutch model")
    options = parser.parse_args(arguments)
    suffix = "-dev" if options.dev else ""
    web = Environment("web", "3.12", "web" + suffix)
    rasa = Environment("rasa", "3.10", "rasa" + suffix)
    VENV.mkdir(exist_ok=True)
    steps: list[tuple[str, Callable[[], str]]] = [
        ("installer uv", _ensure_uv),
        ("environment web (Python 3.12)", lambda: _ensure_environment(web)),
        ("environment rasa (Python 3.10)", lambda: _ensure_environment(rasa)),
        ("Dutch model " + MODEL, lambda: _ensure_model(rasa, options.retry_model)),
    ]
    for position, (title, step) in enumerate(steps, 1):
        print(f"[{position}/{len(steps)}] {title} ... ", end="", flush=True)
        print(step(), flush=True)


def _ensure_uv() -> str:
    found = _uv()
    if found:
        return "found"
    # Plain `python3 -m venv` may come without pip on Debian; pip into a folder needs only pip.
    target = VENV / "uv"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--target",
        str(target),
        "-r",
        str(ROOT / "requirements" / "uv.txt"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or not _uv():
        _stop(
            "uv could not be installed with pip",
            done.stderr,
            "install uv yourself (see its documentation) or give this Python pip (Debian: apt install python3-pip)",
        )
    return "installed"


def _uv() -> str | None:
    own = VENV / "uv" / "bin" / "uv"
    return str(own) if own.exists() else shutil.which("uv")


def _ensure_environment(wanted: Environment) -> str:
    lock = ROOT / "requirements" / (wanted.lock + ".txt")
    mark = wanted.folder / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    have = mark.read_text() if mark.exists() else ""
    if have == digest or (not wanted.lock.endswith("-dev") and have == _digest_of(wanted.lock + "-dev")):
        return "up to date"
    free = shutil.disk_usage(str(ROOT)).free
    if free < NEEDED_BYTES:
        _stop(f"only {free / 1024**3:.1f} GB free on this disk", "", "free at least 6 GB, then try again")
    if not wanted.interpreter.exists():
        _run(
            [str(_uv()), "venv", "--quiet", "--python", wanted.python, str(wanted.folder)],
            f"Python {wanted.python} was not found and could not be fetched",
            f"install Python {wanted.python} (for example with pyenv or your system's packages), then try again",
        )
    # A sync removes the Dutch model, so the next step has to fetch it again.
    for stale in (mark, wanted.folder / "model-tried"):
        if stale.exists():
            stale.unlink()
    print("installing (this can take minutes) ... ", end="", flush=True)
    _run(
        [
            str(_uv()),
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            str(wanted.interpreter),
            str(lock),
        ],
        f"the packages of {wanted.name} could not be installed",
        "check the network (a package index is needed once) and the free disk space, then try again",
    )
    mark.write_text(digest)
    return "installed"


def _digest_of(lock: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / (lock + ".txt")).read_bytes()).hexdigest()


def _ensure_model(rasa: Environment, retry: bool) -> str:
    """Fetch the official model once; a failure is remembered for a day so that a start without network stays fast."""
    if _in_rasa(rasa, f"import {MODEL}").returncode == 0:
        return "present"
    stand_in = "not reachable: the assistant runs on spaCy's blank Dutch pipeline (make dutch-model tries again)"
    mark = rasa.folder / "model-tried"
    if not retry and mark.exists() and time.time() - mark.stat().st_mtime < RETRY_SECONDS:
        return stand_in
    # spaCy names its release page itself; models carry the version of spaCy's minor release.
    code = "import spacy.about as a; print(a.__version__, a.__download_url__)"
    version, page = _in_rasa(rasa, code).stdout.split()
    release = f"{MODEL}-{'.'.join(version.split('.')[:2])}.0"
    wheel = f"{MODEL} @ {page}/{release}/{release}-py3-none-any.whl"
    command = [str(_uv()), "pip", "install", "--quiet", "--no-deps", "--python", str(rasa.interpreter), wheel]
    # One try with a short wait: behind a firewall a packet may simply never be answered.
    environ = dict(os.environ, UV_HTTP_TIMEOUT="20", UV_HTTP_RETRIES="0", UV_HTTP_CONNECT_TIMEOUT="5")
    try:
        done = subprocess.run(command, capture_output=True, env=environ, timeout=180)
    except subprocess.TimeoutExpired:
        done = None
    mark.touch()
    return "installed" if done is not None and done.returncode == 0 else stand_in


def _in_rasa(rasa: Environment, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(rasa.interpreter), "-c", code], capture_output=True, text=True)


def _run(command: list[str], problem: str, remedy: str) -> None:
    environ = dict(os.environ, UV_COMPILE_BYTECODE="1")
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    if done.returncode:
        _stop(problem, done.stderr, remedy)


def _stop(problem: str, detail: str, remedy: str) -> NoReturn:
    print("failed")
    if detail.strip():
        print(detail.strip()[-2000:], file=sys.stderr)
    sys.exit(f"Stopped: {problem}. Remedy: {remedy}.")


if __name__ == "__main__":
    main()
