"""Real workers in processes of their own, on the database of the test."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.db import connection

PATIENCE_SECONDS = 180


def database_url() -> str:
    """Where the test's own database is, as a setting says it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    if settings["HOST"].startswith("/"):  # the folder of a socket
        return f"postgres://{settings['USER']}{password}@/{settings['HOST']}/{settings['NAME']}"
    address = f"{settings['HOST'] or '127.0.0.1'}:{settings['PORT'] or 5432}"
    return f"postgres://{settings['USER']}{password}@{address}/{settings['NAME']}"


def start_worker(folder: Path, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
    """`mentorhalo work` with the product's settings."""
    ours = ("DJANGO_SETTINGS_MODULE", "SITE_URL", "TEST_DATABASE_URL")
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("mentorhalo")), "work", *arguments],
        env={**environment, "MENTORHALO_DATA": str(folder), "DATABASE_URL": database_url(), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(condition: Callable[[], Any], *, worker: "subprocess.Popen[str] | None" = None) -> None:
    """Return when it holds; fail with what the worker said where it never does."""
    limit = monotonic() + PATIENCE_SECONDS
    while not condition():
        has_ended = worker is not None and worker.poll() is not None
        if has_ended or monotonic() > limit:
            said = ""
            if worker is not None:
                worker.kill()
                said = worker.communicate()[0]
            raise AssertionError(f"It never came to that: {condition!r}\n{said}")
        sleep(0.05)
