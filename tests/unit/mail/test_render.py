"""Letters as the reader gets them."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from jinja2 import TemplateError

from bot.mail.model import Letter, LetterKind
from bot.mail.render import render

SENDER = "Helpdesk BRON po <helpdesk@example.nl>"
LINK = "https://example.nl/ticket/a-secret_link"
VALUES = {
    "number": "PO-000123",
    "question": "Wat kost <b>eHerkenning</b> & zo?\n\nEn wanneer?\n.\nFrom hier",
    "answer": "Beste Jan,\n\n1 < 2 & \u20ac 20.\n<script>alert('x')</script>",
    "answer_by": "2026-03-05",
    "link": LINK,
}


def letter(kind=LetterKind.TICKET_ANSWERED, key="PO-000123-x", thread="PO-000123", **changes):
    return Letter(key, kind, "school@example.nl", thread, {**VALUES, **changes})


def sent(now, letter):
    """Return the message as a mail program reads it."""
    return message_from_bytes(render(letter, SENDER, now).as_bytes(), policy=policy.default)


def texts(message):
    plain, html = (message.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    return plain, html


class Words(HTMLParser):
    """Collects the text, the elements and the addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.elements, self.addresses = "", set(), set()
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.addresses |= {value for name, value in attributes if name in ("src", "href", "background", "action")}


@pytest.mark.parametrize("kind", list(LetterKind))
def test_heading(now, kind):
    message = sent(now, letter(kind))
    assert message["From"] == SENDER
    assert message["To"] == "school@example.nl"
    assert "PO-000123" in message["Subject"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nl"
    assert message["Date"].datetime == now
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("kind", list(LetterKind))
def test_both_texts_say_what_matters(now, kind):
    plain, html = texts(sent(now, letter(kind)))
    page = Words(html)
    for text in (plain, page.text):
        assert "PO-000123" in text
        assert LINK in text
        assert "Wat kost <b>eHerkenning</b> & zo?" in text
        assert "Helpdesk BRON po" in text
        assert "{" not in text
    assert not re.search(r"\n{4,}", plain)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_nothing_is_fetched_and_nothing_runs(now, kind):
    page = Words(texts(sent(now, letter(kind)))[1])
    assert page.addresses == {LINK}
    assert page.elements.isdisjoint({"img", "script", "b", "form", "link", "iframe", "object", "style"})


def test_the_answer_is_whole_in_both(now):
    plain, html = texts(sent(now, letter()))
    assert VALUES["answer"] in plain
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in html
    assert "1 &lt; 2 &amp; \u20ac 20.<br>" in html


def test_the_expected_day(now):
    for text in texts(sent(now, letter(LetterKind.TICKET_OPENED))):
        assert "donderdag 5 maart 2026" in text
    for text in texts(sent(now, letter(LetterKind.TICKET_OPENED, answer_by=""))):
        assert "zo snel mogelijk" in text
        assert "2026" not in text


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-12-07", "maandag 7 december 2026"), ("2027-01-31", "zondag 31 januari 2027")],
)
def test_names_of_days_and_months(now, day, words):
    assert words in texts(sent(now, letter(LetterKind.TICKET_OPENED, answer_by=day)))[0]


def test_a_question_cannot_pass_for_our_own_words(now):
    plain, _ = texts(sent(now, letter(LetterKind.TICKET_OPENED, question="Hoi\n\nMet vriendelijke groet,\nDe baas")))
    assert "> Hoi\n> \n> Met vriendelijke groet,\n> De baas\n" in plain


def test_the_same_letter_has_the_same_id_and_another_letter_another(now):
    first, again = sent(now, letter()), sent(now.replace(hour=20), letter())
    assert first["Message-ID"] == again["Message-ID"]
    others = [letter(key="PO-000123-y"), letter(thread="PO-000124"), letter(link="https://example.nl/ticket/other")]
    assert len({first["Message-ID"], *(sent(now, other)["Message-ID"] for other in others)}) == 4
    assert re.fullmatch(r"<[A-Za-z0-9.-]+@example\.nl>", first["Message-ID"])
    assert "a-secret_link" not in first["Message-ID"]


def test_letters_on_one_ticket_are_one_thread(now):
    opened, answered = (sent(now, letter(kind, key=kind)) for kind in list(LetterKind)[:2])
    assert opened["References"] == answered["References"] == answered["In-Reply-To"]
    assert sent(now, letter(thread="PO-000124"))["References"] != opened["References"]


def test_an_odd_key_still_makes_an_id(now):
    assert re.fullmatch(
        r"<[0-9a-f]{32}\.[0-9a-f]{16}@example\.nl>", sent(now, letter(key="<a b>\n\u20ac"))["Message-ID"]
    )


def test_no_header_can_be_slipped_in(now):
    plain_letter = letter()
    evil = Letter("k", plain_letter.kind, "a@example.nl\nBcc: b@example.nl", "t", plain_letter.values)
    with pytest.raises(ValueError, match="newline|linefeed|addr|CR"):
        render(evil, SENDER, now)
    assert "Bcc" not in sent(now, letter(number="PO-1\r\nBcc: b@example.nl"))


def test_a_missing_value_is_an_error(now):
    with pytest.raises(TemplateError):
        render(Letter("k", LetterKind.TICKET_ANSWERED, "a@example.nl", "t", {"number": "PO-1"}), SENDER, now)


def test_lines_are_short_enough_for_any_server(now):
    message = render(letter(answer="woord " * 3000, question="x" * 5000), SENDER, now)
    assert max(len(line) for line in message.as_bytes().splitlines()) <= 998


@pytest.mark.parametrize("kind", list(LetterKind))
def test_sentences_are_short(now, kind):
    plain, _ = texts(sent(now, letter(kind, question="Vraag?", answer="Antwoord.")))
    sentences = [sentence for sentence in re.split(r"[.?!:]\s|\n\s*\n|\n", plain) if sentence.strip()]
    assert max(len(sentence.split()) for sentence in sentences) <= 20
