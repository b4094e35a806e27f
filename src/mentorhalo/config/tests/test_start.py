import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from mentorhalo.config.collected import collect_static_files
from mentorhalo.config.management.commands.start import count_what_all_see, shown_host
from mentorhalo.core.tests.access import World
from mentorhalo.indicators.counting import Counting
from mentorhalo.programmes.queries import current_programme
from mentorhalo.website import queries

from .test_commandline import mentorhalo


def test_busy_port_is_refused_before_anything_is_done() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(
            CommandError, match=f"Cannot listen on 127.0.0.1:{port}: .* PORT={port + 1} make run"
        ):
            call_command("start", port=port)


def test_address_that_listens_everywhere_is_shown_as_one_that_opens() -> None:
    assert [shown_host(host) for host in ("0.0.0.0", "127.0.0.1", "::1")] == [
        "127.0.0.1",
        "127.0.0.1",
        "[::1]",
    ]


def test_static_files_are_collected_once(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"

    assert collect_static_files() > 0
    assert collect_static_files() == 0


def test_first_visitor_does_not_wait_for_the_figures_of_the_front_page(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_what_all_see()
    monkeypatch.setattr(Counting, "__init__", counted_again)

    answer = client.get("/")

    assert answer.status_code == 200
    programme = current_programme()
    assert programme is not None
    assert queries.shown_figures(programme, world.today)
    assert queries.county_rows(programme, world.today, people=[])


def test_figures_that_cannot_be_counted_keep_nothing_else_from_being_served(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Counting, "__init__", counted_again)

    count_what_all_see()

    assert "could not be counted" in caplog.text


def counted_again(*_arguments: object, **_options: object) -> None:
    raise AssertionError("it is counted")


def test_from_the_first_command_in_a_new_folder_to_ctrl_c(tmp_path: Path) -> None:
    """One journey: making a new database is what takes its time."""
    database = f"sqlite:///{tmp_path / 'mentorhalo.sqlite3'}"
    asked = ("evidence", "verify", "--json")

    first = mentorhalo(*asked, MENTORHALO_DATA=str(tmp_path), DATABASE_URL=database)
    second = mentorhalo(*asked, MENTORHALO_DATA=str(tmp_path), DATABASE_URL=database)

    assert (first.returncode, json.loads(first.stdout)["ok"]) == (0, True)
    assert ("New database" in first.stderr, "New database" in second.stderr) == (True, False)
    start_prepares_serves_keeps_a_worker_and_stops(tmp_path)


def start_prepares_serves_keeps_a_worker_and_stops(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SITE_URL")
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    with subprocess.Popen(
        [str(Path(sys.executable).with_name("mentorhalo")), "start", "--no-demo", f"--port={port}"],
        env={**environment, "MENTORHALO_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        guard = threading.Timer(600, server.kill)
        guard.start()
        try:
            said = lines_until(f"http://127.0.0.1:{port}", server.stdout)
            with urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=30) as answer:
                status = answer.status
            killed = pid_of_worker(port, folder, other_than=0)
            os.kill(killed, signal.SIGKILL)
            heir = pid_of_worker(port, folder, other_than=killed)
            server.send_signal(signal.SIGINT)
            rest = server.stdout.read() if server.stdout else ""
        except BaseException:
            server.kill()
            sys.stdout.write(
                server.stdout.read() if server.stdout else ""
            )  # what it said, beside the failure
            raise
        finally:
            guard.cancel()
            server.kill()

    assert (status, server.returncode) == (200, 0), said
    assert rest.splitlines()[-1] == "Stopped."
    assert "The worker ended with -9 and is started again" in rest
    assert not Path(f"/proc/{heir}").exists()


def lines_until(words: str, stream: IO[str] | None) -> str:
    """What is said up to and with the line that has `words`; fails where it never comes."""
    said = ""
    for line in stream or ():
        said += line
        if words in line:
            return said
    pytest.fail(said)


def pid_of_worker(port: int, folder: Path, *, other_than: int) -> int:
    """The process of the worker beside the server, once its heart beats and `/health/` says so."""
    limit = time.monotonic() + 300
    while time.monotonic() < limit:
        with closing(sqlite3.connect(folder / "mentorhalo.sqlite3", timeout=20)) as database:
            found = [pid for (pid,) in database.execute("SELECT pid FROM core_worker") if pid != other_than]
        if found:
            with urlopen(f"http://127.0.0.1:{port}/health/?worker", timeout=30) as answer:
                assert json.load(answer)["worker"] == "beating"
            return int(found[0])
        time.sleep(0.2)
    pytest.fail("No worker has signed in.")
