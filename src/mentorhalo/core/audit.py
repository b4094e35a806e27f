"""The audit line: what was done by whom where nothing is counted (roles granted, programmes edited, cards claimed)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from .models import AuditLine


def note(
    *, deed: str, subject: str, by: UUID | None, at: datetime, details: dict[str, Any] | None = None
) -> AuditLine:
    """Append one line. `deed` is the action's name, `subject` a "type:id" reference, `details` JSON-safe facts."""
    return AuditLine.objects.create(deed=deed, subject=subject, by_id=by, at=at, details=details or {})
