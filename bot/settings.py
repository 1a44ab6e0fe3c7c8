"""One frozen Settings, read once at the edge from the environment. Nothing else reads the environment."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
_SECRETS = ("secret_key", "rasa_secret", "internal_secret")


@dataclass(frozen=True)
class MailSettings:
    """How letters leave: `folder` writes them as files, `smtp` sends them."""

    transport: str
    sender: str
    smtp_host: str
    smtp_port: int
    smtp_user: str | None
    smtp_password: str | None
    smtp_tls: str


@dataclass(frozen=True)
class Settings:
    """All that can be set. Times in seconds unless the name says otherwise; lengths in characters.

    `rate_limit` is the number of messages a minute that one conversation may send; 0 switches it off.
    `fixed_now` is an ISO moment at which the product's clock stands still, or None.
    """

    var: Path
    data: Path
    models: Path
    host: str
    port: int
    public_url: str
    database_url: str
    tracker_url: str
    rasa_url: str
    actions_url: str
    internal_url: str
    assistant_timeout: float
    message_limit: int
    rate_limit: int
    session_minutes: int
    fixed_now: str | None
    mail: MailSettings
    secret_key: str
    rasa_secret: str
    internal_secret: str


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; see the table in README.md.

    Args:
        environ: names starting with `BRON_`; the process's environment when None.

    Raises:
        SettingsError: a value cannot be used; the text names it.
    """
    env = os.environ if environ is None else environ
    var = _folder(env, "BRON_VAR", ROOT / "var")
    kept = _kept_secrets(env, var)
    port = _number(env, "BRON_PORT", 8080, 1, 65535)
    host = env.get("BRON_HOST", "127.0.0.1")
    internal_url = env.get("BRON_INTERNAL_URL", f"http://127.0.0.1:{port}")
    return Settings(
        var=var,
        data=_folder(env, "BRON_DATA", ROOT / "data"),
        models=_folder(env, "BRON_MODELS", ROOT / "models"),
        host=host,
        port=port,
        public_url=env.get("BRON_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        database_url=env.get("BRON_DATABASE_URL", f"sqlite:///{var / 'bron.db'}"),
        tracker_url=env.get("BRON_TRACKER_URL", f"sqlite:///{var / 'tracker.db'}"),
        rasa_url=env.get("BRON_RASA_URL", "http://127.0.0.1:5005").rstrip("/"),
        actions_url=env.get("BRON_ACTIONS_URL", "http://127.0.0.1:5055").rstrip("/"),
        internal_url=internal_url.rstrip("/"),
        assistant_timeout=_number(env, "BRON_ASSISTANT_TIMEOUT", 10, 1, 300),
        message_limit=_number(env, "BRON_MESSAGE_LIMIT", 2000, 50, 20000),
        rate_limit=_number(env, "BRON_RATE_LIMIT", 30, 0, 100000),
        session_minutes=_number(env, "BRON_SESSION_MINUTES", 60, 1, 1440),
        fixed_now=_moment(env, "BRON_FIXED_NOW"),
        mail=_mail(env),
        **kept,
    )


def _mail(env: Mapping[str, str]) -> MailSettings:
    return MailSettings(
        transport=_choice(env, "BRON_MAIL", "folder", ("folder", "smtp")),
        sender=env.get("BRON_MAIL_FROM", "Helpdesk BRON po <helpdesk@localhost>"),
        smtp_host=env.get("BRON_SMTP_HOST", "127.0.0.1"),
        smtp_port=_number(env, "BRON_SMTP_PORT", 25, 1, 65535),
        smtp_user=env.get("BRON_SMTP_USER"),
        smtp_password=env.get("BRON_SMTP_PASSWORD"),
        smtp_tls=_choice(env, "BRON_SMTP_TLS", "opportunistic", ("none", "opportunistic", "starttls", "tls")),
    )


def _folder(env: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(env[name]).expanduser().resolve() if env.get(name) else default


def _moment(env: Mapping[str, str], name: str) -> str | None:
    text = env.get(name)
    if text:
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise SettingsError(f"{name}={text!r} is no moment. Remedy: write it as 2022-02-01T12:00") from None
    return text or None


def _choice(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name, default)
    if value not in allowed:
        raise SettingsError(f"{name}={value!r} is no choice. Remedy: take one of {', '.join(allowed)}")
    return value


def _number(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        raise SettingsError(f"{name}={text!r} cannot be used. Remedy: give a whole number from {lowest} to {highest}")
    return int(text)


def _kept_secrets(env: Mapping[str, str], var: Path) -> dict[str, str]:
    """Take secrets from the environment; make the missing ones once and keep them where only the owner reads."""
    given = {name: env[f"BRON_{name.upper()}"] for name in _SECRETS if env.get(f"BRON_{name.upper()}")}
    for name, value in given.items():
        if len(value) < 16:
            raise SettingsError(f"BRON_{name.upper()} is too short. Remedy: give at least 16 characters")
    if len(given) == len(_SECRETS):
        return given
    path = var / "secrets.json"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        made = {name: secrets.token_urlsafe(32) for name in _SECRETS}
        # A second process that starts at the same moment must read the first one's file, not write its own.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                json.dump(made, file)
    return {**json.loads(path.read_text()), **given}
