"""Reads the folder `data/knowledge` into a Knowledge. Whether what it says is right is for check.py."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from bot.knowledge.dates import format_date
from bot.knowledge.model import (
    ActingRole,
    Certainty,
    Checklist,
    Citation,
    Fact,
    Knowledge,
    KnowledgeError,
    Milestone,
    Phase,
    Phrases,
    Sentence,
    Source,
    Topic,
    Window,
)
from bot.knowledge.reading import Entry, read_list, read_yaml
from bot.knowledge.references import dangling

SOURCES = "sources.yml"
FACTS = "facts.yml"
TIMELINE = "timeline.yml"
PHRASES = "phrases.yml"
CHECKS = "checks.yml"
APPROVED = "approved.yml"
_OWN_FILES = frozenset({SOURCES, FACTS, TIMELINE, PHRASES, CHECKS, APPROVED})

_SOURCE_KEYS = frozenset({"id", "title", "publisher", "url", "date", "date_text", "available_from"})
_FACT_KEYS = frozenset({"id", "statement", "sources", "certainty", "valid_from", "valid_until", "replaced_by"})
_CITATION_KEYS = frozenset({"source", "where"})
_TOPIC_KEYS = frozenset({"id", "title", "keywords", "answer", "next", "helpdesk", "owner", "review", "acting_role"})
_SENTENCE_KEYS = frozenset({"text", "facts", "from", "until", "paragraph", "unknown", "timeline"})
_MILESTONE_KEYS = frozenset(
    {"id", "start", "end", "when", "label", "past_label", "facts", "known_from", "known_until", "unknown"}
)
_PHRASES_KEYS = frozenset({"months", "phases"})
_CHECKS_KEYS = frozenset({"topics", "days", "avoided_words"})


def load_knowledge(folder: Path) -> Knowledge:
    """Read all knowledge from a folder: the files named above; each other `.yml` is a group of topics.

    Raises:
        KnowledgeError: a file cannot be read or an entry has the wrong shape; the text names both.
    """
    phrases = _phrases(folder)
    milestones = read_list(folder / TIMELINE, _MILESTONE_KEYS, _milestone)
    knowledge = Knowledge(
        sources=read_list(folder / SOURCES, _SOURCE_KEYS, partial(_source, phrases.months)),
        facts=read_list(folder / FACTS, _FACT_KEYS, _fact),
        topics=_topics(folder),
        milestones=tuple(milestones.values()),
        phrases=phrases,
        checklist=_checklist(folder),
        approved=_approved(folder / APPROVED),
        version=_version(folder),
    )
    for kind, owner, target in dangling(knowledge):
        file = _file_of(knowledge, kind, owner)
        raise KnowledgeError(f"{file}: {owner}: refers to {target}, which does not exist")
    return knowledge


def _file_of(knowledge: Knowledge, kind: str, owner: str) -> str:
    return {"fact": FACTS, "milestone": TIMELINE}.get(kind) or f"{knowledge.topics[owner].group}.yml"


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _phrases(folder: Path) -> Phrases:
    entry = Entry(read_yaml(folder / PHRASES), PHRASES, _PHRASES_KEYS)
    months = entry.texts("months")
    if len(months) != 12:
        raise entry.error("months", "needs twelve names")
    phases = entry.texts("phases")
    if len(phases) != len(Phase):
        raise entry.error("phases", f"needs {len(Phase)} headings, for {', '.join(p.value for p in Phase)}")
    return Phrases(months, dict(zip(Phase, phases, strict=True)))


def _checklist(folder: Path) -> Checklist:
    entry = Entry(read_yaml(folder / CHECKS), CHECKS, _CHECKS_KEYS)
    return Checklist(entry.texts("topics"), entry.days("days"), entry.texts("avoided_words"))


def _approved(path: Path) -> Mapping[str, str]:
    data = read_yaml(path)
    if not isinstance(data, dict) or not all(isinstance(v, str) for pair in data.items() for v in pair):
        raise KnowledgeError(f"{path.name}: is not a mapping of topic to fingerprint")
    return data


def _source(months: tuple[str, ...], entry: Entry) -> Source:
    day = entry.day_or_none("date")
    shown = entry.text_or_none("date_text") or (format_date(day, months) if day else None)
    if shown is None:
        raise entry.error("date_text", "needs a text, because there is no date")
    return Source(
        id=entry.text("id"),
        title=entry.text("title"),
        publisher=entry.text("publisher"),
        url=entry.text_or_none("url"),
        shown_date=shown,
        available_from=entry.day_or_none("available_from") or day,
    )


def _fact(entry: Entry) -> Fact:
    citations = entry.entries("sources", _CITATION_KEYS, "source")
    return Fact(
        id=entry.text("id"),
        statement=entry.text("statement"),
        citations=tuple(Citation(one.text("source"), one.text("where")) for one in citations),
        certainty=entry.choice("certainty", Certainty),
        told=_window(entry, "valid_from", "valid_until"),
        replaced_by=entry.text_or_none("replaced_by"),
    )


def _topics(folder: Path) -> Mapping[str, Topic]:
    topics: dict[str, Topic] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name in _OWN_FILES:
            continue
        for topic in read_list(path, _TOPIC_KEYS, partial(_topic, path.stem)).values():
            if topic.id in topics:
                raise KnowledgeError(f"{path.name}: {topic.id}: stands in {topics[topic.id].group}.yml too")
            topics[topic.id] = topic
    return topics


def _topic(group: str, entry: Entry) -> Topic:
    return Topic(
        id=entry.text("id"),
        group=group,
        title=entry.text("title"),
        keywords=entry.texts("keywords"),
        sentences=tuple(_sentence(one) for one in entry.entries("answer", _SENTENCE_KEYS, "sentence")),
        next=entry.texts("next"),
        helpdesk=entry.flag("helpdesk"),
        owner=entry.text("owner"),
        review=entry.day("review"),
        acting_role=entry.choice_or_none("acting_role", ActingRole),
    )


def _sentence(entry: Entry) -> Sentence:
    timeline = entry.flag("timeline")
    if timeline and entry.text_or_none("text"):
        raise entry.error("text", "a timeline has no text of its own")
    return Sentence(
        text="" if timeline else entry.text("text"),
        facts=entry.texts("facts"),
        said=_window(entry, "from", "until"),
        paragraph=entry.flag("paragraph"),
        unknown=entry.flag("unknown"),
        timeline=timeline,
    )


def _milestone(entry: Entry) -> Milestone:
    period = _window(entry, "start", "end")
    if period.start is None or period.end is None:
        raise entry.error("start", "a milestone needs a start and an end")
    return Milestone(
        id=entry.text("id"),
        period=period,
        when=entry.text("when"),
        label=entry.text("label"),
        past_label=entry.text_or_none("past_label"),
        facts=entry.texts("facts"),
        told=_window(entry, "known_from", "known_until"),
        unknown=entry.flag("unknown"),
    )


def _window(entry: Entry, start: str, end: str) -> Window:
    window = Window(entry.day_or_none(start), entry.day_or_none(end))
    if window.start and window.end and window.start >= window.end:
        raise entry.error(end, f"has to be later than {start}")
    return window
