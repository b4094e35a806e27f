"""What the audit logs of forms tell of the time somebody worked in them."""

from django.db import transaction

from ..models import Response, SubmissionFile, Wave
from ..quality.audit import AUDIT_LOG, active_seconds

LARGEST = 5_000_000
AT_ONCE = 200


def read_audits(*, wave: Wave) -> int:
    """Read the logs that were not read yet, some hundreds at a time; how many. Each file is read once."""
    return sum(iter(lambda: _read_some(wave), 0))


@transaction.atomic
def _read_some(wave: Wave) -> int:
    there = SubmissionFile.objects.filter(name=AUDIT_LOG, erased_at=None)
    unread = Response.objects.of_wave(wave).lists().filter(active_seconds=None, submission__files__in=there)
    rows = list(unread.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    logs = SubmissionFile.objects.filter(submission__in=[row.submission_id for row in rows], name=AUDIT_LOG)
    of_submission = {log.submission_id: log for log in logs}
    for row in rows:
        row.active_seconds = _seconds(of_submission[row.submission_id])
    Response.objects.bulk_update(rows, ["active_seconds"])
    return len(rows)


def _seconds(log: SubmissionFile) -> int:
    """0 where it does not tell."""
    if log.size > LARGEST:
        return 0
    try:
        with log.file.open("rb") as file:
            return active_seconds(file.read().decode("utf-8", "replace")) or 0
    except OSError:
        return 0
