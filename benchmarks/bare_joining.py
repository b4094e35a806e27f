"""The floor that joining the Week is measured against: parse the form, insert one row, commit, send on.

Served by Granian under the same settings as the product.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg

TABLE = (
    "CREATE TABLE IF NOT EXISTS bare_joiner (key uuid PRIMARY KEY, name text NOT NULL, email text NOT NULL)"
)
INSERT = "INSERT INTO bare_joiner (key, name, email) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"

mine = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    said = parse_qs(sent.decode())
    _connection().execute(INSERT, (said["key"][0], said["name"][0], said["email"][0]))
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return [b""]


def _connection() -> psycopg.Connection[Any]:
    """One for each thread, kept; each statement is a transaction of its own. Where to is told by the environment (PGHOST, …)."""
    if not hasattr(mine, "connection"):
        mine.connection = psycopg.connect(autocommit=True)
    connection: psycopg.Connection[Any] = mine.connection
    return connection
