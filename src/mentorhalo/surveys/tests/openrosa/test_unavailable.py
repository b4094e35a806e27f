"""The database takes nobody in: it is full, starts anew, or is not to be reached."""

from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection

from mentorhalo.surveys.models import Submission
from mentorhalo.surveys.tests.sendings import household_xml

from .clients import Collect, said_by

WHY = "connection failed: FATAL: sorry, too many clients already"


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
@pytest.mark.parametrize("sent", [{}, {"hall.jpg": b"\xff\xd8 a photo"}], ids=["plain", "with a photo"])
def test_what_is_sent_while_there_is_no_database_is_asked_for_again(
    collect: Collect,
    sent: dict[str, bytes],
    fault: type[Exception],
    files: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    xml = household_xml(instance="uuid:1", photo="hall.jpg" if sent else "")

    with connection.execute_wrapper(_nobody_is_taken_in(fault)):
        heard = collect.post(xml, sent)
    assert (heard.status, heard.header("Retry-After"), heard.header("X-OpenRosa-Version")) == (
        503,
        "5",
        "1.0",
    )
    assert said_by(heard) == "A szerver most túl elfoglalt. Újra elküldve átvehető."
    assert [(one.levelname, one.exc_info, one.getMessage()) for one in caplog.records] == [
        ("ERROR", None, f"no database for /openrosa/key/…/submission: {WHY}")
    ]
    assert Submission.objects.count() == 0
    assert [path.name for path in files.rglob("*") if path.is_file()] == []

    assert collect.post(xml, sent).status == 201


def test_list_of_forms_waits_for_the_database_too(collect: Collect) -> None:
    with connection.execute_wrapper(_nobody_is_taken_in(OperationalError)):
        heard = collect.ask("GET", f"{collect.server}/formList")
    assert (heard.status, heard.header("Retry-After")) == (503, "5")


def _nobody_is_taken_in(fault: type[Exception]) -> Any:
    def refuse(*_query: Any) -> None:
        raise fault(WHY)

    return refuse
