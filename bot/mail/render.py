"""Makes a mail message from a letter. The words stand in the template folder of its kind; sending is elsewhere."""

import hashlib
import re
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.mail.model import Letter

_TEMPLATES = Path(__file__).parent / "letters"
_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")


def render(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    """Return the letter as a message with a plain and an HTML text.

    The same letter always gets the same Message-ID, so a letter that was sent twice can be recognised.

    Args:
        sender: `Name <address>` of the product.
        now: the moment of sending, aware.

    Raises:
        jinja2.TemplateError: a value that the template needs is missing.
        ValueError: the address of the sender or recipient cannot stand in a message.
    """
    name, address = parseaddr(sender)
    domain = Address(addr_spec=address).domain
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = " ".join(_text(letter, "subject.txt").split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _message_id(letter.key, letter, domain)
    # All letters on a ticket answer one message that does not exist itself: that keeps them together in a mailbox.
    message["In-Reply-To"] = message["References"] = _message_id(letter.thread, letter, domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(letter, "body.txt"), cte="quoted-printable")
    message.add_alternative(_text(letter, "body.html"), subtype="html", cte="quoted-printable")
    message["Content-Language"] = "nl"
    return message


def _text(letter: Letter, name: str) -> str:
    return _environment.get_template(f"{letter.kind.value}/{name}").render(letter.values)


def _message_id(key: str, letter: Letter, domain: str) -> str:
    """Return an id from a key. The link makes it differ from a ticket of the same number in another database."""
    mark = hashlib.sha256(f"{letter.thread}\n{letter.values.get('link', '')}".encode()).hexdigest()[:16]
    local = key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{local}.{mark}@{domain}>"


def _paragraphs(text: str) -> list[list[str]]:
    """Split a text at its empty lines, and each part into its lines."""
    return [part.split("\n") for part in re.split(r"\n\s*\n", text.strip())]


_environment = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=lambda name: name is None or not name.endswith(".txt"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["paragraphs"] = _paragraphs
_environment.filters["as_date"] = date.fromisoformat
