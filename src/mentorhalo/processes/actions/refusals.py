from datetime import date, datetime

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Process


class ProcessRefused(Exception):
    """It cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def held[M: Model](rows: QuerySet[M], pk: object) -> M:
    """The record as it is now, held until the transaction ends."""
    return rows.select_for_update(of=("self",)).get(pk=pk)


def held_process(pk: object) -> Process:
    return held(Process.objects.select_related("programme", "settlement"), pk)


def refuse_ended(process: Process) -> None:
    if process.ended_on is not None:
        raise ProcessRefused(_("This process has ended: nothing is changed in it any more."))


def refuse_future(day: date, at: datetime, field: str) -> None:
    if day > timezone.localdate(at):
        raise ProcessRefused(_("This day is in the future."), field=field)


def words(text: str, field: str, refusal: str) -> str:
    """The text without the browser's line ends; raises `ProcessRefused` where there is none."""
    kept = text.replace("\r\n", "\n").strip()
    if not kept:
        raise ProcessRefused(refusal, field=field)
    return kept
