import asyncio
import re

import pytest
from markupsafe import escape

from bot.mail.model import LetterKind
from bot.tickets import cases
from bot.tickets.model import EntryKind, Proposal, Status

QUESTION = "Mag mijn buurman ook inloggen?"


def _buttons(page):
    return {action.rsplit("/", 1)[1] for action in re.findall(r'(?:form)?action="(/console/tickets/[^"]+)"', page.text)}


def test_shows_all_that_an_agent_needs(desk, anna):
    number = desk.add_ticket(QUESTION, chat=True, name="M. de Boer", brin="12AB")
    page = anna.get(f"/console/tickets/{number}")
    for said in (QUESTION, "school@voorbeeld.nl", "M. de Boer", "12AB", "Waarmee kan ik helpen?", "Weet het niet"):
        assert said in page.words
    for topic, words in (("kosten", "zeker (83%)"), ("welk_niveau", "twijfel (40%)"), ("verplicht", "onzeker (5%)")):
        assert f"{desk.parts.knowledge.topics[topic].title} {words}" in page.words
    assert "Model model 7, kennis kennis 9" in page.words


def test_the_open_question_is_marked_once_in_the_conversation(desk, anna):
    number = desk.add_ticket(QUESTION, chat=True)
    page = anna.get(f"/console/tickets/{number}")
    assert page.text.count("line-open") == 1
    assert f"Open vraag Vrager ma 23 nov 2026, 10:00 {QUESTION}" in page.words


def test_a_question_of_the_form_page_has_no_conversation(desk, anna):
    page = anna.get(f"/console/tickets/{desk.add_ticket(QUESTION)}")
    assert "Deze vraag is gesteld met het formulier" in page.words


@pytest.mark.parametrize(
    ("moves", "buttons"),
    [
        ([], {"claim", "close"}),
        (["claim"], {"reply", "release", "close", "draft"}),
        (["claim", "reply"], {"reply", "reopen", "close", "draft"}),
        (["claim", "close"], {"reopen"}),
    ],
)
def test_offers_what_can_be_done_now(desk, anna, moves, buttons):
    number = desk.add_ticket()
    for move in moves:
        anna.act(number, move, text="Ja." if move == "reply" else "")
    assert _buttons(anna.get(f"/console/tickets/{number}")) == buttons


def test_what_a_colleague_holds_can_be_read_only(desk, anna, bram):
    number = desk.add_ticket()
    bram.act(number, "claim")
    page = anna.get(f"/console/tickets/{number}")
    assert _buttons(page) == set()
    assert "Bram Jansen behandelt deze vraag" in page.words


def test_an_answer_goes_to_mail_and_chat_and_is_confirmed(desk, anna):
    number = desk.add_ticket(QUESTION, chat=True)
    assert anna.act(number, "claim").status == 303
    page = anna.act(number, "reply", text="Nee.\r\n\r\nAlleen u zelf.")
    assert (page.status, page.headers["location"]) == (303, f"/console/tickets/{number}?done=reply")
    shown = anna.get(page.headers["location"])
    assert "Uw antwoord is verstuurd. De vrager leest het per e-mail (school@voorbeeld.nl), in de chat" in shown.words
    assert desk.ticket(number).status is Status.ANSWERED
    letter = next(letter for letter in desk.letters() if letter.kind is LetterKind.TICKET_ANSWERED)
    assert letter.values["answer"] == "Nee.\n\nAlleen u zelf."
    with desk.parts.units() as unit:
        events = unit.events.of(desk.ticket(number).conversation_id)
    assert [event.data["agent"] for event in events if event.kind == "agent_reply"] == ["Anna de Wit"]
    assert "Anna de Wit (helpdesk)" in shown.words


def test_an_answer_without_address_or_chat_is_on_the_page_only(desk, anna):
    number = desk.add_ticket(email=None)
    anna.act(number, "claim")
    anna.act(number, "reply", text="Nee.")
    assert "De vrager leest het op de pagina van de vraag." in anna.get(f"/console/tickets/{number}?done=reply").words


@pytest.mark.parametrize(("text", "said"), [(" \n ", "nog geen antwoord"), ("x" * 20_001, "te lang")])
def test_an_answer_that_cannot_be_sent_is_explained_at_the_field(desk, anna, text, said):
    number = desk.add_ticket()
    anna.act(number, "claim")
    page = anna.act(number, "reply", text=text)
    assert page.status == 422
    assert said in page.words
    assert 'aria-describedby="text-hint text-error"' in page.text
    assert page.textarea() == text
    assert desk.ticket(number).status is Status.CLAIMED


def test_of_two_who_claim_one_gets_it_and_the_other_sees_who(desk, anna, bram):
    number = desk.add_ticket()
    seen = bram.get(f"/console/tickets/{number}")
    anna.act(number, "claim")
    page = bram.act_on(seen, number, "claim")
    assert page.status == 409
    assert "Dit gebeurde intussen Anna de Wit nam de vraag in behandeling" in page.words
    assert desk.ticket(number).agent_name == "Anna de Wit"


def test_a_reply_that_came_too_late_is_kept_and_both_texts_are_shown(desk, anna, bram):
    number = desk.add_ticket()
    anna.act(number, "claim")
    seen = anna.get(f"/console/tickets/{number}")
    anna.act(number, "release")
    bram.act(number, "claim")
    bram.act(number, "reply", text="Het antwoord van Bram.")
    page = anna.act_on(seen, number, "reply", text="Het antwoord van Anna.")
    assert page.status == 409
    assert "Bram Jansen beantwoordde de vraag ma 23 nov 2026, 10:00 Het antwoord van Bram." in page.words
    assert page.textarea() == "Het antwoord van Anna."
    replies = [entry.text for entry in desk.entries(number) if entry.kind is EntryKind.REPLY]
    assert replies == ["Het antwoord van Bram."]


def test_what_the_asker_added_meanwhile_is_shown_before_the_reply_goes(desk, anna):
    number = desk.add_ticket()
    anna.act(number, "claim")
    seen = anna.get(f"/console/tickets/{number}")
    with desk.parts.units() as unit:
        cases.add_information(unit, desk.ticket(number).secret, "Het gaat om twee scholen.", desk.clock.now())
        unit.commit()
    late = anna.act_on(seen, number, "reply", text="Ja.")
    assert late.status == 409
    assert "Vrager vulde de vraag aan ma 23 nov 2026, 10:00 Het gaat om twee scholen." in late.words
    assert anna.act_on(late, number, "reply", text=late.textarea()).status == 303


def test_the_same_form_sent_twice_answers_once(desk, anna):
    number = desk.add_ticket()
    anna.act(number, "claim")
    seen = anna.get(f"/console/tickets/{number}")
    pages = [anna.act_on(seen, number, "reply", text="Ja.") for _ in range(2)]
    assert [page.headers["location"] for page in pages] == [f"/console/tickets/{number}?done=reply"] * 2
    assert sum(entry.kind is EntryKind.REPLY for entry in desk.entries(number)) == 1
    assert sum(letter.kind is LetterKind.TICKET_ANSWERED for letter in desk.letters()) == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_form_without_a_usable_version_changes_nothing(desk, anna, version):
    number = desk.add_ticket()
    assert anna.act(number, "claim", version=version).status == 409
    assert desk.ticket(number).status is Status.NEW


@pytest.mark.parametrize("move", ["release", "close"])
def test_typed_text_is_not_thrown_away_without_a_word(desk, anna, move):
    number = desk.add_ticket()
    anna.act(number, "claim")
    page = anna.act(number, move, text="Half antwoord")
    assert page.status == 422
    assert "tekst ingevuld die nog niet is verstuurd" in page.words
    assert page.textarea() == "Half antwoord"
    assert desk.ticket(number).status is Status.CLAIMED
    again = anna.act_on(page, number, move, text="Half antwoord", warned=page.value("warned"))
    assert again.status == 303


def test_a_closed_ticket_can_be_opened_again(desk, anna):
    number = desk.add_ticket()
    anna.act(number, "close")
    assert anna.act(number, "reopen").status == 303
    assert desk.ticket(number).status is Status.NEW
    history = anna.get(f"/console/tickets/{number}").words
    assert "Anna de Wit opende de vraag opnieuw" in history
    assert "Anna de Wit sloot de vraag" in history


def test_an_answer_of_the_knowledge_becomes_the_beginning_of_the_reply(desk, anna):
    number = desk.add_ticket()
    anna.act(number, "claim")
    page = anna.act(number, "draft", text="Beste school,", use="kosten")
    assert page.status == 200
    draft = page.textarea()
    assert draft.startswith("Beste school,\n\n")
    assert "\n\nMeer hierover leest u in:\n- " in draft
    assert desk.ticket(number).status is Status.CLAIMED
    assert f'data-draft="{escape(draft.removeprefix("Beste school,").strip())}"' in page.text


def test_an_unknown_topic_leaves_the_text_alone(desk, anna):
    number = desk.add_ticket()
    anna.act(number, "claim")
    assert anna.act(number, "draft", text="Beste school,", use="x").textarea() == "Beste school,"


def test_a_topic_that_the_knowledge_no_longer_has_is_shown_by_its_id(desk, anna):
    number = desk.add_ticket(proposals=(Proposal("vroeger_bekend", 0.9),))
    page = anna.get(f"/console/tickets/{number}")
    assert "vroeger_bekend zeker (90%) De kennisbank heeft vandaag geen antwoord" in page.words


def test_there_may_be_no_proposal(desk, anna):
    number = desk.add_ticket(proposals=())
    assert "geen onderwerp voorgesteld" in anna.get(f"/console/tickets/{number}").words
    assert "geen voorstel" in anna.get("/console").words


def test_an_open_page_learns_that_the_ticket_changed(desk, anna, bram):
    number = desk.add_ticket()
    assert anna.get(f"/console/tickets/{number}/state").text == '{"version":1}'
    bram.act(number, "claim")
    assert anna.get(f"/console/tickets/{number}/state").text == '{"version":2}'


@pytest.mark.parametrize("field", ["question", "name"])
def test_what_people_typed_is_never_html(desk, anna, field):
    attack = '"><img src=x onerror=alert(1)>' if field == "question" else "J. 'onload=alert(1) de Wit"
    number = desk.add_ticket(attack, chat=True) if field == "question" else desk.add_ticket(name=attack)
    anna.act(number, "claim")
    text = anna.act(number, "reply", text="").text + anna.act(number, "draft", text=f"</textarea>{attack}").text
    assert "<img" not in text
    assert '</textarea>"' not in text


def test_a_false_confirmation_is_not_shown(desk, anna):
    number = desk.add_ticket()
    assert "Uw antwoord is verstuurd" not in anna.get(f"/console/tickets/{number}?done=reply").words
    assert anna.get(f"/console/tickets/{number}?done=<b>x").status == 200


async def _claim_together(number, seen):
    async def claim(browser, page):
        known = {name: page.value(name) for name in ("csrf", "version", "seen")}
        return (await browser.client.post(f"/console/tickets/{number}/claim", data=known)).status_code

    return await asyncio.gather(*(claim(browser, page) for browser, page in seen))


def test_of_two_who_claim_at_the_same_moment_exactly_one_gets_it(desk, anna, bram, runner):
    for _ in range(20):
        number = desk.add_ticket()
        seen = [(browser, browser.get(f"/console/tickets/{number}")) for browser in (anna, bram)]
        assert sorted(runner.run(_claim_together(number, seen))) == [303, 409]
        assert sum(entry.text == "claim" for entry in desk.entries(number)) == 1
