"""Makes a ticket of what somebody filled in: masks it, checks it, adds what the assistant thought."""

from dataclasses import dataclass

from bot.chat.open_question import OpenQuestion, open_question
from bot.store.unit import SqlUnit
from bot.tickets.calendar import answer_by
from bot.tickets.cases import open_ticket
from bot.tickets.intake import check_intake
from bot.tickets.model import Intake, Proposal, Ticket
from bot.wiring import Parts


@dataclass(frozen=True)
class Filled:
    """What was filled in, not yet checked. `key` makes one ticket of all tries."""

    key: str
    question: str
    email: str | None
    name: str | None
    brin: str | None
    conversation_id: str | None


def checked(parts: Parts, filled: Filled, asked: OpenQuestion | None = None) -> Intake:
    """Return the intake, masked and checked.

    Args:
        asked: the question of the conversation that this is about, for what the assistant thought of it.

    Raises:
        InvalidInput: see bot.tickets.intake.
    """
    return check_intake(
        parts.mask(filled.question).text,
        filled.email,
        filled.name,
        filled.brin,
        key=filled.key,
        conversation_id=filled.conversation_id,
        proposals=tuple(Proposal(one.topic, one.confidence) for one in asked.ranking) if asked else (),
        model=asked.model if asked else "",
        knowledge=asked.knowledge if asked else "",
    )


def keep_ticket(parts: Parts, unit: SqlUnit, filled: Filled, is_in_turn: bool = False) -> Ticket:
    """Keep the ticket and the letter that it owes; the commit is the caller's.

    Args:
        is_in_turn: see open_question_of.

    Raises:
        InvalidInput: see bot.tickets.intake.
    """
    asked = open_question_of(unit, filled.conversation_id, is_in_turn) if filled.conversation_id else None
    now = parts.clock.now()
    return open_ticket(unit, checked(parts, filled, asked), parts.links, answer_by(now), now)


def open_question_of(unit: SqlUnit, conversation_id: str, is_in_turn: bool = False) -> OpenQuestion | None:
    """Return the last question of a conversation that neither the assistant nor a ticket took up.

    Args:
        is_in_turn: the action server asks while a turn is being answered; that turn is not the open question.
    """
    tickets = unit.tickets.of_conversation(conversation_id)
    handled_until = max((ticket.opened_at for ticket in tickets), default=None)
    turns = [turn for turn in unit.journal.turns(conversation_id) if turn.reply is not None or not is_in_turn]
    return open_question(turns, handled_until)
