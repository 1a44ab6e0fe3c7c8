"""Mends typing errors towards words that the assistant knows. Pure; which words it knows is told to it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.language.normalise import WORD

_SHORT, _LONG = 5, 9
"""From these lengths on a word may be one and two slips away from a known word."""
_LONGEST = 28


class Speller:
    """Knows words and mends the others when exactly one known word is near enough.

    A word of 5 letters or more may have one slip (a letter too few, too many, wrong, or two swapped), of 9 or more
    two; the first letter must be right unless it was swapped with the second. Of words that are equally near the
    more frequent one wins.

    Args:
        known: how often each word was seen. A word in here is never changed.
        targets: the words that others may be changed into; a subset of `known`.
    """

    def __init__(self, known: Mapping[str, int], targets: Iterable[str]) -> None:
        self._known = known
        self._near: dict[str, set[str]] = defaultdict(set)
        for target in targets:
            for stump in _stumps(target, _slips(target)):
                self._near[stump].add(target)

    def mend(self, text: str) -> str:
        """Return a normalised text with its unknown words mended where that is safe."""
        return WORD.sub(lambda found: self.mend_word(found[0]), text)

    def mend_word(self, word: str) -> str:
        """Return the known word that was meant, or the word itself."""
        if word in self._known or not word.isalpha() or len(word) > _LONGEST:
            return word
        allowed = _slips(word)
        found: list[tuple[int, int, str]] = []
        for target in {target for stump in _stumps(word, allowed) for target in self._near.get(stump, ())}:
            distance = slips_between(word, target)
            if distance <= min(allowed, _slips(target)) and _starts_alike(word, target):
                found.append((distance, -self._known.get(target, 0), target))
        return min(found)[2] if found else word


def known_words(counts: Mapping[str, int], jargon: Iterable[str]) -> tuple[Counter[str], set[str]]:
    """Decide from the words of the training questions which are right and which may be mended.

    A word that was seen once counts as known only when no frequent word is near it, since training questions hold
    typing errors on purpose.

    Args:
        counts: how often each word stands in the training questions.
        jargon: words that are right whatever their count.

    Returns:
        The known words with their counts, and the words that others may be mended into.
    """
    right = Counter({word: count for word, count in counts.items() if count > 2 or not word.isalpha()})
    for word in jargon:
        right[word] = max(right[word], 3)
    targets = {word for word, count in right.items() if count > 2 and word.isalpha() and len(word) > 2}
    rough = Speller(right, targets)
    for word, count in counts.items():
        if word not in right and rough.mend_word(word) == word:
            right[word] = count
    return right, targets


def slips_between(left: str, right: str) -> int:
    """Return the number of slips between two words: a letter added, left out, replaced, or two neighbours swapped."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        now = [i] + [0] * len(right)
        for j, b in enumerate(right, start=1):
            now[j] = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                now[j] = min(now[j], before[j - 2] + 1)
        before, last = last, now
    return last[-1]


def _slips(word: str) -> int:
    return 0 if len(word) < 3 else 1 if len(word) < _LONG else 2


def _starts_alike(word: str, target: str) -> bool:
    if len(word) < _SHORT or len(target) < _SHORT:
        return sorted(word) == sorted(target) and len(word) > 2
    return word[0] == target[0] or word[:2] == target[1::-1]


def _stumps(word: str, slips: int) -> set[str]:
    stumps = {word}
    for _ in range(slips):
        stumps |= {stump[:i] + stump[i + 1 :] for stump in stumps for i in range(len(stump))}
    return stumps
