"""The life of a questionnaire: a workbook becomes a draft, a draft is published, answers freeze it, and one day it is retired."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import file_size
from mentorhalo.territory.models import Settlement

from ..choices import FileSource, VersionState
from ..engine import NotPrepared, prepare
from ..models import FormFile, Instrument, InstrumentVersion, Study
from ..xforms import (
    Converted,
    Form,
    Question,
    check_xform,
    codes_of,
    convert_workbook,
    flatten,
    identity_guesses,
)

LARGEST_FILE = 50 * 1024 * 1024
# Files that are served live from our own registers, by the name a form asks for.
LIVE = {
    "settlements.csv": FileSource.SETTLEMENTS,
    "institutions.csv": FileSource.INSTITUTIONS,
    "assignments.csv": FileSource.ASSIGNMENTS,
}
UNIT_NAMES = ("unit", "unit_code", "sample_unit", "cim_kod", "egyseg")
SETTLEMENT_NAMES = ("settlement", "settlement_code", "ksh", "telepules", "telepules_kod")
KSH_DIGITS = 5


class InstrumentRefused(Exception):
    """It cannot be added, changed or published so; the message is meant for the person."""


@transaction.atomic
def add_draft(*, study: Study, upload: UploadedFile, by: User | None, at: datetime) -> InstrumentVersion:
    """Make a draft of an XLSForm workbook (or of an XForm), in the place of an earlier draft of the same questionnaire.

    The form id in the workbook says which questionnaire it is a version of. Raises `WorkbookRefused` with everything that
    stands in the way, at its sheet and row.
    """
    name = PurePosixPath(upload.name or "").name
    data = upload.read()
    version = f"{timezone.localtime(at):%Y%m%d%H%M%S}"
    if name.lower().endswith(".xml"):
        converted = check_xform(data, version=version)
    else:
        converted = convert_workbook(data, name)
        if not converted.form.version:
            converted = convert_workbook(data, name, version=version)
    form = converted.form
    instrument = _instrument_of(study, form)
    earlier = instrument.versions.select_for_update().filter(state=VersionState.DRAFT).first()
    kept = _files_of(earlier or instrument.versions.exclude(state=VersionState.DRAFT).first())
    if earlier is not None:
        earlier.delete()
    if instrument.versions.filter(version=form.version).exists():
        raise InstrumentRefused(
            _("Version “%(version)s” is there already: give the workbook a new version in its settings.")
            % {"version": form.version}
        )
    unit_key, settlement_key = _first_named(form, UNIT_NAMES), _settlement_guess(form)
    draft = InstrumentVersion(
        instrument=instrument,
        version=form.version,
        workbook_name=name[:200],
        xform=converted.xform,
        xform_md5=hashlib.md5(converted.xform, usedforsecurity=False).hexdigest(),
        schema=form.to_dict(),
        definition=_definition_of(converted),
        warnings=[one.to_dict() for one in converted.warnings],
        identity_keys=sorted(set(identity_guesses(form)) - {unit_key, settlement_key}),
        unit_key=unit_key,
        settlement_key=settlement_key,
        created_at=at,
        created_by=by,
    )
    draft.workbook.save(f"{draft.pk}{PurePosixPath(name).suffix.lower()}", ContentFile(data), save=False)
    draft.save(force_insert=True)
    _bring_files(draft, form, kept)
    if converted.itemsets is not None:
        _keep_file(draft, "itemsets.csv", converted.itemsets, "text/csv")
    _seal(draft)
    _note("add_draft", draft, by, at)
    return draft


@transaction.atomic
def attach_file(
    *, version: InstrumentVersion, upload: UploadedFile, by: User | None, at: datetime
) -> FormFile:
    """Give a draft a picture, sound or data set that it asks for; a file of the same name takes the place of the earlier."""
    _require_draft(version)
    name = PurePosixPath(upload.name or "").name
    wanted = files_wanted(version)
    if name not in wanted:
        raise InstrumentRefused(
            _("The questionnaire does not ask for “%(name)s”. It asks for: %(names)s.")
            % {"name": name, "names": ", ".join(sorted(wanted)) or "–"}
        )
    if (upload.size or 0) > LARGEST_FILE:
        raise InstrumentRefused(
            _("“%(name)s” is %(size)s; a file may be %(most)s at most.")
            % {"name": name, "size": file_size(upload.size or 0), "most": file_size(LARGEST_FILE)}
        )
    row = _keep_file(version, name, upload.read(), upload.content_type or "")
    _seal(version)
    _note("attach_file", version, by, at, name=name)
    return row


@transaction.atomic
def mark_keys(
    *,
    version: InstrumentVersion,
    identity_keys: Collection[str],
    unit_key: str,
    settlement_key: str,
    notes: str = "",
    by: User,
    at: datetime,
) -> InstrumentVersion:
    """Say which answers identify a person, which names the sample unit and which the settlement. Only of a draft."""
    _require_draft(version)
    known = {placed.question.path for placed in flatten(Form.from_dict(version.schema))}
    unknown = ({*identity_keys, unit_key, settlement_key} - {""}) - known
    if unknown:
        raise InstrumentRefused(
            _("The questionnaire has no question “%(name)s”.") % {"name": sorted(unknown)[0]}
        )
    if {unit_key, settlement_key} & set(identity_keys):
        raise InstrumentRefused(_("The code of the unit and of the settlement stay with the answers."))
    version.identity_keys = sorted(identity_keys)
    version.unit_key, version.settlement_key, version.notes = unit_key, settlement_key, notes.strip()
    version.save(update_fields=["identity_keys", "unit_key", "settlement_key", "notes"])
    _note("mark_keys", version, by, at, identity_keys=version.identity_keys)
    return version


@transaction.atomic
def publish_version(*, version: InstrumentVersion, by: User | None, at: datetime) -> InstrumentVersion:
    """From now on interviewers get this version; earlier ones still take answers until they are retired."""
    version = InstrumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    _require_draft(version)
    missing = files_missing(version)
    if missing:
        raise InstrumentRefused(
            _("Files that the questionnaire asks for are missing: %(names)s.")
            % {"names": ", ".join(sorted(missing))}
        )
    version.state, version.published_at = VersionState.PUBLISHED, at
    version.save(update_fields=["state", "published_at"])
    _note("publish_version", version, by, at, content=version.content_sha256)
    return version


@transaction.atomic
def retire_version(*, version: InstrumentVersion, by: User | None, at: datetime) -> InstrumentVersion:
    """It is listed no more and takes no more answers. Repeating it is harmless."""
    version = InstrumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state == VersionState.RETIRED:
        return version
    if not version.is_served:
        raise InstrumentRefused(_("A draft is discarded, not retired."))
    version.state, version.retired_at = VersionState.RETIRED, at
    version.save(update_fields=["state", "retired_at"])
    _note("retire_version", version, by, at)
    return version


@transaction.atomic
def discard_draft(*, version: InstrumentVersion, by: User, at: datetime) -> None:
    """Throw a draft away. The questionnaire goes with it when it has no other version."""
    version = InstrumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    _require_draft(version)
    instrument = version.instrument
    _note("discard_draft", version, by, at)
    version.delete()
    if not instrument.versions.exists():
        instrument.delete()


def files_wanted(version: InstrumentVersion) -> set[str]:
    """The names of files that the form asks for."""
    schema = version.schema
    return {*schema.get("media", ()), *schema.get("external_files", ())}


def files_missing(version: InstrumentVersion) -> set[str]:
    """One query."""
    return files_wanted(version) - set(version.files.values_list("name", flat=True))


def _instrument_of(study: Study, form: Form) -> Instrument:
    instrument = Instrument.objects.select_for_update().filter(form_id=form.form_id).first()
    title = (form.title or form.form_id)[:200]
    if instrument is None:
        return Instrument.objects.create(study=study, form_id=form.form_id, title=title)
    if instrument.study_id != study.pk:
        raise InstrumentRefused(
            _("The form id “%(form)s” belongs to a questionnaire of another study: choose another.")
            % {"form": form.form_id}
        )
    if instrument.title != title:
        instrument.title = title
        instrument.save(update_fields=["title"])
    return instrument


def _definition_of(converted: Converted) -> dict[str, object]:
    try:
        return prepare(converted.xform).as_json()
    except NotPrepared as fault:
        raise InstrumentRefused(
            _("The questionnaire cannot be shown in a browser: %(reason)s") % {"reason": fault}
        ) from None


def _files_of(version: InstrumentVersion | None) -> list[FormFile]:
    return list(version.files.filter(source=FileSource.UPLOAD)) if version is not None else []


def _bring_files(draft: InstrumentVersion, form: Form, kept: list[FormFile]) -> None:
    """What an earlier version brought need not be uploaded again; what our registers know is served live."""
    wanted = {*form.media, *form.external_files}
    rows = [
        FormFile(
            version=draft,
            name=one.name,
            file=one.file.name,
            media_type=one.media_type,
            size=one.size,
            md5=one.md5,
            sha256=one.sha256,
        )
        for one in kept
        if one.name in wanted and one.name not in LIVE
    ]
    rows += [
        FormFile(version=draft, name=name, source=source, media_type="text/csv")
        for name, source in LIVE.items()
        if name in wanted
    ]
    FormFile.objects.bulk_create(rows)


def _keep_file(version: InstrumentVersion, name: str, data: bytes, media_type: str) -> FormFile:
    row = version.files.filter(name=name).first() or FormFile(version=version, name=name)
    row.source, row.media_type, row.size = FileSource.UPLOAD, media_type[:80], len(data)
    row.md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    row.sha256 = hashlib.sha256(data).hexdigest()
    suffix = PurePosixPath(name).suffix.lower()[:12]
    row.file.save(f"{row.pk}-{row.md5[:8]}{suffix}", ContentFile(data), save=False)
    row.save()
    return row


def _seal(version: InstrumentVersion) -> None:
    """One hash of all that is asked: the form and every file beside it."""
    digest = hashlib.sha256(bytes(version.xform))
    for name, source, sha256 in version.files.order_by("name").values_list("name", "source", "sha256"):
        digest.update(f"\n{name} {source} {sha256}".encode())
    version.content_sha256 = digest.hexdigest()
    version.save(update_fields=["content_sha256"])


def _require_draft(version: InstrumentVersion) -> None:
    if version.state != VersionState.DRAFT:
        raise InstrumentRefused(_("Only a draft changes: upload the workbook with a new version."))


def _first_named(form: Form, names: tuple[str, ...]) -> str:
    """The key of the first question outside repeats with one of these names; empty where there is none."""
    return next((one.path for one in _named(form, names)), "")


def _named(form: Form, names: tuple[str, ...]) -> Iterator[Question]:
    for placed in flatten(form):
        if placed.question.name.lower() in names and not placed.repeats:
            yield placed.question


def _settlement_guess(form: Form) -> str:
    return next((one.path for one in _named(form, SETTLEMENT_NAMES) if _may_hold_settlements(one)), "")


def _may_hold_settlements(question: Question) -> bool:
    """Not a list with codes of its own: most must be KSH codes, or come from the register. One query for a list."""
    if question.itemset is not None and question.itemset.file:
        return LIVE.get(question.itemset.file) == FileSource.SETTLEMENTS
    if question.holds not in ("code", "codes"):
        return True
    codes = {code.zfill(KSH_DIGITS) for code in codes_of(question)}
    known = codes.intersection(Settlement.objects.values_list("pk", flat=True))
    return len(known) * 2 > len(codes)


def _note(deed: str, version: InstrumentVersion, by: User | None, at: datetime, **details: object) -> None:
    audit.note(
        deed=deed,
        subject=f"instrument_version:{version.pk}",
        by=by.pk if by else None,
        at=at,
        details={"form": version.instrument.form_id, "version": version.version, **details},
    )
