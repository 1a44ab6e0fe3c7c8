import pytest

from bot.errors import SettingsError
from bot.settings import read_settings

SECRETS = {f"BRON_{name}": name * 16 for name in ("SECRET_KEY", "RASA_SECRET", "INTERNAL_SECRET")}


def test_defaults_work_on_one_machine(tmp_path):
    settings = read_settings({"BRON_VAR": str(tmp_path)})
    assert settings.port == 8080
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.database_url == f"sqlite:///{tmp_path / 'bron.db'}"
    assert settings.mail.transport == "folder"


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path):
    first = read_settings({"BRON_VAR": str(tmp_path)})
    second = read_settings({"BRON_VAR": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert len({first.secret_key, first.rasa_secret, first.internal_secret}) == 3
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_given_secrets_are_taken_and_nothing_is_written(tmp_path):
    settings = read_settings({"BRON_VAR": str(tmp_path), **SECRETS})
    assert settings.rasa_secret == SECRETS["BRON_RASA_SECRET"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRON_PORT", "0"),
        ("BRON_PORT", "70000"),
        ("BRON_PORT", "eighty"),
        ("BRON_MAIL", "pigeon"),
        ("BRON_SMTP_TLS", "maybe"),
        ("BRON_FIXED_NOW", "tomorrow"),
        ("BRON_RASA_SECRET", "short"),
        ("BRON_MESSAGE_LIMIT", "-1"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(tmp_path, name, value):
    with pytest.raises(SettingsError) as caught:
        read_settings({"BRON_VAR": str(tmp_path), name: value})
    assert name in str(caught.value)
    assert "Remedy" in str(caught.value)
