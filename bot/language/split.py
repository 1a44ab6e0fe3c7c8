"""Tells apart the questions that one message may hold. Pure; whether they are answered apart is decided elsewhere.

It proposes generously: a part that turns out to ask the same as its neighbour is put back together by the decision.
"""

import re

MOST_PARTS = 4
"""A message is split into at most this many questions; a longer list is a letter, for a person to read."""

_WORD_OF_QUESTION = (
    r"(?:wat|wie|waar\w*|wanneer|welke?|hoe\w*|waarom|wrm|wnr|graag|geef|stuur|leg|"
    r"(?:voor|naar|tot|vanaf|van|per|tegen|op|bij|aan|in|met|onder|sinds|binnen)\s(?:wie|wat|welke?|wanneer|hoe\w*)|"
    r"(?:voor|van|bij|naar) (?:de|het|een) \w+)"
)
_VERB_OF_QUESTION = (
    r"(?:kan|kun|kunnen|mag|mogen|moet|moeten|moest|is|zijn|was|waren|heb|hebt|hebben|heeft|had|geldt|gelden|komt|komen|"
    r"krijg|krijgt|krijgen|werkt|werken|bestaat|bestaan|doet|gaat|gaan|ging|zal|zullen|wordt|worden|hoort|horen|"
    r"volstaat|betaal|betalen|redden|klopt)"
)
_ASKING = rf"(?:{_WORD_OF_QUESTION}|{_VERB_OF_QUESTION})"
_LEAD_IN = (
    r"(?:(?:en|of|maar|dan|ook|nog|anders|verder|daarnaast|zo ja|zo nee|trouwens|eigenlijk|dus|daarbij|vervolgens)\s+)*"
)
_SENTENCE_END = re.compile(r"(?<=[?!])\s*(?=[^\s?!.,)])|(?<=[^\W\d_]{2}\.)\s+(?=\S)|\n+|;\s*")
_CONNECTOR = re.compile(r"\s*,\s*(?:(?:en|of|maar|plus)\s+)?|\s+(?:en|of|maar|plus)\s+(?:ook\s+)?", re.IGNORECASE)
_OPENS_WITH_WORD = re.compile(rf"{_LEAD_IN}{_WORD_OF_QUESTION}\b", re.IGNORECASE)
_OPENS_QUESTION = re.compile(rf"\W*{_LEAD_IN}{_ASKING}\b", re.IGNORECASE)
_HOLDS_QUESTION = re.compile(
    r"\?|\b(?:wat|wie|waar\w*|wanneer|welke?|hoe|hoeveel|waarom|weten of|vraag\w* (?:me )?(?:of|af)|graag)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 2


Span = tuple[int, int]


def split_questions(text: str) -> list[str]:
    """Return the questions in a message, in order, in the asker's own words.

    A sentence that asks nothing stays before the question that follows it, as its context.

    Returns:
        Nothing when the message holds one question or none, else 2 to `MOST_PARTS` questions.
    """
    questions: list[Span] = []
    start: int | None = None
    for piece_start, piece_end in _pieces(text):
        start = piece_start if start is None else start
        if _asks(text[piece_start:piece_end]):
            questions.append((start, piece_end))
            start = None
    if start is not None and questions:
        questions[-1] = (questions[-1][0], len(text))
    return [text[a:b].strip(" ,;\n") for a, b in questions] if 2 <= len(questions) <= MOST_PARTS else []


def _pieces(text: str) -> list[Span]:
    return [clause for start, end in _sentences(text) for clause in _clauses(text, start, end)]


def _sentences(text: str) -> list[Span]:
    ends = [*(gap.start() for gap in _SENTENCE_END.finditer(text)), len(text)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _clauses(text: str, start: int, end: int) -> list[Span]:
    """Return the clauses of one sentence that can be a question of their own.

    A clause that opens with a verb is only cut off from one that asks: "we hebben er drie en zijn tevreden" is whole.
    """
    found: list[Span] = []
    for connector in _CONNECTOR.finditer(text, start, end):
        left, right = text[start : connector.start()], text[connector.end() : end]
        if min(len(left.split()), len(right.split())) < _LEAST_WORDS:
            continue
        if _OPENS_WITH_WORD.match(right) or (_OPENS_QUESTION.match(right) and _asks(left)):
            found.append((start, connector.start()))
            start = connector.end()
    return [*found, (start, end)] if text[start:end].strip(" ,.;") else found


def _asks(piece: str) -> bool:
    return bool(_OPENS_QUESTION.match(piece) or _HOLDS_QUESTION.search(piece))
