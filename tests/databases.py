"""The databases of the tests. Migrating takes a quarter of a minute: all processes of a run get copies of one migrated database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases


def asks_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server", "shared_records"}
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(
        getattr(item, "fixturenames", ())
    )


@contextmanager
def migrated_database(config: pytest.Config) -> Iterator[None]:
    """A migrated database for this process; gone afterwards, but for `--reuse-db`."""
    keep = bool(config.getoption("reuse_db")) and not config.getoption("create_db")
    process: dict[str, str] | None = getattr(config, "workerinput", None)
    if process is None:
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
        yield
        if not config.getoption("reuse_db"):
            teardown_databases(made, verbosity=0)
        return
    # `tools.checks` names its run, so that the copies of the next check come from the same database.
    run, suffix = os.environ.get("MENTORHALO_TEST_RUN") or process["testrunuid"], process["workerid"]
    original = str(connection.settings_dict["NAME"])
    with _alone():
        _migrate_once(run, keep=keep)
        connection.creation.clone_test_db(suffix, verbosity=0)
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(suffix))
    yield
    connection.creation.destroy_test_db(original, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """One process after the other."""
    with (settings.DATA_DIR / "test-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate_once(run: str, *, keep: bool) -> None:
    """Point the connection at the database that copies are made from; the first process of the run makes it."""
    note = settings.DATA_DIR / f"test-database.{connection.vendor}"
    made_for, name = note.read_text().split("\n") if note.exists() else ("", "")
    if made_for == run:
        connection.close()
        connection.settings_dict["NAME"] = name
        return
    note.unlink(missing_ok=True)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=keep)
    connection.close()
    note.write_text(f"{run}\n{connection.settings_dict['NAME']}")
