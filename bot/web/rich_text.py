"""Turns plain texts into safe HTML: paragraphs, lists and links. The texts themselves are never HTML."""

import re
from itertools import groupby

from markupsafe import Markup, escape

_LINK = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<bare>(?<![\w@./-])www\.[^\s<>\"]+)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)'"
_BULLET = re.compile(r"^\s*[-•*]\s+")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


def rich_text(text: str) -> Markup:
    """Return a text as paragraphs and lists.

    Args:
        text: paragraphs parted by a blank line; a line that starts with "- " or "1. " is a line of a list.
    """
    blocks = re.split(r"\n\s*\n", text.strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def linked(text: str) -> Markup:
    """Return one line with its addresses as links."""
    pieces: list[Markup] = []
    last = 0
    for match in _LINK.finditer(text):
        found = match[0].rstrip(_TRAILING)
        pieces += [escape(text[last : match.start()]), _anchor(found, match.lastgroup or "")]
        last = match.start() + len(found)
    return Markup("").join([*pieces, escape(text[last:])])


def _anchor(found: str, kind: str) -> Markup:
    target = {"mail": f"mailto:{found}", "bare": f"https://{found}"}.get(kind, found)
    shown = re.sub(r"^https?://", "", found)
    return Markup('<a href="{}">{}</a>').format(target, shown)


def _block(block: str) -> Markup:
    parts = []
    for kind, lines in groupby(block.split("\n"), key=_kind):
        items = [line for line in lines if line.strip()]
        if kind == "p":
            parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(linked(line) for line in items)))
        else:
            mark = _BULLET if kind == "ul" else _NUMBER
            rows = Markup("").join(Markup("<li>{}</li>").format(linked(mark.sub("", line))) for line in items)
            parts.append(Markup("<{0}>{1}</{0}>").format(Markup(kind), rows))
    return Markup("").join(parts)


def _kind(line: str) -> str:
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBER.match(line) else "p"
