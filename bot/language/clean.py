"""One spelling for a question, typing errors mended: normalise.py and spell.py with the words that were learned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.language.normalise import normalise, words_of
from bot.language.spell import Speller, known_words
from bot.language.words import WordLists


class Cleaner:
    """Normalises a text and mends its typing errors.

    Args:
        replacements: see `normalise.normalise`.
        known: see `spell.Speller`.
        targets: see `spell.Speller`.
    """

    def __init__(self, replacements: Mapping[str, str], known: Mapping[str, int], targets: Sequence[str]) -> None:
        self._state = {"replacements": replacements, "known": known, "targets": sorted(targets)}
        self._replacements = replacements
        self._speller = Speller(known, targets)

    @classmethod
    def fit(cls, texts: Sequence[str], lists: WordLists) -> "Cleaner":
        """Learn from the training questions which words are right."""
        seen = (words_of(normalise(text, lists.replacements)) for text in texts)
        known, targets = known_words(Counter(word for one in seen for word in one), lists.jargon)
        return cls(dict(lists.replacements), dict(known), sorted(targets))

    def clean(self, text: str) -> str:
        """Return the text in one spelling."""
        return self._speller.mend(normalise(text, self._replacements))

    def state(self) -> dict[str, Any]:
        """Return what makes an equal cleaner: its own arguments."""
        return self._state
