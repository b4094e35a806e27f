"""Files of responses: ordered, made, taken away after a day; each leaves an audit line."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from errno import EDQUOT, ENOSPC
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from .. import signals
from ..choices import ExportState
from ..exporting.layout import lay_out
from ..exporting.order import Order
from ..exporting.workbooks import TooManyRows
from ..exporting.writing import FORMATS, Written, write_export
from ..models import Export, Instrument
from ..queries.exports import editions_of, read_responses, responses_for
from ..queries.files import open_stored, size_of_files
from ..queries.people import holds_keys

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)
# Up to here a file is made while somebody waits for it.
AT_ONCE = 5_000
TOLD_EVERY = 2_000
SHORTEST_PURPOSE = 10
# No table has a name like these.
GIVEN, LEFT_OUT = "files/given", "files/left-out"
TIMES_ON_DISK, SPARE = 2, 1 << 28


class OrderRefused(Exception):
    """The message is meant for the person; `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class Stopped(Exception):
    """Somebody asked for a stop: nothing of the file is kept."""


@dataclass(frozen=True, slots=True)
class Ordered:
    export: Export
    is_small: bool  # it may be made at once


@transaction.atomic
def order_export(*, instrument: Instrument, order: Order, by: User, at: datetime) -> Ordered:
    """Write down what is asked for; what is large is made in the background.

    Raises `OrderRefused`: nothing to export, identities without the study's key, those or files without a purpose.
    """
    if order.format not in FORMATS:
        raise OrderRefused(_("There is no such format."), "format")
    if not editions_of(instrument, order.versions):
        raise OrderRefused(_("No version of this questionnaire was published yet."), "versions")
    if order.identities and not holds_keys(by, instrument.study, timezone.localdate(at)):
        raise OrderRefused(_("Identities are for those who hold the study's key."), "identities")
    if order.needs_purpose and len(order.purpose.strip()) < SHORTEST_PURPOSE:
        raise OrderRefused(
            _("Say what the identities, photos and sounds are needed for: it is written down."), "purpose"
        )
    total = responses_for(instrument, order).count()
    export = Export.objects.create(
        instrument=instrument, order=order.settled.as_json(), asked_by=by, asked_at=at, total=total
    )
    is_small = total <= AT_ONCE and not FORMATS[order.format].is_heavy and not order.files
    if not is_small:
        signals.export_ordered.send(Export, export=export.pk, language=translation.get_language() or "hu")
    return Ordered(export, is_small)


def make_export(*, export: UUID, at: datetime, is_stopped: Callable[[], bool] | None = None) -> Export:
    """Make the file of an order; repeating it is harmless. Memory does not grow with the responses, save for typed formats."""
    found = Export.objects.select_related("instrument__study", "asked_by").get(pk=export)
    if found.state != ExportState.WAITING:
        return found
    order = Order.from_json(found.order)
    if order.identities and not _may_have_identities(found, at):
        return _fail(found, _("Identities are for those who hold the study's key."))
    with TemporaryDirectory(prefix="export-") as folder:
        try:
            if order.files and not _is_room_for(found, order, Path(folder)):
                return _fail(found, _no_room())
            _keep(found, order, _write(found, order, Path(folder) / "export", is_stopped), at)
        except TooManyRows:
            return _fail(found, _("A sheet of a workbook ends at 1,048,575 rows: choose another format."))
        except OSError as fault:
            logger.exception("export %s", export)
            is_full = fault.errno in (ENOSPC, EDQUOT)
            return _fail(
                found,
                _no_room() if is_full else _("The server could not write the file. Order it again later."),
            )
    return found


def remove_old_exports(*, at: datetime) -> int:
    """Delete the files whose day is over; how many."""
    removed = 0
    for export in Export.objects.filter(ends_at__lte=at, state=ExportState.READY):
        export.file.delete(save=False)
        export.state = ExportState.GONE
        export.save(update_fields=["state", "file"])
        removed += 1
    return removed


def note_taken(*, export: Export, by: User, at: datetime) -> None:
    """Somebody took the file: written down where it may tell who answered."""
    if Order.from_json(export.order).needs_purpose:
        audit.note(
            deed="take_export",
            subject=f"export:{export.pk}",
            by=by.pk,
            at=at,
            details={"sha256": export.sha256, "purpose": export.order.get("purpose", "")},
        )


def _may_have_identities(export: Export, at: datetime) -> bool:
    return export.asked_by is not None and holds_keys(
        export.asked_by, export.instrument.study, timezone.localdate(at)
    )


def _write(export: Export, order: Order, target: Path, is_stopped: Callable[[], bool] | None) -> Written:
    plan = lay_out(editions_of(export.instrument, order.versions), order)

    def told(done: int) -> None:
        if is_stopped is not None and is_stopped():
            raise Stopped
        if done % TOLD_EVERY == 0:
            Export.objects.filter(pk=export.pk).update(done=done)

    return write_export(plan, order, read_responses(export.instrument, order), target, told, open_stored)


def _is_room_for(export: Export, order: Order, folder: Path) -> bool:
    """It is written once where it is made, and once where it is kept: as a rule the same disk."""
    _many, size = size_of_files(responses_for(export.instrument, order))
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    free = min(shutil.disk_usage(place).free for place in (folder, settings.MEDIA_ROOT))
    return free > TIMES_ON_DISK * size + SPARE


@transaction.atomic
def _keep(export: Export, order: Order, written: Written, at: datetime) -> None:
    """The file, its description and the audit line, all or nothing."""
    day = timezone.localdate(at).isoformat()
    export.file_name = f"{export.instrument.form_id}-{day}.{written.ending}"
    with written.path.open("rb") as file:
        export.file.save(f"{export.pk}.{written.ending}", File(file), save=False)
    export.media_type, export.size, export.sha256 = written.media_type, written.size, written.sha256
    export.rows = dict(written.rows)
    if order.files:
        export.rows |= {GIVEN: written.files_given, LEFT_OUT: written.files_left_out}
    export.done = export.rows.get("responses", 0)
    export.state, export.made_at, export.ends_at = ExportState.READY, at, at + KEPT
    export.save()
    audit.note(
        deed="export_responses",
        subject=f"instrument:{export.instrument_id}",
        by=export.asked_by_id,
        at=at,
        details={
            "export": str(export.pk),
            "order": order.as_json(),
            "rows": export.rows,
            "sha256": export.sha256,
        },
    )


def _no_room() -> str:
    return _("There is not room enough on the server for so many files. Choose fewer responses.")


def _fail(export: Export, trouble: str) -> Export:
    """Nothing that was set before counts."""
    export.refresh_from_db()
    export.state, export.trouble = ExportState.FAILED, trouble[:200]
    export.save(update_fields=["state", "trouble"])
    return export
