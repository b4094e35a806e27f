"""The floor that taking questionnaires is measured against: parse the body, insert one row, commit, answer.

Served by Granian under the same settings as the product. There is nothing left to leave out but the thing itself.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from multipart import parse_form_data

TABLE = "CREATE TABLE IF NOT EXISTS bare_submission (id bigserial PRIMARY KEY, xml bytea NOT NULL)"
INSERT = "INSERT INTO bare_submission (xml) VALUES (%s)"

mine = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _fields, files = parse_form_data(environ)
    _connection().execute(INSERT, (files["xml_submission_file"].raw,))
    start_response(
        "201 Created", [("Content-Type", "text/xml; charset=utf-8"), ("X-OpenRosa-Version", "1.0")]
    )
    return [b"<OpenRosaResponse/>"]


def _connection() -> psycopg.Connection[Any]:
    """One for each thread, kept; each statement is a transaction of its own. Where to is told by the environment (PGHOST, …)."""
    connection: psycopg.Connection[Any] | None = getattr(mine, "connection", None)
    if connection is None:
        connection = mine.connection = psycopg.connect(autocommit=True)
    return connection
