"""What arrives from phones. Each may come twice, late, or after a change of mind; each counts once."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.knowledge.actions.practice_photos import PhotoRefused, add_photo
from mentorhalo.knowledge.actions.practices import (
    PracticeDraft,
    PracticeRefused,
    begin_practice,
    revise_version,
)
from mentorhalo.knowledge.models import Practice, PracticeVersion
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    AlreadyAttached,
    attach_evidence,
    log_activity,
    revise_activity,
)
from mentorhalo.mentoring.models import Activity, Appointment
from mentorhalo.surveys.actions.attempts import record_attempt
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.actions.sendings import Sending, SentFile
from mentorhalo.surveys.choices import Way
from mentorhalo.surveys.models import Interviewer, SampleUnit


class Cut(Exception):
    """What arrived is not what was sent: the line broke. Sending it again may help."""


def receive_entry(
    *, draft: ActivityDraft, edits: int, appointment: Appointment | None, by: User, at: datetime
) -> bool:
    """Write the entry. False: all of it stood here already. Raises `mentoring.actions.EntryRefused`.

    `edits` is how often it was changed on the phone since it may first have arrived (its answer was lost). Only such a change
    is taken over, and only as long as nobody changed the entry here more often: a late repetition undoes nothing.
    """
    entry = log_activity(draft=draft, appointment=appointment, by=by, at=at)
    if entry.created_at == at:
        return True
    if not edits or entry.revision > edits:
        return False
    return revise_activity(activity=entry, draft=draft, by=by, at=at).revision > entry.revision


def receive_photo(
    *, key: UUID, entry: Activity, kind: str, sha256: str, upload: UploadedFile, by: User, at: datetime
) -> bool:
    """Attach the file to its entry. False: it was there already. Raises `FileRefused`, `FileCut`, `EntryRefused`."""
    try:
        file = attach_evidence(activity=entry, kind=kind, upload=upload, key=key, sha256=sha256, by=by, at=at)
    except AlreadyAttached:
        return False
    return file.arrived_at == at


def receive_questionnaire(
    *,
    xml: bytes,
    xml_sha256: str,
    upload: UploadedFile | None,
    file_sha256: str,
    interviewer: Interviewer,
    unit: SampleUnit | None,
    by: User,
    at: datetime,
) -> bool:
    """Keep a questionnaire; with a file of it, that file as well. False: all of it was here. Raises `SendingRefused`, `Cut`.

    The answers go before the files, each file with the same answers again: whatever arrived is whole and known by its name.
    """
    if hashlib.sha256(xml).hexdigest() != xml_sha256 or (upload and _digest(upload) != file_sha256):
        raise Cut
    files = [SentFile(upload.name or "", upload, upload.content_type or "")] if upload else []
    sending = Sending(
        xml=xml, way=Way.FIELD, files=files, interviewer=interviewer, unit=unit, device_id="field", by=by
    )
    received = receive(sending=sending, at=at)
    return received.is_new or received.files > 0


def receive_attempt(
    *,
    key: UUID,
    unit: SampleUnit,
    result: str,
    attempted_at: datetime,
    appointment_at: datetime | None,
    interviewer: Interviewer,
    by: User,
    at: datetime,
) -> bool:
    """Write down what came of a visit. False: it stood here already. Raises `surveys.actions.attempts.AttemptRefused`."""
    attempt = record_attempt(
        unit=unit,
        interviewer=interviewer,
        result=result,
        attempted_at=attempted_at,
        appointment_at=appointment_at,
        key=key,
        by=by,
        at=at,
    )
    return attempt.recorded_at == at


def receive_practice(*, key: UUID, draft: PracticeDraft, edits: int, by: User, at: datetime) -> bool:
    """Begin the practice, as the website does. False: all of it stood here already. Raises `knowledge`'s `PracticeRefused`.

    `edits` is how often it was changed on the phone since it may first have arrived. Such a change is taken over while nobody has
    touched the practice here; else it is refused, so that neither the words here nor those on the phone are lost.
    """
    version = begin_practice(key=key, draft=draft, by=by, at=at)
    if version.edited_at == at:
        return True
    if not edits or _stands(version, draft):
        return False
    if version.seen > 1:
        raise PracticeRefused(
            _(
                "This practice was worked on at the website since. Your words are still here: copy what you need, and mend it there."
            )
        )
    revise_version(version=version, draft=draft, seen=version.seen, by=by, at=at)
    return True


def receive_practice_photo(
    *,
    key: UUID,
    practice: Practice,
    upload: UploadedFile,
    alt: str,
    credit: str,
    rights: str,
    people: str,
    sha256: str,
    by: User,
    at: datetime,
) -> bool:
    """Put the photo to its practice. False: it was there already. Raises `PhotoRefused`, `PhotoCut`."""
    if practice.created_by_id != by.pk:
        raise PhotoRefused(_("Only who wrote this practice can send a photo to it."))
    photo = add_photo(
        practice=practice,
        upload=upload,
        alt=alt,
        credit=credit,
        rights=rights,
        people=people,
        by=by,
        at=at,
        key=key,
        sha256=sha256,
    )
    return photo.added_at == at


def _stands(version: PracticeVersion, draft: PracticeDraft) -> bool:
    """All that the phone tells stands here already. One query."""
    text = version.texts.filter(language=draft.language).first()
    if text is None:
        return False
    asked = ("field", "is_lesson", "institution_name", "contact_name", "contact_email")
    pairs = [(getattr(version.practice, name), getattr(draft, name)) for name in asked]
    pairs += [(version.practice.settlement_id, draft.settlement)]
    pairs += [(getattr(text, name), said) for name, said in draft.words.items()]
    return all(str(here).split() == str(there).split() for here, there in pairs)


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
