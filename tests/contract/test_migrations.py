"""The steps that make the tables."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import StoreUnavailable
from bot.store.engine import open_engine
from bot.store.migrate import downgrade, upgrade
from bot.store.tables import metadata

ROOT = Path(__file__).resolve().parents[2]


def _tables(url: str) -> set[str]:
    engine = open_engine(url)
    try:
        return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def test_up_down_and_up_again(empty_url):
    wanted = set(metadata.tables)
    assert _tables(empty_url) == set()
    upgrade(empty_url)
    assert _tables(empty_url) == wanted
    downgrade(empty_url)
    assert _tables(empty_url) == set()
    upgrade(empty_url)
    upgrade(empty_url)
    assert _tables(empty_url) == wanted


def test_migrations_make_the_tables_that_the_code_uses(empty_url):
    upgrade(empty_url)
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_what_is_compared_can_differ(empty_url):
    """The comparison above means nothing if it never finds anything."""
    upgrade(empty_url)
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tickets ADD COLUMN extra INTEGER")
        connection.exec_driver_sql("DROP INDEX ix_letters_owed")
        assert len(compare_metadata(MigrationContext.configure(connection), metadata)) == 2
    engine.dispose()


def test_several_processes_at_once(empty_url):
    program = """
import sys
from bot.store.migrate import upgrade
print("ready", flush=True)
sys.stdin.readline()
upgrade(sys.argv[1])
"""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen([sys.executable, "-c", program, empty_url], cwd=ROOT, **pipes) for _ in range(4)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [(process.communicate()[1], process.returncode) for process in running]
    assert [code for _, code in ended] == [0] * 4, ended
    assert _tables(empty_url) == set(metadata.tables)


def test_a_step_that_breaks_references_leaves_all_as_it_was(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    upgrade(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        # Only possible with the check off: what a wrong migration could leave behind.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql(
            "INSERT INTO sessions VALUES ('x', 99, 'c', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
        )
        connection.commit()
    engine.dispose()
    with pytest.raises(RuntimeError, match="sessions"):
        upgrade(url)


@pytest.mark.parametrize("url", ["sqlite:////dev/null/x", "postgresql+psycopg://u:hidden-word@127.0.0.1:1/x", "?"])
def test_a_database_that_cannot_be_used_is_one_clear_error(url):
    with pytest.raises(StoreUnavailable) as caught:
        upgrade(url)
    assert "Remedy" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hidden-word" not in str(caught.value)
