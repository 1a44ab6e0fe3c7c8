"""The chat page in a real browser: lost connections, reloads, two tabs, small screens, no JavaScript."""

import contextlib
import os
import shutil
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from bot.chat.model import EventKind
from tests.unit.web.conftest import CHROMIUM_FLAGS

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        assert not os.environ.get("CI"), "CI must have a Chromium"
        pytest.skip("no Chromium was found on this machine; install Debian's package chromium for the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser, server):
    with browser.new_context(base_url=server.url, locale="nl-NL", reduced_motion="reduce") as context:
        context.set_default_timeout(15_000)
        yield context


@pytest.fixture
def page(context):
    page = context.new_page()
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
    page.goto("/")
    yield page
    assert troubles == []


def ask(page, text):
    page.get_by_label("Uw vraag").fill(text)
    page.keyboard.press("Enter")


def questions(page):
    return page.locator(".message.asker .said")


def answers(page):
    return page.locator(".message.answer")


def kept(server):
    """Return the texts of all turns of all conversations that the fake Rasa heard of."""
    conversations = {}
    with server.parts.units() as unit:
        for event in unit.events.after(0):
            conversations[event.conversation_id] = None
        return [turn.text for one in conversations for turn in unit.journal.turns(one)]


def test_ask_answer_and_history_after_reload(page, context):
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    assert context.cookies() == []
    ask(page, "Wat kost het?")
    expect(answers(page)).to_have_count(1)
    expect(page.get_by_role("log")).to_contain_text("Ja, eHerkenning kost geld.")
    expect(page.get_by_label("Uw vraag")).to_have_value("")
    page.reload()
    expect(questions(page)).to_have_text(["Wat kost het?"])
    expect(answers(page)).to_have_count(1)
    expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(0)
    assert {url.split("/")[2] for url in requests} == {page.url.split("/")[2]}


def test_a_pressed_button_says_so_and_the_others_are_off(page):
    page.get_by_role("button", name="Kost eHerkenning geld?").click()
    expect(answers(page)).to_have_count(1)
    chosen = page.get_by_role("button", name="Kost eHerkenning geld?")
    expect(chosen).to_be_disabled()
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(chosen).to_contain_text("gekozen")
    page.get_by_role("button", name="Bij wie koop ik").click()
    expect(answers(page)).to_have_count(2)
    expect(page.locator(".choice:enabled")).to_have_count(2)


@pytest.mark.parametrize("is_heard", [False, True], ids=["request lost", "reply lost"])
@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_lost_connection_loses_and_doubles_nothing(page, server, step, is_heard):
    # No open event stream either: it would bring the reply that this test loses.
    page.route("**/api/chat/events*", lambda route: route.abort())
    for number in range(3):
        if number == step:

            def cut(route):
                if is_heard:
                    route.fetch()
                route.abort()

            page.route("**/api/chat", cut)
        ask(page, f"vraag {number}")
        if number == step:
            retry = page.get_by_role("button", name="Probeer opnieuw")
            expect(retry).to_be_visible()
            expect(page.get_by_text("Uw bericht kwam niet aan.")).to_be_visible()
            page.unroute("**/api/chat")
            page.unroute("**/api/chat/events*")
            retry.click()
            expect(retry).to_have_count(0)
        expect(answers(page)).to_have_count(number + 1)
    expected = ["vraag 0", "vraag 1", "vraag 2"]
    expect(questions(page)).to_have_text(expected)
    page.reload()
    expect(questions(page)).to_have_text(expected)
    expect(answers(page)).to_have_count(3)
    assert kept(server) == expected


def test_a_reload_while_waiting_loses_nothing(page, server, rasa):
    rasa.seconds = 1
    ask(page, "Wat kost het?")
    page.wait_for_function("sessionStorage.length === 1")
    page.reload()
    expect(answers(page)).to_have_count(1)
    expect(questions(page)).to_have_text(["Wat kost het?"])
    page.wait_for_function("sessionStorage.length === 0")
    assert kept(server) == ["Wat kost het?"]


def test_a_stopped_server_keeps_the_text_and_takes_it_later(page, server):
    ask(page, "een")
    expect(answers(page)).to_have_count(1)
    server.stop()
    ask(page, "twee")
    retry = page.get_by_role("button", name="Probeer opnieuw")
    expect(retry).to_be_visible()
    server.start()
    retry.click()
    expect(answers(page)).to_have_count(2)
    expect(questions(page)).to_have_text(["een", "twee"])


def test_waiting_is_told_in_words_after_a_while(page, rasa):
    rasa.seconds = 1.9
    page.clock.install()
    ask(page, "Wat kost het?")
    expect(page.locator(".waiting .dots")).to_be_visible()
    page.clock.run_for(3100)
    expect(page.locator(".waiting-text")).to_have_text("Een ogenblik, ik zoek het op.")
    expect(answers(page)).to_have_count(1)
    expect(page.locator(".waiting")).to_have_count(0)


def test_two_tabs_stay_equal(page, context):
    ask(page, "een")
    expect(answers(page)).to_have_count(1)
    other = context.new_page()
    other.goto("/")
    expect(questions(other)).to_have_text(["een"])
    ask(other, "twee")
    expect(questions(page)).to_have_text(["een", "twee"])
    expect(answers(page)).to_have_count(2)
    ask(page, "drie")
    expect(questions(other)).to_have_text(["een", "twee", "drie"])
    expect(answers(other)).to_have_count(3)
    expect(page.locator(".choice:enabled")).to_have_count(2)
    expect(other.locator(".choice:enabled")).to_have_count(2)


def test_many_messages_at_once_keep_their_order(page, server):
    texts = [f"vraag {n}" for n in range(6)]
    for text in texts:
        ask(page, text)
    expect(answers(page)).to_have_count(6)
    expect(questions(page)).to_have_text(texts)
    assert kept(server) == texts


def test_the_helpdesk_answers_in_the_open_page(page, server, rasa):
    ask(page, "Dat weet u niet")
    expect(page.locator(".message.escalate")).to_have_count(1)
    with server.parts.units() as unit:
        data = {"ticket": "PO-000001", "text": "Dat <b>mag</b>.", "agent": "Agnes"}
        unit.events.append(rasa.heard[0]["conversation"], EventKind.AGENT_REPLY, data, server.parts.clock.now())
        unit.commit()
    reply = page.get_by_role("log").locator(".message.helpdesk")
    expect(reply).to_contain_text("Helpdesk")
    expect(reply).to_contain_text("Dat <b>mag</b>.")
    page.reload()
    expect(page.locator(".message.helpdesk")).to_have_count(1)


def test_personal_data_is_gone_from_the_page_too(page):
    ask(page, "Het bsn is 111222333")
    expect(page.get_by_text("[BSN weggelaten]")).to_be_visible()
    assert "111222333" not in page.content()


def test_a_message_that_is_too_long_goes_back_to_the_field(page):
    page.get_by_label("Uw vraag").fill("x" * 1900)
    expect(page.locator("#counter")).to_have_text("Nog 100 tekens")
    page.get_by_label("Uw vraag").fill("x" * 2003)
    expect(page.locator("#counter")).to_have_text("3 tekens te veel")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("hooguit 2000 tekens")
    expect(page.get_by_label("Uw vraag")).to_be_focused()
    expect(page.get_by_label("Uw vraag")).to_have_value("x" * 2003)
    expect(questions(page)).to_have_count(0)


def test_without_javascript_the_answers_are_the_same(browser, server):
    with browser.new_context(base_url=server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Uw vraag").fill("Wat kost het?")
        page.get_by_role("button", name="Verstuur").click()
        expect(answers(page)).to_have_count(1)
        page.get_by_role("button", name="Bij wie koop ik").click()
        expect(answers(page)).to_have_count(2)
        expect(page.locator(".choice[aria-pressed=true]")).to_have_count(1)
        page.get_by_label("Uw vraag").fill("Dat weet u niet")
        page.get_by_role("button", name="Verstuur").click()
        page.get_by_role("link", name="Stel uw vraag aan de helpdesk").click()
        expect(page.get_by_label("Uw vraag")).to_have_value("Dat weet u niet")
        page.get_by_role("button", name="Verder").click()
        page.get_by_role("button", name="Verstuur de vraag").click()
        expect(page.get_by_role("heading", name="Uw vraag is verstuurd")).to_be_visible()
        page.locator(".secret-link a").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("PO-000001")
        page.get_by_role("link", name="Gesprek").click()
        page.get_by_role("button", name="Nieuw gesprek").click()
        expect(questions(page)).to_have_count(0)


PATHS = [
    "/",
    "/onderwerpen",
    "/onderwerpen?q=kosten",
    "/onderwerpen/planning",
    "/kosten",
    "/kosten?persons=10000&price=9999,99",
    "/kosten?persons=x",
    "/vraag",
    "/nergens",
]


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (768, 1024), (1280, 800)])
def test_nothing_scrolls_sideways_or_hides_the_focus(page, width, height):
    """320 by 256 is a screen of 1280 by 1024 at 400 %."""
    page.set_viewport_size({"width": width, "height": height})
    ask(page, f"Wat kost {'eenheelergaanelkaargeschrevenwoord' * 4}?")
    expect(answers(page)).to_have_count(1)
    for path in PATHS:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        covered = set()
        for _ in range(45):
            page.keyboard.press("Tab")
            covered |= set(page.evaluate(COVERED))
        assert covered == set(), path


COVERED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return [];
  const box = one.getClientRects()[0];
  const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height, 20) / 2;
  const seen = document.elementFromPoint(x, y);
  const fine = seen && (one.contains(seen) || seen.contains(one));
  return fine ? [] : [`${one.outerHTML.slice(0, 80)} at ${Math.round(x)},${Math.round(y)} of ${innerHeight}`];
}"""


def test_targets_are_large_enough(page):
    ask(page, "Wat kost het?")
    expect(answers(page)).to_have_count(1)
    small = page.evaluate("""() => [...document.querySelectorAll('button, summary, input:not([type=hidden]), textarea,'
      + ' .menu a, .actions a')].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 24)
      .map((one) => one.outerHTML.slice(0, 80))""")
    assert small == []


def test_axe_finds_nothing(page, server):
    ask(page, "Wat kost het? Mijn wachtwoord is Geheim01!")
    expect(answers(page)).to_have_count(1)
    ask(page, "Dat weet u niet")
    expect(page.locator(".message.escalate")).to_have_count(1)
    found = {}

    def look(name):
        with contextlib.suppress(Exception):
            page.wait_for_load_state("networkidle", timeout=500)
        problems = Axe().run(page).response["violations"]
        found[name] = [(one["id"], [node["html"][:90] for node in one["nodes"]]) for one in problems]

    look("conversation")
    for path in PATHS:
        page.goto(path)
        look(path)
    page.goto("/vraag")
    page.get_by_label("Uw e-mailadres").fill("x")
    page.get_by_role("button", name="Verder").click()
    look("form with an error")
    page.get_by_label("Uw e-mailadres").fill("a@school.nl")
    page.get_by_role("button", name="Verder").click()
    look("check")
    page.get_by_role("button", name="Verstuur de vraag").click()
    look("sent")
    page.locator(".secret-link a").click()
    look("ticket")
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_ids_are_random_also_where_the_browser_makes_none(context, server, rasa):
    """On plain http on another machine there is no crypto.randomUUID."""
    context.add_init_script("delete Crypto.prototype.randomUUID")
    page = context.new_page()
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "POST" else None)
    page.goto("/")
    ask(page, "een")
    expect(answers(page)).to_have_count(1)
    assert uuid.UUID(sent[0]["id"]).version == 4
