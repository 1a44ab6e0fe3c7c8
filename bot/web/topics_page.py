"""The topics with their answers for today: all of them, some of them by words, or one."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from bot.chat.topic_search import search_topics
from bot.knowledge.compose import compose
from bot.knowledge.model import Answer, KnowledgeError, Topic
from bot.web.pages import page
from bot.web.refusals import Refusal
from bot.wiring import Parts

router = APIRouter(include_in_schema=False)

_LONGEST_QUERY = 200


@dataclass(frozen=True)
class Group:
    """Topics under one heading, with their answers for today."""

    name: str
    title: str
    answers: tuple[Answer, ...]


@router.get("/onderwerpen")
async def show_all(request: Request, q: Annotated[str, Query()] = "") -> Response:
    """Show all topics by group, or those that hold the words of the query, best first."""
    parts: Parts = request.app.state.parts
    query = " ".join(q.split())[:_LONGEST_QUERY]
    today = parts.clock.today()
    if query:
        found = search_topics(parts.knowledge, query, today, parts.texts.listed("search.ignored"))
        groups = [Group("found", "", _answers(parts, found))] if found else []
    else:
        groups = _grouped(parts)
    return page(request, "topics/list.html", query=query, groups=groups, today=today)


@router.get("/onderwerpen/{topic}")
async def show_one(request: Request, topic: str) -> Response:
    """Show one topic in full."""
    parts: Parts = request.app.state.parts
    found = parts.knowledge.topics.get(topic)
    answers = _answers(parts, [found]) if found else ()
    if not answers:
        raise Refusal(404, "unknown_topic")
    following = [parts.knowledge.topics[name] for name in answers[0].next if name in parts.knowledge.topics]
    return page(request, "topics/one.html", answer=answers[0], following=following, today=parts.clock.today())


def _grouped(parts: Parts) -> list[Group]:
    order = list(parts.texts.table("groups"))
    topics = sorted(parts.knowledge.topics.values(), key=lambda t: order.index(t.group) if t.group in order else 99)
    titles = parts.texts.table("groups")
    return [
        Group(name, titles.get(name, name.capitalize()), _answers(parts, list(members)))
        for name, members in groupby(topics, key=lambda topic: topic.group)
    ]


def _answers(parts: Parts, topics: list[Topic]) -> tuple[Answer, ...]:
    answers = []
    for topic in topics:
        try:
            answers.append(compose(parts.knowledge, topic.id, parts.clock.today()))
        except KnowledgeError:
            # A topic may have nothing to say on some days; then it is not in the list of that day.
            continue
    return tuple(answers)
