"""What the knowledge is made of: sources, facts, topics, milestones, and an answer for one day. No rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.errors import BronError


class KnowledgeError(BronError):
    """The knowledge cannot be read or does not hold what was asked; the text names file and entry."""

    code = "knowledge"


class Certainty(Enum):
    """How sure a fact is. LOW may be recorded, never said; UNKNOWN only by a sentence marked unknown."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class ActingRole(Enum):
    """Who in the school must act on an answer."""

    BOARD = "board"
    DIRECTOR = "director"
    DUO_ADMINISTRATOR = "duo_administrator"


class Phase(Enum):
    """Where a milestone stands on a given day."""

    PAST = "past"
    NOW = "now"
    FUTURE = "future"


@dataclass(frozen=True)
class Window:
    """Half-open range of days, [start, end). None is unbounded on that side."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Source:
    """A page or letter. `url` is None for the letter. `shown_date` is Dutch and never empty.

    `available_from` is the first day on which it can have been read, None when that is before the letter.
    """

    id: str
    title: str
    publisher: str
    url: str | None
    shown_date: str
    available_from: date | None


@dataclass(frozen=True)
class Citation:
    """Where a fact stands: a source, and the part of it."""

    source: str
    where: str


@dataclass(frozen=True)
class Fact:
    """One statement with its proof. `told` is the window of days on which it may be told."""

    id: str
    statement: str
    citations: tuple[Citation, ...]
    certainty: Certainty
    told: Window
    replaced_by: str | None


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer; when `timeline` is set, the place where the milestones come (no text).

    `said` is the window of days on which it is said. A text that starts with "- " is a line of a list.
    """

    text: str
    facts: tuple[str, ...]
    said: Window
    paragraph: bool
    unknown: bool
    timeline: bool


@dataclass(frozen=True)
class Topic:
    """One thing that the assistant can answer. `group` is the file that it stands in."""

    id: str
    group: str
    title: str
    keywords: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    next: tuple[str, ...]
    helpdesk: bool
    owner: str
    review: date
    acting_role: ActingRole | None

    @property
    def tells_timeline(self) -> bool:
        return any(sentence.timeline for sentence in self.sentences)


@dataclass(frozen=True)
class Milestone:
    """A point or period on the timeline. `period` decides its phase, `when` is how it is said, in Dutch.

    It is told on the days in `told`; `past_label`, where given, takes the place of `label` once it is past.
    """

    id: str
    period: Window
    when: str
    label: str
    past_label: str | None
    facts: tuple[str, ...]
    told: Window
    unknown: bool


@dataclass(frozen=True)
class Phrases:
    """The Dutch words that composing needs: names of the months, and the heading above each phase."""

    months: tuple[str, ...]
    phases: Mapping[Phase, str]


@dataclass(frozen=True)
class Checklist:
    """What the check asks for: topics that must be there, days on which to read every answer, words to avoid.

    The first day is the first that the assistant answers for; before it nothing is promised.
    """

    topics: tuple[str, ...]
    days: tuple[date, ...]
    avoided_words: tuple[str, ...]


@dataclass(frozen=True)
class Knowledge:
    """All that the assistant knows. `version` is a short hash of the files that it was read from.

    `approved` holds, per topic, the fingerprint of its facts when somebody last read the answer against them.
    """

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    topics: Mapping[str, Topic]
    milestones: tuple[Milestone, ...]
    phrases: Phrases
    checklist: Checklist
    approved: Mapping[str, str]
    version: str


@dataclass(frozen=True)
class SourceRef:
    """A source as an answer shows it. `date` is Dutch and never empty; `url` or `section` is set."""

    title: str
    date: str
    url: str | None
    section: str | None


@dataclass(frozen=True)
class Answer:
    """What is said about a topic on one day: plain text, paragraphs parted by a blank line, lists with "- ".

    `next` are the topics that people ask next; `helpdesk` says that the answer should offer the helpdesk.
    """

    topic: str
    title: str
    text: str
    sources: tuple[SourceRef, ...]
    next: tuple[str, ...]
    helpdesk: bool
    acting_role: ActingRole | None
