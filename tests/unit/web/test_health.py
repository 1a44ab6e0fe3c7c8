"""Health of the process and of each part."""

import shutil

import pytest


def test_the_process_runs_even_when_nothing_else_does(client, rasa):
    rasa.status = 500
    assert client.get("/health").json() == {"status": "ok"}


def test_each_part_tells_how_it_is(client):
    ready = client.get("/ready")
    assert ready.status_code == 200
    told = ready.json()
    assert set(told["parts"]) == {"database", "rasa", "actions", "mail"}
    assert told["parts"]["rasa"]["model"] == "model-1"
    assert told["parts"]["rasa"]["language_model"] == "spacy.blank(nl)"
    assert told["parts"]["actions"]["status"] == "down"
    assert told["status"] == "degraded"


def test_without_rasa_it_is_not_ready(client, rasa):
    rasa.status = 500
    ready = client.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["status"] == "down"
    assert ready.json()["parts"]["database"]["status"] == "ok"


def test_without_the_database_it_is_not_ready(client, parts, tmp_path):
    parts.units.close()
    for name in tmp_path.glob("bron.db*"):
        name.unlink()
    shutil.rmtree(tmp_path / "bron.db", ignore_errors=True)
    (tmp_path / "bron.db").mkdir()
    ready = client.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["parts"]["database"]["status"] == "down"


@pytest.mark.parametrize("path", ["/", "/onderwerpen", "/vraag"])
def test_a_lost_database_gives_a_page_and_no_trace(client, parts, tmp_path, path, capsys):
    client.post("/", data={"message": "geheime vraag"})
    parts.units.close()
    for name in tmp_path.glob("bron.db*"):
        name.unlink()
    (tmp_path / "bron.db").mkdir()
    page = client.get(path)
    assert page.status_code in (200, 500)
    assert "Traceback" not in page.text
    assert "sqlite" not in page.text.lower()
    assert page.headers["content-security-policy"]
    assert "geheime" not in capsys.readouterr().out
