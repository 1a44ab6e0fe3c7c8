"""The milestones in order, each with where it stands on a given day. Drawing them is not for here."""

from dataclasses import dataclass
from datetime import date

from bot.knowledge.model import Knowledge, Milestone, Phase


@dataclass(frozen=True)
class Moment:
    """A milestone on one day: its phase and the words that fit that phase."""

    milestone: Milestone
    phase: Phase
    label: str


def moments(knowledge: Knowledge, today: date) -> tuple[Moment, ...]:
    """Return the milestones that are known on a day, in the order of the file.

    The editor sets that order: by date alone, a whole year would come before things in its first month.
    """
    return tuple(_moment(milestone, today) for milestone in knowledge.milestones if today in milestone.told)


def _moment(milestone: Milestone, today: date) -> Moment:
    phase = _phase(milestone, today)
    past = milestone.past_label if phase is Phase.PAST else None
    return Moment(milestone, phase, past or milestone.label)


def _phase(milestone: Milestone, today: date) -> Phase:
    if milestone.period.end is not None and today >= milestone.period.end:
        return Phase.PAST
    return Phase.NOW if today in milestone.period else Phase.FUTURE
