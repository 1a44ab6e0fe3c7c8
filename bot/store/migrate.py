"""Brings a database to the tables of this version of the product. The steps are in the folder `migrations`."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from bot.errors import StoreUnavailable
from bot.store.engine import open_for_migration

_SCRIPTS = Path(__file__).parent / "migrations"
# Any constant that no other lock of this database uses.
_MIGRATION_LOCK = 7_201_502


def upgrade(url: str) -> None:
    """Bring the database up to date. All or nothing; two processes may do it at once.

    Args:
        url: as for `bot.store.engine.open_engine`.

    Raises:
        StoreUnavailable: the address is wrong, or the server or disk does not let it; the text holds no password.
    """
    try:
        _run(url, "head", up=True)
    except (OSError, sa.exc.SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StoreUnavailable(
            f"the database cannot be used: {reason}. Remedy: check BRON_DATABASE_URL, the server and the disk"
        ) from error


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back to an earlier revision; `base` removes all tables and what is in them."""
    _run(url, revision, up=False)


def _run(url: str, revision: str, *, up: bool) -> None:
    engine = open_for_migration(url)
    try:
        with engine.begin() as connection:
            _wait_for_turn(connection)
            config = Config()
            config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
            config.attributes["connection"] = connection
            (command.upgrade if up else command.downgrade)(config, revision)
            _check_references(connection)
    finally:
        engine.dispose()


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_references(connection: Connection) -> None:
    """Foreign keys are unchecked while SQLite replaces tables: check them before the commit."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"broken references after a migration: {broken[:5]}")
