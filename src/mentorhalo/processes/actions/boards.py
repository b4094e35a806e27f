"""SWOT sessions: opened, filled by many at once, closed, and what is done with what stands on them."""

from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.photos import redrawn
from mentorhalo.core.uploads import FileRefused, clean_name

from ..choices import Quadrant
from ..models import Process, SwotItem, SwotSession, SwotVote
from .plans import tell_of_strengths
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future

MOST_ITEMS = 400


@transaction.atomic
def open_session(
    *, process: Process, held_on: date, method: str, participants: int | None, by: User, at: datetime
) -> SwotSession:
    """The next session of the process; one that is open is closed first by hand."""
    process = held_process(process.pk)
    refuse_ended(process)
    refuse_future(held_on, at, "held_on")
    if process.swot_sessions.filter(closed_at=None).exists():
        raise ProcessRefused(_("A session is open already. Close it before the next one."))
    last = process.swot_sessions.aggregate(last=Max("number"))["last"] or 0
    return SwotSession.objects.create(
        process=process,
        number=last + 1,
        held_on=held_on,
        method=method,
        participants=participants,
        opened_at=at,
        opened_by=by,
    )


@transaction.atomic
def put_item(
    *, session: SwotSession, item: UUID, quadrant: str, text: str, voter: UUID, at: datetime
) -> SwotItem:
    """Put it on the board. The same id again changes nothing. Raises `ProcessRefused`."""
    said = " ".join(text.split())
    if not said:
        raise ProcessRefused(_("Write something first."), field="text")
    if len(said) > SwotItem._meta.get_field("text").max_length:  # type: ignore[operator]
        raise ProcessRefused(_("Please say it shorter: a card holds 240 characters."), field="text")
    if quadrant not in Quadrant.values:
        raise ProcessRefused(_("Choose from the list."), field="quadrant")
    standing = SwotItem.objects.filter(pk=item).first()
    if standing is not None:
        if standing.session_id != session.pk:
            raise ProcessRefused(_("This card is on another board."))
        return standing
    session = _open(session)
    if session.items.count() >= MOST_ITEMS:
        raise ProcessRefused(_("This board is full."))
    try:
        with transaction.atomic():
            made = SwotItem.objects.create(
                id=item, session=session, quadrant=quadrant, text=said, voter=voter, put_at=at
            )
    except IntegrityError:  # the same card, sent twice at once
        return SwotItem.objects.get(pk=item)
    _touch(session)
    return made


@transaction.atomic
def set_vote(*, session: SwotSession, item: UUID, voter: UUID, is_on: bool) -> None:
    """Give or take back one's vote; saying it again changes nothing."""
    session = _open(session)
    found = SwotItem.objects.standing().filter(pk=item, session=session).first()
    if found is None:
        raise ProcessRefused(_("This card is not on the board any more."))
    if is_on:
        changed = SwotVote.objects.get_or_create(item=found, voter=voter)[1]
    else:
        changed = bool(SwotVote.objects.filter(item=found, voter=voter).delete()[0])
    if changed:
        _touch(session)


@transaction.atomic
def remove_item(*, session: SwotSession, item: UUID, voter: UUID, may_any: bool, at: datetime) -> None:
    """One's own card; who steers the process removes any."""
    session = _open(session)
    found = SwotItem.objects.standing().filter(pk=item, session=session).first()
    if found is None:
        return
    if not (may_any or found.voter == voter):
        raise ProcessRefused(_("Only your own card can be taken off."))
    found.removed_at = at
    found.save(update_fields=["removed_at"])
    _touch(session)


@transaction.atomic
def close_session(*, session: SwotSession, participants: int | None, by: User, at: datetime) -> SwotSession:
    """Nothing more is put on it, its link ends, and the journal knows its strengths and opportunities."""
    session = _open(session)
    session.closed_at = at
    session.participants = participants if participants is not None else session.participants
    session.link_number += 1
    session.save()
    _tell(session, by=by, at=at)
    return session


@transaction.atomic
def reopen_session(*, session: SwotSession, by: User, at: datetime) -> SwotSession:
    """It goes on under a new link; refused while another one is open."""
    process = held_process(session.process_id)
    refuse_ended(process)
    session = held(SwotSession.objects.all(), session.pk)
    if process.swot_sessions.filter(closed_at=None).exists():
        raise ProcessRefused(_("A session is open already. Close it before the next one."))
    session.closed_at = None
    session.save()
    _tell(session, by=by, at=at)
    return session


def keep_flipchart(*, session: SwotSession, upload: UploadedFile, by: User, at: datetime) -> SwotSession:
    """A photo of the flipchart, drawn anew and hashed; another one takes its place."""
    try:
        content, _size = redrawn(upload)  # takes its time: nobody waits for it
    except FileRefused as refusal:
        raise ProcessRefused(str(refusal), field="upload") from None
    return _kept(session, f"{PurePosixPath(clean_name(upload.name or '')).stem or session.pk}.jpg", content)


@transaction.atomic
def _kept(session: SwotSession, name: str, content: bytes) -> SwotSession:
    refuse_ended(held_process(session.process_id))
    session = held(SwotSession.objects.all(), session.pk)
    before, storage = session.photo.name, session.photo.storage
    session.photo_sha256 = sha256(content).hexdigest()
    session.photo_name, session.photo_type = name, "image/jpeg"
    session.photo.save(f"{session.pk}.jpg", ContentFile(content), save=False)
    try:
        session.save()
    except BaseException:
        session.photo.delete(save=False)
        raise
    if before:
        transaction.on_commit(lambda: storage.delete(before))
    return session


def _open(session: SwotSession) -> SwotSession:
    found = held(SwotSession.objects.all(), session.pk)
    if not found.is_open:
        raise ProcessRefused(_("This session is closed."))
    return found


def _touch(session: SwotSession) -> None:
    SwotSession.objects.filter(pk=session.pk).update(revision=F("revision") + 1)


def _tell(session: SwotSession, *, by: User | None, at: datetime) -> None:
    rows = SwotItem.objects.filter(session=session).select_related(
        "session__process__programme", "session__process__settlement"
    )
    tell_of_strengths(rows.prefetch_related("plan_items"), by=by, at=at)
