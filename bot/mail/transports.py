"""How a message leaves: as a file in a folder, or by SMTP. When to send, and when again, is the sender's."""

import asyncio
import os
import re
import secrets
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import aiosmtplib

from bot.errors import BronError
from bot.settings import MailSettings

_SECONDS = 30


class NotSent(BronError):
    """The message did not leave, or nobody knows whether it did. The text says why, for the helpdesk's own eyes."""

    code = "mail_not_sent"


class Transport(Protocol):
    """Sends one message to the one recipient that it names."""

    async def send(self, message: EmailMessage) -> None:
        """Return when the other side took the message. Raises NotSent."""
        ...


class FolderTransport:
    """Writes each message as an `.eml` file, so that nothing leaves a machine that was not set up for mail.

    The file is named after the Message-ID: the same letter twice is one file. It appears whole or not at all.

    Args:
        folder: made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: EmailMessage) -> None:
        try:
            await asyncio.to_thread(self._write, message)
        except OSError as error:
            raise NotSent(f"{type(error).__name__}: {error.strerror}") from error

    def _write(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9.-]", "_", str(message["Message-ID"]).strip("<>").partition("@")[0])
        unfinished = self._folder / f".{secrets.token_hex(8)}.tmp"
        try:
            with unfinished.open("xb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._folder / f"{name}.eml")
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise


class SmtpTransport:
    """Hands each message to a mail server, over a connection of its own.

    Args:
        settings: `smtp_tls` is `none`, `starttls` or `tls` (both with a checked certificate), or `opportunistic`:
            STARTTLS when the server offers it.
    """

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, message: EmailMessage) -> None:
        settings = self._settings
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user,
                password=settings.smtp_password,
                use_tls=settings.smtp_tls == "tls",
                start_tls=self._start_tls(),
                validate_certs=self._checks_certificate(),
                timeout=_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError, ValueError) as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error

    def _start_tls(self) -> bool | None:
        if self._settings.smtp_tls == "opportunistic":
            # A password never goes over a line that might be open.
            return True if self._settings.smtp_user else None
        return self._settings.smtp_tls == "starttls"

    def _checks_certificate(self) -> bool:
        # Without a password, an encrypted line to an unknown server is still better than an open one.
        return self._settings.smtp_tls != "opportunistic" or self._settings.smtp_user is not None


def transport_for(settings: MailSettings, folder: Path) -> Transport:
    """Return the transport that the settings ask for.

    Args:
        folder: where the transport `folder` writes.
    """
    return SmtpTransport(settings) if settings.transport == "smtp" else FolderTransport(folder)
