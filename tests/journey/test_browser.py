"""The main job in a real browser: a school asks, leaves an unknown question, an agent answers, the school reads it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.product import Product, running, wait_until

pytestmark = pytest.mark.journey
UNKNOWN = "Wie is aansprakelijk als een oud-medewerker fraudeert met ons middel?"
PASSWORD = "een lange zin als wachtwoord"


def ask(page: Page, text: str) -> None:
    """Type a question and wait for the reply to it."""
    turns = page.locator("li.turn[data-turn]").count()
    page.get_by_label("Uw vraag", exact=True).fill(text)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("li.turn[data-turn]")).to_have_count(turns + 1)


def press(page: Page, title: str | re.Pattern[str]) -> None:
    """Press the newest quick reply with this title and wait for the reply to it."""
    turns = page.locator("li.turn[data-turn]").count()
    page.locator("button.choice:not([disabled])").filter(has_text=title).last.click()
    expect(page.locator("li.turn[data-turn]")).to_have_count(turns + 1)


def leave_ticket(page: Page, product: Product, question: str, email: str) -> str:
    """Ask something unknown, go through the form, and return the ticket's number."""
    page.goto(product.url)
    ask(page, question)
    press(page, re.compile("helpdesk", re.I))
    ask(page, email)
    press(page, re.compile("overslaan", re.I))
    press(page, re.compile("overslaan", re.I))
    press(page, re.compile("versturen", re.I))
    confirmation = page.locator(".message.ticket").last
    number = re.search(r"PO-\d{6}", confirmation.inner_text())
    assert number, confirmation.inner_text()
    return number.group()


@pytest.fixture(scope="module")
def agent(product: Product, browser: Browser):
    """A signed-in agent: the first account is made with the one-time link that `serve` prints."""
    said = (product.var / "serve.log").read_text()
    link = re.search(r"http://\S+/console/setup/\S+", said)
    assert link, said
    context = browser.new_context(locale="nl-NL")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(link.group())
    page.get_by_label("Uw naam").fill("Noor")
    page.get_by_label("E-mailadres").fill("noor@helpdesk.example")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Wachtwoord nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Account maken").click()
    page.wait_for_url("**/console**")
    if page.get_by_role("button", name="Inloggen").count():
        page.get_by_label("E-mailadres").fill("noor@helpdesk.example")
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("link", name=re.compile("^Nieuw"))).to_be_visible()
    yield page
    context.close()


def test_a_question_gets_an_answer_with_source_and_date(product: Product, page: Page):
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(product.url)
    assert page.context.cookies() == []
    ask(page, "Kost eHerkenning geld?")
    answer = page.locator(".message.answer").last
    expect(answer).to_contain_text("per persoon per jaar")
    expect(answer).to_contain_text("14 juni 2021")
    page.reload()
    expect(page.locator(".message.answer").last).to_contain_text("per persoon per jaar")
    assert [url for url in seen if not url.startswith(product.url)] == []


def test_the_chat_works_without_javascript(product: Product, browser: Browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(product.url)
        page.get_by_label("Uw vraag", exact=True).fill("Welk niveau van eHerkenning heb ik nodig?")
        page.get_by_role("button", name="Verstuur").click()
        expect(page.locator(".message.answer").last).to_contain_text("EH3")
        page.locator("button.choice:not([disabled])").last.click()
        expect(page.locator(".message.answer")).to_have_count(2)


def test_an_unknown_question_becomes_a_ticket_that_an_agent_answers(product, page, agent, mailbox):
    number = leave_ticket(page, product, UNKNOWN, "school@example.org")
    opened = wait_until(lambda: mailbox.to("school@example.org"), "the confirmation by mail")[0]
    assert number in opened["Subject"]

    agent.goto(f"{product.url}/console")
    agent.get_by_role("link", name=re.compile(number)).first.click()
    expect(agent.locator("body")).to_contain_text(UNKNOWN)
    agent.get_by_role("button", name="In behandeling nemen").click()
    agent.get_by_label(re.compile("^Antwoord aan")).fill("Dat hangt af van uw contract. Bel uw leverancier.")
    agent.get_by_role("button", name="Antwoord versturen").click()

    # In the open chat, without a reload; then by mail; then on the page behind the secret link.
    expect(page.locator(".message.helpdesk")).to_contain_text("hangt af van uw contract")
    letters = wait_until(lambda: mailbox.to("school@example.org")[1:], "the answer by mail")
    body = letters[0].get_body(("plain",)).get_content()
    assert "hangt af van uw contract" in body
    link = re.search(r"http://\S+/ticket/\S+", body).group()
    page.goto(link)
    expect(page.locator("body")).to_contain_text("hangt af van uw contract")
    assert len(mailbox.to("school@example.org")) == 2


def test_two_tabs_show_the_same_conversation(product: Product, page: Page):
    page.goto(product.url)
    ask(page, "Wat is eHerkenning?")
    other = page.context.new_page()
    other.goto(product.url)
    expect(other.locator("li.turn[data-turn]")).to_have_count(1)
    ask(other, "Kost eHerkenning geld?")
    expect(page.locator("li.turn[data-turn]")).to_have_count(2)
    ask(page, "Hoe lang duurt de aanvraag?")
    expect(other.locator("li.turn[data-turn]")).to_have_count(3)


def test_a_wrong_secret_link_shows_nothing(product: Product, page: Page):
    reply = page.goto(f"{product.url}/ticket/{'x' * 43}")
    assert reply.status == 404


def test_when_rasa_dies_nothing_is_lost(browser: Browser, tmp_path: Path):
    """A product of its own, because this one is killed in the middle."""
    with running(tmp_path) as product, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(product.url)
        ask(page, "Wat is eHerkenning?")
        product.kill("rasa run")
        ask(page, UNKNOWN)
        notice = page.locator(".message.notice").last
        expect(notice).to_be_visible()

        page.goto(f"{product.url}/vraag")
        assert page.get_by_label("Uw vraag", exact=True).input_value() == UNKNOWN
        page.get_by_label(re.compile("e-mailadres")).fill("school@example.org")
        page.get_by_role("button", name="Verder").click()
        page.get_by_role("button", name=re.compile("Verstu", re.I)).click()
        expect(page.locator("body")).to_contain_text(re.compile(r"PO-\d{6}"))

        wait_until(product.is_ready, "rasa to be started again", 180)
        page.goto(product.url)
        ask(page, "Kost eHerkenning geld?")
        expect(page.locator(".message.answer").last).to_contain_text("per persoon per jaar")
        assert UNKNOWN in page.locator("body").inner_text()
        assert "PO-000001" in product.command("tickets", "list")
        assert "PO-000002" not in product.command("tickets", "list")


def test_when_the_actions_die_the_question_stays(product: Product):
    product.kill("rasa_sdk")
    reply = product.ask("medewerker")
    assert {message["kind"] for message in reply["messages"]} & {"notice", "escalate"}
    assert "/vraag" in " ".join(message["text"] for message in reply["messages"])
    wait_until(product.is_ready, "the action server to be started again", 120)
