"""The least process, opened by the room's own actions."""

from datetime import UTC, date, datetime
from typing import Any

from mentorhalo.accounts.models import User
from mentorhalo.partners.models import Consortium
from mentorhalo.partners.tests.factories import ConsortiumFactory
from mentorhalo.processes.actions import ProcessDraft, begin_phase, complete_phase, open_process
from mentorhalo.processes.models import Process, ProcessPhase

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
TODAY = date(2025, 3, 3)
STARTS_ON = date(2024, 3, 1)


def process(*, by: User, consortium: Consortium | None = None, at: datetime = AT, **fields: Any) -> Process:
    consortium = consortium or ConsortiumFactory(starts_on=STARTS_ON, ends_on=date(2026, 2, 28))
    whole = {
        "programme": consortium.programme_id,
        "consortium": consortium.pk,
        "settlement": consortium.lead.settlement_id,
        "starts_on": consortium.starts_on,
    }
    return open_process(draft=ProcessDraft(**{**whole, **fields}), by=by, at=at)


def phase(process: Process, code: str) -> ProcessPhase:
    return process.phases.select_related("kind").get(kind__code=code)


def done(process: Process, *codes: str, by: User, at: datetime = AT, on: date = TODAY) -> None:
    """Take these phases through, in this order, on one day."""
    for code in codes:
        begin_phase(phase=phase(process, code), began_on=on, by=by, at=at)
        complete_phase(
            phase=phase(process, code), done_on=on, findings="Kevés a közös tér.", opinion="", by=by, at=at
        )
