"""What Rasa's fingerprint of a component leaves out: the modules it leans on and the files it reads."""

import hashlib
import importlib.metadata
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

ABSENT = "absent"


def addition(modules: Iterable[ModuleType] = (), files: Iterable[Path] = (), facts: Iterable[str] = ()) -> str:
    """Return a text that changes when a module's source, a file or a fact changes.

    Args:
        modules: the project's modules that decide what the component does, besides its own class.
        files: the data that it reads; one that is missing counts as empty.
        facts: anything else, such as the version of an optional package.
    """
    digest = hashlib.sha256()
    for module in modules:
        digest.update(inspect.getsource(module).encode() + b"\0")
    for path in files:
        digest.update(path.read_bytes() if path.is_file() else b"")
        digest.update(b"\0")
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    return digest.hexdigest()


def package_version(name: str) -> str:
    """Return the version of an installed package, or `ABSENT`."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ABSENT
