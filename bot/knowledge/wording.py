"""Counts words and sentences and finds avoided words: what can be measured of plain language (B1)."""

import re
from collections.abc import Collection, Iterator

AVERAGE_WORDS = 12.5
LONGEST_SENTENCE = 20
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; a heading or a line of a list counts as a sentence."""
    lines = (line.removeprefix("- ").strip() for line in text.splitlines())
    return tuple(sentence for line in lines if line for sentence in _SENTENCE_END.split(line))


def count_words(text: str) -> int:
    """Return the number of words; a lone mark such as a dash is no word."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def lint(text: str, avoided: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what is not plain in a text, as rule and detail.

    Args:
        text: an answer.
        avoided: words that may not stand in it, in small letters.
    """
    found = sentences(text)
    lengths = [count_words(sentence) for sentence in found]
    if found and sum(lengths) / len(found) > AVERAGE_WORDS:
        yield "average_words", f"{sum(lengths) / len(found):.1f} words a sentence"
    for sentence, length in zip(found, lengths, strict=True):
        if length > LONGEST_SENTENCE:
            yield "long_sentence", f"{length} words: {sentence}"
    used = {word.lower() for word in _LETTERS.findall(text)}
    for word in sorted(used.intersection(avoided)):
        yield "avoided_word", word
