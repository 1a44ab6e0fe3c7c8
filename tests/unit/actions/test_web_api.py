import asyncio
from dataclasses import replace

import pytest

from actions.web_api import Intake, TicketRefused, WebApi, WebUnavailable
from bot.settings import Settings
from tests.conversations.fake_web import FakeWeb

INTAKE = Intake("c_1", "key-1", "Hoe zit het?", "j@school.nl", None, "12AB")


def test_a_ticket_is_kept_with_all_its_fields(settings: Settings, web: FakeWeb):
    receipt = asyncio.run(WebApi(settings).send(INTAKE))
    assert (receipt.number, receipt.answer_by) == ("PO-000001", "2026-11-26")
    kept = web.tickets["key-1"]
    assert {name: kept[name] for name in vars(INTAKE)} == vars(INTAKE)


def test_the_same_key_again_gives_the_same_ticket(settings: Settings, web: FakeWeb):
    first = asyncio.run(WebApi(settings).send(INTAKE))
    assert asyncio.run(WebApi(settings).send(INTAKE)) == first
    assert len(web.tickets) == 1


def test_a_refusal_tells_why(settings: Settings, web: FakeWeb):
    web.refuse = "invalid_brin"
    with pytest.raises(TicketRefused) as refused:
        asyncio.run(WebApi(settings).send(INTAKE))
    assert refused.value.code == "invalid_brin"


def test_web_that_is_down_is_unavailable(settings: Settings, web: FakeWeb):
    web.down = True
    for call in (WebApi(settings).send(INTAKE), WebApi(settings).open_question("c_1"), WebApi(settings).tickets("c_1")):
        with pytest.raises(WebUnavailable):
            asyncio.run(call)


def test_nobody_there_is_unavailable(settings: Settings):
    nowhere = replace(settings, internal_url="http://127.0.0.1:9")
    with pytest.raises(WebUnavailable):
        asyncio.run(WebApi(nowhere).send(INTAKE))


def test_another_secret_is_unavailable(settings: Settings):
    stranger = replace(settings, internal_secret="another")
    with pytest.raises(WebUnavailable):
        asyncio.run(WebApi(stranger).tickets("c_1"))


def test_open_question_and_tickets_of_a_conversation(settings: Settings, web: FakeWeb):
    web.open_questions["c_1"] = "Hoe zit het?"
    api = WebApi(settings)
    assert asyncio.run(api.open_question("c_1")) == "Hoe zit het?"
    assert asyncio.run(api.open_question("c_2")) is None
    assert asyncio.run(api.tickets("c_1")) == []
    asyncio.run(api.send(INTAKE))
    (ticket,) = asyncio.run(api.tickets("c_1"))
    assert (ticket["number"], ticket["status"]) == ("PO-000001", "new")
