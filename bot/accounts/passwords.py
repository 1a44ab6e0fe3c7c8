"""Hashing and checking passwords (Argon2id). Which passwords are good enough stands in `cases.py`."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's figures: 19 MiB and two rounds, some tens of milliseconds.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Every check takes memory: a flood of log-ins must wait in line instead of filling the machine.
_AT_ONCE = threading.BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """Return the hash to keep."""
    with _AT_ONCE:
        return _HASHER.hash(_one_form(password))


def is_password(password: str, kept_hash: str | None) -> bool:
    """Return whether this is the password; None as the hash costs the same work and is always wrong."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept_hash or _NOBODY, _one_form(password)) and kept_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def _one_form(password: str) -> bytes:
    """Keyboards write the same character in different ways; all of them are the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


_NOBODY = hash_password("the password of an account that does not exist")
