"""Which trained model fits the present data, and how one is made. Training itself runs in the Rasa environment."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from bot.errors import BronError
from bot.settings import ROOT, Settings

RASA = ROOT / ".venv" / "rasa" / "bin" / "python"
# Knowledge is read when Rasa starts, so a changed answer needs no training.
TRAINED_FROM = (
    "config.yml",
    "data/nlu",
    "data/rules",
    "data/language/abbreviations.txt",
    "data/language/jargon.txt",
    "data/language/spelling.txt",
    "data/thresholds.yml",
    "bot/domain",
    "bot/assistant",
    "bot/language",
    "requirements/rasa.txt",
)
# Rasa is kept quiet and private: no telemetry, no GPU search, no start-up chatter.
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONUNBUFFERED": "1",
}
LEAST_BYTES = 1024**3
KEPT_MODELS = 3


class TrainingFailed(BronError):
    """Training ended without a model."""

    code = "training_failed"


def language_model() -> str:
    """Return the name and version of the Dutch model that the Rasa environment has."""
    code = (
        "import importlib.metadata as m\n"
        "try: print('nl_core_news_sm', m.version('nl_core_news_sm'))\n"
        "except m.PackageNotFoundError: print('blank')"
    )
    return subprocess.run([str(RASA), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def wanted_model(settings: Settings) -> Path:
    """Return where the model that fits the present data stands or would stand."""
    digest = hashlib.sha256(language_model().encode())
    for name in TRAINED_FROM:
        for path in _files(ROOT / name):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return settings.models / f"bron-{digest.hexdigest()[:12]}.tar.gz"


def train(settings: Settings) -> Path:
    """Train a model on the present data and return its path.

    Raises:
        TrainingFailed: with the end of what Rasa said.
    """
    model = wanted_model(settings)
    settings.models.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(settings.models).free < LEAST_BYTES:
        raise TrainingFailed("less than 1 GB free on this disk; free some space, then try again")
    half = model.with_name(f"half-{model.name}")
    command = [
        *(str(RASA), "-m", "rasa", "train", "--quiet", "--domain", "bot/domain", "--data", "data/nlu", "data/rules"),
        *("--out", str(settings.models), "--fixed-model-name", half.name),
    ]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, text=True)
    if done.returncode or not half.exists():
        raise TrainingFailed((done.stderr or done.stdout).strip()[-3000:])
    # The name appears only when the file is whole: a power cut leaves a half- file, never a broken model.
    half.replace(model)
    _forget_old(settings.models)
    return model


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _forget_old(folder: Path) -> None:
    models = sorted(folder.glob("bron-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for path in [*models[:-KEPT_MODELS], *folder.glob("half-*")]:
        path.unlink()
