"""What arrives from phones. Each may come twice, late, or after a change of mind; each counts once."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
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
    EntryRefused,
    attach_evidence,
    draft_of,
    log_activity,
    revise_activity,
)
from mentorhalo.mentoring.choices import ActivityState
from mentorhalo.mentoring.models import Activity, Appointment
from mentorhalo.surveys.actions.attempts import record_attempt
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.actions.sendings import Sending, SentFile
from mentorhalo.surveys.choices import Way
from mentorhalo.surveys.models import Interviewer, SampleUnit


class Cut(Exception):
    """What arrived is not what was sent: the line broke. Sending it again may help."""


@transaction.atomic
def receive_entry(
    *,
    draft: ActivityDraft,
    edits: int,
    tried: Sequence[ActivityDraft] = (),
    appointment: Appointment | None,
    by: User,
    at: datetime,
) -> bool:
    """Write the entry. False: all of it stood here already. Raises `mentoring.actions.EntryRefused`.

    `edits` is how often it was changed on the phone since it may first have arrived (its answer was lost). Only such a change
    is taken over, and only where the entry still says what it said at first, or one of `tried`: what the phone sent without
    hearing an answer. Else it is refused, so that neither words are lost; a late repetition undoes nothing.
    """
    entry = log_activity(draft=draft, appointment=appointment, by=by, at=at)
    if entry.created_at == at:
        return True
    entry = Activity.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not edits or _stands_in(entry, [draft]):
        return False
    if entry.revision > 1 and not _stands_in(entry, tried):
        raise EntryRefused(_changed_here())
    return revise_activity(activity=entry, draft=draft, by=by, at=at).revision > entry.revision


@transaction.atomic
def mend_entry(
    *, draft: ActivityDraft, seen: int, tried: Sequence[ActivityDraft] = (), by: User, at: datetime
) -> bool:
    """Take over what was mended on the phone of an entry that had come back, and send it in. False: it stands here already.

    `seen` is the revision that the phone goes on from, `tried` what it sent since without hearing an answer. An entry that was
    changed by anything else or decided on here since is left as it is: the change is refused, so that neither words are lost.
    Raises `mentoring.actions.EntryRefused`.
    """
    entry = Activity.objects.select_for_update(of=("self",)).filter(pk=draft.id).first()
    if entry is None:
        raise EntryRefused(_("This entry is not here any more."))
    draft = replace(draft, external_id=entry.external_id)
    if entry.state != ActivityState.RETURNED and _stands_in(entry, [draft]):
        return False
    is_open = entry.state in (ActivityState.RETURNED, ActivityState.SUBMITTED)
    if not is_open or (entry.revision > seen and not _stands_in(entry, tried)):
        raise EntryRefused(_changed_here())
    revise_activity(activity=entry, draft=draft, by=by, at=at)
    return True


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


def _changed_here() -> str:
    return _(
        "This entry was changed at the website since. Your words are still here: copy what you need, and mend it there."
    )


def _stands_in(entry: Activity, drafts: Sequence[ActivityDraft]) -> bool:
    """The entry says what one of these says, the sealed note left aside. Four queries, none without drafts."""
    if not drafts:
        return False
    standing = draft_of(entry)
    return any(
        _says_the_same(
            replace(standing, private_note=one.private_note), replace(one, external_id=entry.external_id)
        )
        for one in drafts
    )


def _says_the_same(standing: ActivityDraft, draft: ActivityDraft) -> bool:
    methods = standing.methods if draft.methods is None else draft.methods
    same = replace(
        standing,
        programme=draft.programme,
        state=draft.state,
        organisations=_sorted(standing.organisations),
        other_mentors=_sorted(standing.other_mentors),
        methods=_sorted(standing.methods or ()),
    )
    return same == replace(
        draft,
        organisations=_sorted(draft.organisations),
        other_mentors=_sorted(draft.other_mentors),
        methods=_sorted(methods or ()),
    )


def _sorted(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(sorted(ids))


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
