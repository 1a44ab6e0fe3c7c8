"""A folder, and a real SMTP server that takes, refuses, or is not there."""

import asyncio
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from bot.mail.transports import FolderTransport, NotSent, SmtpTransport, transport_for
from bot.settings import MailSettings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(port=0, tls="none", user=None, transport="smtp") -> MailSettings:
    return MailSettings(transport, "H <h@example.nl>", "127.0.0.1", port, user, user and "secret-password", tls)


def message(text="Hallo \u20ac\n.\nEinde", message_id="<k.1@example.nl>") -> EmailMessage:
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = "H <h@example.nl>", "school@example.nl", "Vraag \u2013 PO-000001"
    made["Message-ID"] = message_id
    made.set_content(text, cte="quoted-printable")
    return made


class Server:
    """Keeps what arrives. `refuses` is the command that it answers with an error."""

    def __init__(self, refuses: str | None = None) -> None:
        self.refuses = refuses
        self.kept: list[tuple[str, list[str], EmailMessage]] = []
        self.passwords: list[object] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuses == "RCPT":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuses == "DATA":
            return "451 4.3.0 try later"
        content = message_from_bytes(envelope.content, policy=policy.default)
        self.kept.append((envelope.mail_from, envelope.rcpt_tos, content))
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.passwords.append(data)
        return AuthResult(success=False, handled=False)


@contextmanager
def running(server: Server, **more):
    """Run the server on a free port and give the port."""
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def send(transport, made=None):
    asyncio.run(transport.send(made or message()))


def test_the_folder_gets_a_whole_file(tmp_path):
    send(FolderTransport(tmp_path / "new" / "mail"))
    (file,) = (tmp_path / "new" / "mail").iterdir()
    assert file.name == "k.1.eml"
    kept = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert kept["Subject"] == "Vraag \u2013 PO-000001"
    assert kept.get_content().split() == ["Hallo", "\u20ac", ".", "Einde"]


def test_the_same_message_twice_is_one_file(tmp_path):
    transport = FolderTransport(tmp_path)
    send(transport)
    send(transport)
    send(transport, message(message_id="<k.2@example.nl>"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["k.1.eml", "k.2.eml"]


def test_no_name_leaves_the_folder(tmp_path):
    send(FolderTransport(tmp_path / "mail"), message(message_id="<../../x/y@example.nl>"))
    assert [file.name for file in (tmp_path / "mail").iterdir()] == [".._.._x_y.eml"]


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "mail").write_text("a file stands in the way")
    with pytest.raises(NotSent):
        send(FolderTransport(tmp_path / "mail"))


def test_a_server_gets_the_message():
    server = Server()
    with running(server) as port:
        send(SmtpTransport(settings(port)))
    ((sender, recipients, kept),) = server.kept
    assert (sender, recipients) == ("h@example.nl", ["school@example.nl"])
    assert kept["Message-ID"] == "<k.1@example.nl>"
    assert kept["Subject"] == "Vraag \u2013 PO-000001"
    assert kept.get_content().split() == ["Hallo", "\u20ac", ".", "Einde"]


def test_a_server_without_tls_gets_it_when_tls_is_only_wished_for():
    server = Server()
    with running(server) as port:
        send(SmtpTransport(settings(port, "opportunistic")))
    assert len(server.kept) == 1


@pytest.mark.parametrize(("command", "code"), [("RCPT", "550"), ("DATA", "451")])
def test_a_server_that_refuses(command, code):
    server = Server(command)
    with running(server) as port, pytest.raises(NotSent, match=code):
        send(SmtpTransport(settings(port)))
    assert server.kept == []


def test_a_server_that_is_down():
    with pytest.raises(NotSent):
        send(SmtpTransport(settings(free_port())))


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_nothing_is_sent_in_the_open_when_tls_is_asked(tls):
    server = Server()
    with running(server) as port, pytest.raises(NotSent):
        send(SmtpTransport(settings(port, tls)))
    assert server.kept == []


def test_a_password_never_goes_over_an_open_line():
    server = Server()
    more = {"authenticator": server.authenticate, "auth_require_tls": False}
    with running(server, **more) as port, pytest.raises(NotSent):
        send(SmtpTransport(settings(port, "opportunistic", "user")))
    assert server.passwords == []


def test_a_refused_password_does_not_show_in_the_error():
    server = Server()
    more = {"authenticator": server.authenticate, "auth_require_tls": False}
    with running(server, **more) as port, pytest.raises(NotSent) as caught:
        send(SmtpTransport(settings(port, "none", "user")))
    assert server.passwords
    assert "secret-password" not in str(caught.value)


def test_which_transport(tmp_path: Path):
    assert isinstance(transport_for(settings(), tmp_path), SmtpTransport)
    assert isinstance(transport_for(settings(transport="folder"), tmp_path), FolderTransport)
