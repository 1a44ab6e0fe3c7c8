"""Counts what somebody did in the last while, in this process. What happens at the limit is decided by the caller."""

import math
import time
from collections import OrderedDict, deque

_MOST_KEYS = 50_000


class Window:
    """Allows at most `most` things in any stretch of `seconds`, counted per key.

    Args:
        most: the number of things; 0 allows everything.
        seconds: length of the stretch.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._done: OrderedDict[str, deque[tuple[float, str | None]]] = OrderedDict()

    def take(self, key: str, mark: str | None = None) -> int:
        """Count one thing and return 0, or count nothing and return how many whole seconds to wait.

        Args:
            key: who does it.
            mark: the thing's own id; the same id again within the stretch is free.
        """
        wait = self.wait(key, mark)
        if wait == 0 and self._most and not self._is_known(key, mark):
            self._done.setdefault(key, deque()).append((time.monotonic(), mark))
            self._done.move_to_end(key)
            while len(self._done) > _MOST_KEYS:
                self._done.popitem(last=False)
        return wait

    def wait(self, key: str, mark: str | None = None) -> int:
        """Return how many whole seconds to wait before the next thing, 0 for none, and count nothing."""
        done = self._done.get(key)
        if not self._most or done is None:
            return 0
        oldest = time.monotonic() - self._seconds
        while done and done[0][0] <= oldest:
            done.popleft()
        if not done:
            del self._done[key]
            return 0
        if len(done) < self._most or self._is_known(key, mark):
            return 0
        return max(1, math.ceil(done[0][0] - oldest))

    def _is_known(self, key: str, mark: str | None) -> bool:
        return mark is not None and any(mark == known for _, known in self._done.get(key, ()))
