"""Information acts: who was told what, logged by hand or by a letter whose sending is over; corrected, withdrawn."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.uploads import check_file
from mentorhalo.evidence.actions import sync, sync_many
from mentorhalo.mentoring.actions import FileRefused
from mentorhalo.mentoring.models import PeriodClosing
from mentorhalo.network.queries import group_of, led_group, mentor_of
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.queries import county_of

from ..choices import ActChannel, Audience, CountMethod, DeliveryState, IssueKind, SegmentRole
from ..facts import ACT_SOURCE, facts_of_act
from ..models import Delivery, InformationAct, Issue

__all__ = [
    "ActDraft",
    "ActRefused",
    "FileRefused",
    "TakenAct",
    "correct_act",
    "follow_register",
    "log_act",
    "log_acts",
    "record_issue_act",
    "withdraw_act",
]

CLASSES: dict[str, Audience] = {
    SegmentRole.COMMUNITY: Audience.COMMUNITY,
    SegmentRole.INSTITUTION: Audience.INSTITUTION,
    SegmentRole.MUNICIPALITY: Audience.MUNICIPALITY,
    SegmentRole.MENTOR: Audience.PROFESSIONAL,
    SegmentRole.GROUP_LEADER: Audience.PROFESSIONAL,
    SegmentRole.EXPERT: Audience.PROFESSIONAL,
    SegmentRole.OFFICE: Audience.PROFESSIONAL,
}
OF_ISSUES = UUID("6f1c9f3e-6b43-4d8e-9d65-0d9b6f1f0a11")  # client keys of letters' own acts


class ActRefused(Exception):
    """The act cannot be kept as it stands; `field` names what is wrong, the message is meant for the person."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, kw_only=True)
class ActDraft:
    """What a person says of an act. `counting` is the rule, `counting_note` the rule in words where the code says too little."""

    client_key: UUID
    given_on: date
    audience: str
    channel: str
    message: str
    reached: int
    counting: str
    counting_note: str = ""
    settlement: str = ""
    county: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenAct:
    """An act of a mentor's that somebody else enters: whose it was, and when it was first written down."""

    draft: ActDraft
    entered_at: datetime
    by: User | None = None  # whoever enters it, unless known
    mentor: UUID | None = None
    group: UUID | None = None


@transaction.atomic
def log_act(*, draft: ActDraft, by: User, at: datetime, upload: UploadedFile | None = None) -> InformationAct:
    """Write an act; sent twice under one key it is one. Raises `ActRefused` and `FileRefused`."""
    known = InformationAct.objects.filter(client_key=draft.client_key).first()
    if known is not None:
        if known.by_id != by.pk:
            raise ActRefused(_("This act was logged by somebody else."))
        return known
    programme = _programme(draft.given_on)
    _check(draft, programme, at)
    mentor = mentor_of(by)
    group = group_of(mentor, draft.given_on) if mentor else led_group(by, draft.given_on)
    act = InformationAct(
        **_said(draft),
        client_key=draft.client_key,
        programme=programme.code,
        by=by,
        mentor=mentor.pk if mentor else None,
        group=group.pk if group else None,
        entered_at=at,
    )
    return _written(act, upload, by=by, at=at)


@transaction.atomic
def log_acts(*, acts: Iterable[TakenAct], by: User) -> list[InformationAct]:
    """Many at once that are not there yet, by the same rules, all or none. Raises `ActRefused`."""
    made = []
    for taken in acts:
        programme = _programme(taken.draft.given_on)
        _check(taken.draft, programme, taken.entered_at)
        act = InformationAct(
            **_said(taken.draft),
            client_key=taken.draft.client_key,
            programme=programme.code,
            by=taken.by or by,
            mentor=taken.mentor,
            group=taken.group,
            entered_at=taken.entered_at,
        )
        _refuse_wrong_fields(act)
        made.append(act)
    InformationAct.objects.bulk_create(made, batch_size=500)
    sync_many(
        ACT_SOURCE,
        [(str(act.pk), facts_of_act(act)) for act in made],
        by=by,
        at={str(act.pk): act.entered_at for act in made},
    )
    return made


@transaction.atomic
def correct_act(
    *,
    act: InformationAct,
    draft: ActDraft,
    reason: str,
    by: User,
    at: datetime,
    upload: UploadedFile | None = None,
) -> InformationAct:
    """Say it otherwise, with the reason; what it said before stands in the audit. Raises `ActRefused` and `FileRefused`."""
    act = InformationAct.objects.select_for_update().get(pk=act.pk)
    _refuse_settled(act)
    if not reason.strip():
        raise ActRefused(_("Say why it is corrected."), "reason")
    programme = _programme(draft.given_on)
    _refuse_closed(act.programme, act.given_on)
    _check(draft, programme, at)
    before = {name: str(getattr(act, name)) for name in _said(draft)}
    for name, value in _said(draft).items():
        setattr(act, name, value)
    act.programme = programme.code
    changed = {name: value for name, value in before.items() if value != str(getattr(act, name))}
    audit.note(
        deed="correct_act",
        subject=f"act:{act.pk}",
        by=by.pk,
        at=at,
        details={"reason": reason.strip(), "before": changed},
    )
    return _written(act, upload, by=by, at=at)


@transaction.atomic
def withdraw_act(*, act: InformationAct, reason: str, by: User, at: datetime) -> None:
    """It counts no more, and says why. Raises `ActRefused`."""
    act = InformationAct.objects.select_for_update().get(pk=act.pk)
    _refuse_settled(act)
    _refuse_closed(act.programme, act.given_on)
    if not reason.strip():
        raise ActRefused(_("Say why it is withdrawn."), "reason")
    act.withdrawn_at = at
    act.withdrawn_reason = reason.strip()
    act.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    sync(ACT_SOURCE, act.pk, facts_of_act(act), by=by, at=at, reason="withdrawn")
    audit.note(
        deed="withdraw_act",
        subject=f"act:{act.pk}",
        by=by.pk,
        at=at,
        details={"reason": act.withdrawn_reason},
    )


@transaction.atomic
def record_issue_act(*, issue: Issue, at: datetime) -> InformationAct | None:
    """A letter's own act: to how many it was delivered and did not come back. Call it again and it says the new number.

    None where it reached nobody and nothing was said before, or where no programme runs.
    """
    reached = Delivery.objects.filter(issue=issue, state=DeliveryState.SENT).count()
    known = InformationAct.objects.select_for_update().filter(issue=issue).first()
    given_on = timezone.localdate(issue.started_at or at)
    programme = Programme.objects.filter(code=issue.programme).first() or current_programme(given_on)
    if programme is None or (known is None and not reached):
        return known
    if known is not None:
        if known.reached != reached:
            known.reached = reached
            known.save(update_fields=["reached"])
            sync(ACT_SOURCE, known.pk, facts_of_act(known), by=None, at=at, reason="deliveries came back")
        return known
    is_county_letter = issue.kind == IssueKind.COUNTY_LETTER
    mentor = mentor_of(issue.by)
    text = issue.texts.first()
    act = InformationAct(
        client_key=uuid5(OF_ISSUES, str(issue.pk)),
        programme=programme.code,
        given_on=given_on,
        by=issue.by,
        mentor=mentor.pk if mentor else None,
        group=issue.group,
        audience=_class_of(issue),
        channel=ActChannel.COUNTY_LETTER if is_county_letter else ActChannel.NEWSLETTER,
        message=text.subject if text else issue.title,
        county=issue.county,
        reached=reached,
        counting=CountMethod.DELIVERED,
        issue=issue,
        entered_at=at,
    )
    return _written(act, None, by=None, at=at)


@transaction.atomic
def follow_register(*, codes: Collection[str], by: User | None, at: datetime) -> None:
    """A settlement that moved to another county takes what was told there along."""
    moved = []
    for act in InformationAct.objects.filter(settlement__in=codes).order_by("pk"):
        county = county_of(act.settlement, act.given_on)
        if county != act.county:
            act.county = county
            moved.append(act)
    InformationAct.objects.bulk_update(moved, ["county"], batch_size=500)
    sync_many(
        ACT_SOURCE,
        [(str(act.pk), facts_of_act(act)) for act in moved],
        by=by,
        at=at,
        reason="register changed",
    )


def _class_of(issue: Issue) -> str:
    """Whom the duty calls those whom the segment names; the population where they are of several sorts."""
    if issue.kind == IssueKind.COUNTY_LETTER:
        return Audience.COMMUNITY
    classes = {CLASSES.get(role, Audience.POPULATION) for role in issue.audience.get("roles", ())}
    return classes.pop() if len(classes) == 1 else Audience.POPULATION


def _written(
    act: InformationAct, upload: UploadedFile | None, *, by: User | None, at: datetime
) -> InformationAct:
    _refuse_wrong_fields(act)
    if upload is not None:
        _keep(act, upload)
    try:
        act.save()
        sync(ACT_SOURCE, act.pk, facts_of_act(act), by=by, at=at)
    except BaseException:
        if upload is not None:
            act.file.delete(save=False)
        raise
    return act


def _refuse_wrong_fields(act: InformationAct) -> None:
    try:
        act.clean_fields(exclude=["file"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise ActRefused(" ".join(messages), field) from None


def _keep(act: InformationAct, upload: UploadedFile) -> None:
    """The file with its fingerprint, as proofs of entries are kept. Raises `FileRefused`."""
    name, _media_type = check_file(upload)
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    act.file_name = name
    act.sha256 = digest.hexdigest()
    act.file.save(f"{act.pk}{PurePosixPath(name).suffix.lower()}", upload, save=False)


def _said(draft: ActDraft) -> dict[str, Any]:
    """The draft's own fields; a settlement brings its county of the day."""
    said = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "client_key"}
    for name in ("message", "counting_note"):
        said[name] = " ".join(said[name].split())
    if draft.settlement:
        said["county"] = county_of(draft.settlement, draft.given_on)
    return said


def _check(draft: ActDraft, programme: Programme, at: datetime) -> None:
    if draft.given_on > timezone.localdate(at):
        raise ActRefused(_("This day is still to come."), "given_on")
    if draft.counting == CountMethod.DELIVERED:
        raise ActRefused(_("Only a letter sent here is counted by its deliveries."), "counting")
    if draft.channel in (ActChannel.NEWSLETTER, ActChannel.COUNTY_LETTER):
        raise ActRefused(_("A letter sent here logs itself."), "channel")
    if draft.counting == CountMethod.ESTIMATE and not draft.counting_note.strip():
        raise ActRefused(_("Say in words how it was estimated."), "counting_note")
    _refuse_closed(programme.code, draft.given_on)


def _programme(day: date) -> Programme:
    programme = current_programme(day)
    if programme is None:
        raise ActRefused(_("There is no programme to count it in."), "given_on")
    return programme


def _refuse_settled(act: InformationAct) -> None:
    if act.withdrawn_at is not None:
        raise ActRefused(_("This act is withdrawn."))
    if act.issue_id is not None:
        raise ActRefused(_("A letter sent here logs itself."))


def _refuse_closed(programme: str, day: date) -> None:
    """A closed period takes no acts and gives none back."""
    if PeriodClosing.objects.filter(programme__code=programme, until__gte=day).exists():
        raise ActRefused(_("The period of this day is closed."), "given_on")
