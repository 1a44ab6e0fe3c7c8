"""The house rules of the README that no tool checks for us."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])
MODULES = [path for path in CODE if path.name != "__init__.py"]
SETUP = ROOT / "bot/cli/setup.py"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> list[tuple[str, str]]:
    """Return the name and text of every file that git keeps, except pictures."""
    pictures = {".png", ".ico", ".jpg"}
    return [(_name(path), path.read_text(encoding="utf-8")) for path in _tracked() if path.suffix not in pictures]


def test_there_is_code_to_check():
    assert len(MODULES) > 30


def test_package_files_are_empty():
    assert [_name(p) for p in CODE if p.name == "__init__.py" and p.read_text()] == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_module_opens_with_one_to_three_lines(path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, "say what lives here"
    assert len(docstring.split("\n\n")[0].splitlines()) <= 3


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_project_import_inside_a_function(path):
    found = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            modules = []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            elif isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            found += [m for m in modules if m.split(".")[0] in {"bot", "actions"}]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_relative_import(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level] == []


def test_no_vague_file_names():
    vague = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "base"}
    assert [_name(p) for p in CODE if p.stem in vague] == []


def test_environment_is_read_only_at_the_edge():
    """Settings read the environment; set-up runs before them, and two files hand it on to a child."""
    readers = [_name(p) for p in MODULES if re.search(r"os\.(environ|getenv)", p.read_text(encoding="utf-8"))]
    allowed = {"bot/settings.py", "bot/cli/setup.py", "bot/cli/processes.py", "bot/cli/model.py"}
    assert {name for name in readers if not name.startswith(("bot/assistant/", "actions/"))} <= allowed


def test_locks_hold_hashes_and_no_addresses():
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert len(locks) >= 4
    for lock in locks:
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, lock.name
        for block in re.split(r"\n(?=[a-z0-9])", text):
            if re.match(r"[a-z0-9][a-z0-9._-]*==", block):
                assert "--hash=sha256:" in block, block[:60]


def test_no_path_of_one_machine():
    pattern = re.compile(r"(?<![\w.])/(?:root|work|home)/[A-Za-z0-9._-]+")
    assert [(name, m.group()) for name, text in _texts() for m in pattern.finditer(text)] == []


def test_no_stub_is_left():
    # Put together here so that this file does not find itself.
    marks = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error", "X" + "XX"]
    found = [(name, mark) for name, text in _texts() for mark in marks if name.endswith(".py") and mark in text]
    assert found == []


def test_nothing_generated_is_tracked():
    kinds = {".db", ".sqlite", ".sqlite3", ".log", ".pyc", ".gz", ".lock"}
    assert [_name(path) for path in _tracked() if path.suffix in kinds] == []
