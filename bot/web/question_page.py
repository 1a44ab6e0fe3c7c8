"""The form for a question to the helpdesk: fill in, check, send. A one-time key makes one ticket of all tries."""

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import InvalidInput
from bot.tickets.intake import QUESTION_LIMIT
from bot.web import conversation
from bot.web.origin import same_site
from bot.web.pages import page
from bot.web.refusals import too_many
from bot.web.ticket_intake import Filled, checked, keep_ticket, open_question_of
from bot.wiring import Parts, derived_key

router = APIRouter(include_in_schema=False)

FIELDS = ("question", "email", "name", "brin")
_KEY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class FormInput:
    """The form as it came in. `step` is check, send, or change and a field ("change-email")."""

    key: str = ""
    question: str = ""
    email: str = ""
    name: str = ""
    brin: str = ""
    step: str = "check"


def form_input(
    key: Annotated[str, Form()] = "",
    question: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    brin: Annotated[str, Form()] = "",
    step: Annotated[str, Form()] = "check",
) -> FormInput:
    """Read the form; a field that was left out is empty."""
    return FormInput(key, question, email, name, brin, step)


@router.get("/vraag")
async def show(request: Request) -> Response:
    """Show the form, with the open question of the conversation when there is one."""
    parts: Parts = request.app.state.parts
    known = conversation.of_cookie(request)
    question = await run_in_threadpool(_open_question, parts, known) if known else ""
    return _form(request, FormInput(key=_new_key(parts), question=question), is_prefilled=bool(question))


@router.post("/vraag", dependencies=[Depends(same_site)])
async def post(request: Request, filled: Annotated[FormInput, Depends(form_input)]) -> Response:
    """Check what was filled in and show it for a last look, change it, or send it."""
    parts: Parts = request.app.state.parts
    once = _once(parts, filled.key)
    if once is None:
        return _form(request, replace(filled, key=_new_key(parts)), 422, notice="form_expired")
    if filled.step.startswith("change-"):
        return _form(request, filled, focus=filled.step.removeprefix("change-"))
    masked, problems = _problems(parts, filled)
    if problems:
        return _form(request, replace(filled, question=masked), 422, problems=problems)
    if filled.step != "send":
        return _check(request, replace(filled, question=masked), parts.mask(filled.question).found)
    return await _send(request, filled, once)


async def _send(request: Request, filled: FormInput, once: str) -> Response:
    parts: Parts = request.app.state.parts
    if seconds := request.app.state.limits.conversations.take("tickets", once):
        raise too_many("busy", seconds)
    wanted = _filled(filled, f"page:{once}", conversation.of_cookie(request))

    def keep() -> str:
        with parts.units() as unit:
            known = wanted.conversation_id
            linked = known if known and unit.journal.exists(known) else None
            ticket = keep_ticket(parts, unit, replace(wanted, conversation_id=linked))
            unit.commit()
            return ticket.secret

    secret = await run_in_threadpool(keep)
    return RedirectResponse(f"/ticket/{secret}/verstuurd", status_code=303)


def _form(
    request: Request,
    filled: FormInput,
    status: int = 200,
    problems: dict[str, dict[str, str]] | None = None,
    focus: str = "",
    notice: str = "",
    is_prefilled: bool = False,
) -> Response:
    texts = request.app.state.parts.texts
    first_wrong = next((name for name in FIELDS if name in (problems or {})), "")
    return page(
        request,
        "question/form.html",
        status,
        filled=asdict(filled),
        problems=problems or {},
        focus=first_wrong or (focus if focus in FIELDS else ""),
        notice=texts.error(notice) if notice else None,
        is_prefilled=is_prefilled,
        limit=QUESTION_LIMIT,
    )


def _check(request: Request, filled: FormInput, found: tuple[str, ...]) -> Response:
    parts: Parts = request.app.state.parts
    intake = checked(parts, _filled(filled, "check", None))
    notice = parts.chat.masked_notice(found) if found else None
    return page(request, "question/check.html", filled=asdict(filled), intake=intake, notice=notice)


def _problems(parts: Parts, filled: FormInput) -> tuple[str, dict[str, dict[str, str]]]:
    """Return the masked question, and what is wrong by field: all of it, not only the first."""
    problems: dict[str, dict[str, str]] = {}
    for name in FIELDS:
        alone = replace(FormInput(question="-"), **{name: getattr(filled, name)})
        try:
            checked(parts, _filled(alone, "check", None))
        except InvalidInput as error:
            problems[name] = asdict(parts.texts.error(error.code, limit=QUESTION_LIMIT))
    return parts.mask(filled.question).text, problems


def _filled(filled: FormInput, key: str, conversation_id: str | None) -> Filled:
    return Filled(key, filled.question, filled.email, filled.name, filled.brin, conversation_id)


def _open_question(parts: Parts, conversation_id: str) -> str:
    with parts.units() as unit:
        found = open_question_of(unit, conversation_id)
    return found.text if found else ""


def _new_key(parts: Parts) -> str:
    return _keys(parts).dumps(secrets.token_urlsafe(18))


def _once(parts: Parts, key: str) -> str | None:
    """Return what the key stands for, or None when it is not ours or too old."""
    try:
        return str(_keys(parts).loads(key, max_age=_KEY_SECONDS))
    except BadSignature:
        return None


def _keys(parts: Parts) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derived_key(parts.settings, "ticket form"), salt=b"ticket form")
