"""Filling a questionnaire in the browser: begun, kept while it is filled, looked through, sent by the one door."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import file_size

from ..choices import InvitationKind, Way
from ..codes import hash_of, new_code
from ..models import (
    DraftFile,
    InstrumentVersion,
    Interviewer,
    Invitation,
    Response,
    SampleUnit,
    SubmissionFile,
    WebDraft,
)
from ..queries.drafts import newest_version
from ..queries.inviting import why_closed
from ..queries.review import files_of
from ..xforms import MalformedXml, file_name, parse_xml, read_envelope
from .receiving import LARGEST_XML, Received, Sending, SentFile, receive
from .reviewing import edit_response

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_DRAFT = 100 * 1024 * 1024
OPENROSA = "http://openrosa.org/xforms"
# What nobody goes on with is deleted, with all that was answered in it.
KEPT_FOR = timedelta(days=60)


class DraftRefused(Exception):
    """The questionnaire cannot be begun, kept or sent so; the message is meant for the person."""


class ChangedElsewhere(DraftRefused):
    """It was gone on with on another device meanwhile: nothing is overwritten."""


def begin_draft(
    *, version: InstrumentVersion, interviewer: Interviewer, unit: SampleUnit | None = None, at: datetime
) -> WebDraft:
    """Begin a questionnaire; for a unit, the one that is begun already."""
    if unit is not None:
        begun = interviewer.drafts.filter(unit=unit, version__instrument=version.instrument_id).first()
        if begun is not None:
            return begun
    return _begin(version, at, interviewer=interviewer, unit=unit)


def begin_invited(*, invitation: Invitation, at: datetime) -> tuple[WebDraft, str]:
    """Begin by an invitation; with the code by which it goes on on any device. A single-use link has one questionnaire only."""
    if closed := why_closed(invitation, timezone.localdate(at)):
        raise DraftRefused(closed)
    version = newest_version(invitation.instrument_id)
    if version is None:
        raise DraftRefused(_("This questionnaire takes no answers now."))
    code = new_code()
    with transaction.atomic():
        if invitation.kind == InvitationKind.SINGLE:
            Invitation.objects.select_for_update().get(pk=invitation.pk)
            begun = invitation.drafts.first()
            if begun is not None:
                begun.resume_hash = hash_of(code)
                begun.save(update_fields=["resume_hash"])
                return begun, code
        return _begin(
            version, at, invitation=invitation, unit=invitation.unit, resume_hash=hash_of(code)
        ), code


@transaction.atomic
def begin_correction(*, response: Response, by: User, at: datetime) -> WebDraft:
    """Take what was sent last to correct it, with its files: it goes under an id of its own and names the one it replaces."""
    begun = WebDraft.objects.filter(corrects=response, by=by).first()
    if begun is not None:
        return begun
    submission = response.submission
    root = parse_xml(bytes(submission.xml))
    instance_id = f"uuid:{uuid4()}"
    _set_meta(root, "deprecatedID", submission.instance_id)
    _set_meta(root, "instanceID", instance_id)
    draft = WebDraft.objects.create(
        version=response.version,
        unit=response.unit,
        by=by,
        corrects=response,
        instance_id=instance_id,
        xml=etree.tostring(root, encoding="unicode"),
        created_at=at,
        changed_at=at,
    )
    named = {file_name(str(text)) for text in root.itertext()}
    for file in files_of(response):
        if file_name(file.name) in named and file.erased_at is None:
            with suppress(
                FileNotFoundError
            ):  # a file that is lost does not keep the answers from being corrected
                _copy(file, draft, at)
    return draft


def _copy(file: SubmissionFile, draft: WebDraft, at: datetime) -> None:
    row = DraftFile(draft=draft, name=file.name, media_type=file.media_type, size=file.size, added_at=at)
    with file.file.open("rb") as stream:
        row.file.save(f"{row.pk}", stream, save=False)
    row.save(force_insert=True)


@transaction.atomic
def keep_answers(
    *, draft: WebDraft, xml: str, seen: str, title: str = "", is_ready: bool = False, at: datetime
) -> WebDraft:
    """Keep the answers as they stand; `seen` is the `mark` of what they go on from. `is_ready`: nothing is missing in them.

    Raises `ChangedElsewhere` where somebody kept others since.
    """
    draft = _locked(draft)
    if draft.mark != seen:
        raise ChangedElsewhere(
            _("This questionnaire was gone on with elsewhere. Load it again to see it as it is now.")
        )
    try:
        envelope = read_envelope(xml.encode(), LARGEST_XML)
    except MalformedXml as fault:
        raise DraftRefused(_("The answers arrived damaged and were not kept.")) from fault
    if (envelope.instance_id, envelope.version) != (draft.instance_id, draft.version.version):
        raise DraftRefused(_("These are answers to another questionnaire."))
    draft.xml = draft.xml if is_ready else xml
    draft.ready_xml = xml if is_ready else ""
    draft.title = title[:200]
    draft.changed_at = at
    draft.save(update_fields=["xml", "ready_xml", "title", "changed_at"])
    return draft


@transaction.atomic
def keep_file(*, draft: WebDraft, upload: UploadedFile, at: datetime) -> DraftFile:
    """Keep a photo or another file under the name that the answers know it by. The same again changes nothing."""
    draft = _locked(draft)
    name, size = (upload.name or "")[:200], upload.size or 0
    found = draft.files.filter(name=name).first()
    if found is not None:
        return found
    if size > LARGEST_FILE:
        raise DraftRefused(_("The file is larger than %(most)s.") % {"most": file_size(LARGEST_FILE)})
    if size + (draft.files.aggregate(all=Sum("size"))["all"] or 0) > LARGEST_DRAFT:
        raise DraftRefused(
            _("The files of one questionnaire may be %(most)s at most.") % {"most": file_size(LARGEST_DRAFT)}
        )
    row = DraftFile(
        draft=draft, name=name, media_type=(upload.content_type or "")[:80], size=size, added_at=at
    )
    row.file.save(f"{row.pk}", ContentFile(upload.read()), save=False)
    row.save(force_insert=True)
    return row


def send_draft(*, draft: WebDraft, reason: str = "", by: User | None, at: datetime) -> Received:
    """Send what was looked through, and let go of the draft. Raises `DraftRefused`, and what `receive` raises."""
    if not draft.ready_xml:
        raise DraftRefused(
            _("Something was changed since you looked through the answers: look through them once more.")
        )
    xml = draft.ready_xml.encode()
    files = _files_named(draft, draft.ready_xml)
    try:
        received = _sent(draft, xml, files, reason, by, at)
    finally:
        for one in files:
            one.content.close()
    _forget([draft])
    return received


def _sent(
    draft: WebDraft, xml: bytes, files: Sequence[SentFile], reason: str, by: User | None, at: datetime
) -> Received:
    if draft.corrects is not None and by is not None:
        return edit_response(response=draft.corrects, xml=xml, files=files, reason=reason, by=by, at=at)
    sending = Sending(
        xml=xml,
        way=Way.LINK if draft.invitation_id else Way.BROWSER,
        files=files,
        interviewer=draft.interviewer,
        invitation=draft.invitation,
        unit=draft.unit,
        by=by,
    )
    return receive(sending=sending, at=at)


def discard_draft(*, draft: WebDraft) -> None:
    """Throw away what was begun."""
    _forget([draft])


def forget_old_drafts(*, at: datetime) -> int:
    """Delete what nobody went on with; how many."""
    old = list(WebDraft.objects.filter(changed_at__lt=at - KEPT_FOR)[:500])
    _forget(old)
    return len(old)


def forget_corrections(*, threads: Collection[UUID]) -> int:
    """Delete corrections of these responses that nobody sent: they hold what was sent before, with its files."""
    begun = list(WebDraft.objects.filter(corrects__in=threads))
    _forget(begun)
    return len(begun)


def _begin(version: InstrumentVersion, at: datetime, **owner: object) -> WebDraft:
    return WebDraft.objects.create(
        version=version, instance_id=f"uuid:{uuid4()}", created_at=at, changed_at=at, **owner
    )


def _locked(draft: WebDraft) -> WebDraft:
    found = (
        WebDraft.objects.select_for_update(of=("self",)).select_related("version").filter(pk=draft.pk).first()
    )
    if found is None:
        raise DraftRefused(_("This questionnaire was sent or thrown away meanwhile."))
    return found


def _files_named(draft: WebDraft, xml: str) -> list[SentFile]:
    named = {file_name(str(text)) for text in parse_xml(xml.encode()).itertext()}
    return [
        SentFile(one.name, one.file, one.media_type)
        for one in draft.files.all()
        if file_name(one.name) in named
    ]


@transaction.atomic
def _forget(drafts: Sequence[WebDraft]) -> None:
    files = [one.file for one in DraftFile.objects.filter(draft__in=drafts)]
    WebDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    transaction.on_commit(partial(_delete_files, files))


def _delete_files(files: list[FieldFile]) -> None:
    for file in files:
        file.delete(save=False)


def _set_meta(root: etree._Element, name: str, text: str) -> None:
    meta = root.find("{*}meta")
    if meta is None:
        meta = etree.SubElement(root, f"{{{OPENROSA}}}meta", nsmap={"orx": OPENROSA})
    found = meta.find(f"{{*}}{name}")
    if found is None:
        space = etree.QName(meta).namespace
        found = etree.SubElement(meta, f"{{{space}}}{name}" if space else name)
    found.text = text
