"""Decides what one message does to the ticket form. Pure: no Rasa, no network, no texts but the names of texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from actions.fields import FormWords, email_problem, find_brin, find_email, find_name, meant_as_brin, named_fields

QUESTION, EMAIL, NAME, BRIN, CONFIRM = "question", "email", "name", "brin", "confirm"
FIELDS = (QUESTION, EMAIL, NAME, BRIN)
OPTIONAL = (EMAIL, NAME, BRIN)
# A field that was left out on purpose; None is a field that was not asked yet.
LEFT_OUT = ""

AFFIRM, DENY, SKIP, CANCEL, CHANGE, PERSON = "affirm", "deny", "skip", "cancel", "change_field", "medewerker"
FORM_INTENTS = frozenset({AFFIRM, DENY, SKIP, CANCEL, CHANGE})
UNKNOWN = ("escalate", "out_of_scope")
# At the question a longer text is the question itself, whatever it looks like.
LONGEST_COMMAND = 3

Values = Mapping[str, str | None]


class Course(Enum):
    """How it goes on: ask a field, let the dialogue answer, stop, or send."""

    ASK = "ask"
    ELSEWHERE = "elsewhere"
    STOP = "stop"
    SEND = "send"


@dataclass(frozen=True)
class Said:
    """What somebody did. `typed` is None for a button; `field` is what a button named."""

    typed: str | None
    intent: str
    field: str | None = None


@dataclass(frozen=True)
class Turn:
    """What follows. `ask` is the field to ask next, `lead` the name of the text before it, `taken` what was filled in
    or tried to; `values` holds only what changes."""

    course: Course = Course.ASK
    ask: str = CONFIRM
    lead: str | None = None
    taken: str | None = None
    values: Values = field(default_factory=dict)


def next_field(values: Values) -> str:
    """Return the first field that was not asked yet, or the summary."""
    return next((name for name in FIELDS if values.get(name) is None), CONFIRM)


def take_turn(said: Said, values: Values, asked: str, words: FormWords) -> Turn:
    """Return what a message does.

    Args:
        said: the message.
        values: the fields so far; None was not asked yet, empty was left out.
        asked: the field that is open.
        words: Dutch words that the form recognises.
    """
    if asked == QUESTION and said.typed is not None:
        return _question(said, said.typed, values)
    typed = said.typed or ""
    found = _given(typed, values, asked, words)
    if found is not None:
        return found
    if said.intent == CANCEL:
        return Turn(Course.STOP)
    if said.intent == CHANGE:
        return _change(said, values, asked, words)
    if said.intent == PERSON:
        return Turn(ask=asked, lead="say_busy")
    if said.intent in (SKIP, DENY) and asked != CONFIRM:
        return _left_out(said, values, asked)
    if asked == CONFIRM:
        return _confirm(said, typed, words)
    return _field(said, typed, values, asked, words)


def _question(said: Said, typed: str, values: Values) -> Turn:
    short = len(typed.split()) <= LONGEST_COMMAND
    if short and said.intent == CANCEL:
        return Turn(Course.STOP)
    if short and said.intent == PERSON:
        return Turn(ask=QUESTION, lead="say_busy")
    if (short and said.intent in FORM_INTENTS) or not any(character.isalpha() for character in typed):
        if values.get(QUESTION) and said.intent in (DENY, SKIP, AFFIRM):
            return Turn(ask=next_field(values), lead="say_kept")
        return Turn(ask=QUESTION, lead="say_question_needed")
    return _filled(QUESTION, typed, values, "say_question_taken")


def _given(typed: str, values: Values, asked: str, words: FormWords) -> Turn | None:
    """Take an address or BRIN wherever it is given: it changes that field and nothing else."""
    email = find_email(typed)
    if email:
        if asked == EMAIL:
            return _filled(EMAIL, email, values, "say_email_changed" if values.get(EMAIL) else None)
        changed = {**values, EMAIL: email}
        ask = asked if values.get(asked) is None else next_field(changed)
        return Turn(ask=ask, lead="say_email_changed", taken=EMAIL, values={EMAIL: email})
    brin = find_brin(typed) if asked != BRIN and BRIN in named_fields(typed, words) else None
    if brin:
        ask = asked if values.get(asked) is None else next_field({**values, BRIN: brin})
        return Turn(ask=ask, lead="say_brin_changed", taken=BRIN, values={BRIN: brin})
    return None


def _change(said: Said, values: Values, asked: str, words: FormWords) -> Turn:
    named = [said.field] if said.field in FIELDS else named_fields(said.typed or "", words)
    # "My question has a wrong address in it" names two: the last of the form is the one that is meant.
    if named:
        return Turn(ask=str(named[-1]))
    return Turn(ask=asked, lead="say_which_field" if asked == CONFIRM else "say_change_later")


def _left_out(said: Said, values: Values, asked: str) -> Turn:
    if asked not in OPTIONAL:
        if values.get(asked):
            return Turn(ask=next_field(values), lead="say_kept")
        return Turn(ask=asked, lead="say_cannot_skip")
    if said.intent == DENY and values.get(asked) is not None:
        return Turn(ask=next_field(values), lead="say_kept")
    return _filled(asked, LEFT_OUT, values, "say_email_skipped" if asked == EMAIL else None)


def _confirm(said: Said, typed: str, words: FormWords) -> Turn:
    if said.intent == AFFIRM:
        return Turn(Course.SEND)
    if said.intent == DENY:
        return Turn(ask=CONFIRM, lead="say_which_field")
    if said.intent == SKIP:
        return Turn(ask=CONFIRM, lead="say_cannot_skip")
    if said.intent.startswith(UNKNOWN):
        named = named_fields(typed, words)
        return Turn(ask=named[-1]) if named else Turn(ask=CONFIRM, lead="say_confirm_help")
    return Turn(Course.ELSEWHERE)


def _field(said: Said, typed: str, values: Values, asked: str, words: FormWords) -> Turn:
    """Take what was typed as the open field, unless it is a question that the dialogue can answer."""
    known = said.intent not in FORM_INTENTS and not said.intent.startswith(UNKNOWN)
    if asked == EMAIL and (problem := email_problem(typed)):
        return Turn(ask=EMAIL, lead=f"say_email_{problem}", taken=EMAIL)
    if asked == BRIN and typed:
        brin = find_brin(typed)
        if brin:
            return _filled(BRIN, brin, values, None)
        if meant_as_brin(typed):
            return Turn(ask=BRIN, lead="say_brin_invalid", taken=BRIN)
    if asked == NAME and typed:
        name = find_name(typed, words, sure=known)
        if name and said.intent not in FORM_INTENTS:
            return _filled(NAME, name, values, None)
    if known:
        return Turn(Course.ELSEWHERE)
    return Turn(ask=asked, lead=f"say_{asked}_help" if asked in OPTIONAL else "say_question_needed")


def _filled(name: str, value: str, values: Values, lead: str | None) -> Turn:
    changed = {name: value}
    return Turn(ask=next_field({**values, **changed}), lead=lead, taken=name, values=changed)
