"""The least that the journal takes."""

from datetime import date
from typing import Any

from mentorhalo.evidence.actions import FactDraft


def draft(
    kind: str = "activity.community",
    subject: str = "community:a",
    day: date = date(2026, 3, 1),
    **columns: Any,
) -> FactDraft:
    return FactDraft(kind=kind, subject=subject, occurred_on=day, **columns)
