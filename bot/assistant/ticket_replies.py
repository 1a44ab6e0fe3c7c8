"""Messages about tickets: the form's questions, the confirmation, the stages. What the form does is in actions/."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.assistant.reply import ReplyMessage
from bot.assistant.wording import Wording
from bot.knowledge.dates import format_date

ASK = "utter_ask_ticket_"
CONFIRM = f"{ASK}confirm"
LONGEST_QUOTE = 240


class TicketReplies:
    """Makes messages about tickets.

    Args:
        wording: the texts.
        months: names of the months, January first.
    """

    def __init__(self, wording: Wording, months: Sequence[str]) -> None:
        self._wording = wording
        self._months = months

    def ask(self, name: str, values: Mapping[str, Any], said: Collection[str]) -> ReplyMessage:
        """Return the question of one field, after what has to be said before it (slot `ticket_lead`)."""
        shown = self._shown(values, whole=name == CONFIRM)
        lead = values.get("ticket_lead")
        if not lead or lead not in self._wording:
            return self._wording.message(name, shown, said)
        question = self._wording.message(name, shown)
        if self._wording.stands_alone(lead):
            alone = self._wording.message(lead, shown, said)
            return replace(alone, buttons=alone.buttons or question.buttons)
        candidates = [question.led_by(text) for text in self._wording.texts(lead, shown)]
        return next((one for one in candidates if one.text not in said), candidates[0])

    def sent(self, values: Mapping[str, Any]) -> ReplyMessage:
        """Return the confirmation.

        Args:
            values: number, link, email (None without) and answer_by (an ISO day or None).
        """
        name = "say_ticket_sent" if values.get("email") else "say_ticket_sent_without_mail"
        return self._wording.message(name, {**values, "expected": self._expected(values.get("answer_by"))})

    def status(self, tickets: Sequence[Mapping[str, str]], said: Collection[str]) -> ReplyMessage:
        """Return where tickets stand; each has number, status and link."""
        lines = [
            self._wording.text(
                "say_ticket_line",
                number=ticket["number"],
                stage=self._wording.text(f"say_stage_{ticket['status']}"),
                link=ticket["link"],
            )
            for ticket in tickets
        ]
        return self._wording.message("say_ticket_status", {"tickets": "\n".join(lines)}, said)

    def _expected(self, answer_by: str | None) -> str:
        if not answer_by:
            return self._wording.text("say_answer_soon")
        day = format_date(date.fromisoformat(answer_by), self._months)
        return self._wording.text("say_answer_by", date=day)

    def _shown(self, values: Mapping[str, Any], whole: bool) -> dict[str, Any]:
        """Return the values as the asker sees them: words for what was left out, long questions cut unless `whole`."""
        empty = self._wording.text("say_not_given")
        shown = {name: value or empty for name, value in values.items()}
        question = str(shown.get("ticket_question", ""))
        if not whole and len(question) > LONGEST_QUOTE:
            shown["ticket_question"] = f"{question[:LONGEST_QUOTE].rstrip()}…"
        return shown
