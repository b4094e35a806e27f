"""Opening partnerships, changing what is said of them, parties that come and go, ending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import group_of
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import current_programme

from ..choices import Initiative
from ..models import Member, Partnership
from .journal import tell, tell_all_of
from .refusals import PartnershipRefused

type AnyParty = Organisation | Community
FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class PartnershipDraft:
    """What a person says of a partnership. `key` is the form's own: sent twice it is one."""

    key: UUID
    title: str
    purpose: str
    field: str
    initiative: str
    settlement: str
    starts_on: date
    mentor: Mentor | None = None
    parties: Sequence[AnyParty] = ()


@transaction.atomic
def open_partnership(*, draft: PartnershipDraft, by: User, at: datetime) -> Partnership:
    """Write it with its parties. Raises `PartnershipRefused`."""
    known = Partnership.objects.filter(pk=draft.key).first()
    if known is not None:
        if known.created_by_id != by.pk:
            raise PartnershipRefused(_("This partnership was written by somebody else."))
        return known
    if len({party.pk for party in draft.parties}) < max(FEWEST, len(draft.parties)):
        raise PartnershipRefused(_("Name at least two different parties."), "second")
    programme = _checked(draft, at)
    partnership = Partnership(
        pk=draft.key, programme=programme, created_at=at, created_by=by, **_said(draft, programme)
    )
    partnership.save(force_insert=True)
    Member.objects.bulk_create(member_of(partnership, party, draft.starts_on) for party in draft.parties)
    tell(partnership, by=by, at=at)
    return partnership


@transaction.atomic
def revise_partnership(
    *, partnership: Partnership, draft: PartnershipDraft, by: User, at: datetime
) -> Partnership:
    """Say it otherwise; what it said before stands in the audit. Raises `PartnershipRefused`."""
    partnership = held(partnership)
    programme = _checked(draft, at)
    if partnership.ends_on is not None and draft.starts_on > partnership.ends_on:
        raise PartnershipRefused(_("A partnership cannot end before it starts."), "starts_on")
    if partnership.members.filter(left_on__lt=draft.starts_on).exists():
        raise PartnershipRefused(_("A party left before this day."), "starts_on")
    said = _said(draft, programme)
    before = {name: str(getattr(partnership, name)) for name in said if name != "group"}
    partnership.members.filter(joined_on=partnership.starts_on).update(joined_on=draft.starts_on)
    partnership.members.filter(joined_on__lt=draft.starts_on).update(joined_on=draft.starts_on)
    for name, value in said.items():
        setattr(partnership, name, value)
    partnership.programme = programme
    partnership.save()
    _note("revise_partnership", partnership, by=by, at=at, before=before)
    tell_all_of(partnership, by=by, at=at, reason="partnership revised")
    return partnership


@transaction.atomic
def add_member(
    *, partnership: Partnership, party: AnyParty, joined_on: date, by: User, at: datetime
) -> Member:
    """Another party joins. Raises `PartnershipRefused`."""
    partnership = held(partnership)
    refuse_ended(partnership)
    _refuse_day(partnership, joined_on, at, "joined_on")
    for member in partnership.members.all():
        if member.party_id == party.pk and (member.left_on is None or member.left_on >= joined_on):
            raise PartnershipRefused(_("This party belongs to the partnership already."), "party")
    member = member_of(partnership, party, joined_on)
    member.save()
    tell(partnership, by=by, at=at)
    _note("add_member", partnership, by=by, at=at, party=member.reference, day=joined_on.isoformat())
    return member


@transaction.atomic
def let_member_leave(*, member: Member, left_on: date, by: User, at: datetime) -> Member:
    """Its last day. Two parties must stay; otherwise the partnership ends. Raises `PartnershipRefused`."""
    partnership = held(member.partnership)
    refuse_ended(partnership)
    member = partnership.members.get(pk=member.pk)
    if member.left_on is not None:
        raise PartnershipRefused(_("It has left already."))
    _refuse_day(partnership, left_on, at, "left_on")
    if left_on < member.joined_on:
        raise PartnershipRefused(_("A party cannot leave before it joins."), "left_on")
    if partnership.members.filter(left_on=None).count() <= FEWEST:
        raise PartnershipRefused(_("Without it only one party would stay: end the partnership instead."))
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    tell(partnership, by=by, at=at)
    _note("let_member_leave", partnership, by=by, at=at, party=member.reference, day=left_on.isoformat())
    return member


@transaction.atomic
def end_partnership(
    *, partnership: Partnership, ends_on: date, reason: str, by: User, at: datetime
) -> Partnership:
    """Its last day and why. Raises `PartnershipRefused`."""
    partnership = held(partnership)
    refuse_ended(partnership)
    _refuse_day(partnership, ends_on, at, "ends_on")
    if not reason.strip():
        raise PartnershipRefused(_("Say why it ended."), "reason")
    partnership.ends_on, partnership.end_reason = ends_on, reason.strip()[:300]
    partnership.save(update_fields=["ends_on", "end_reason"])
    tell(partnership, by=by, at=at)
    return partnership


@transaction.atomic
def resume_partnership(*, partnership: Partnership, by: User, at: datetime) -> Partnership:
    """It was ended by mistake, or goes on after all. Raises `PartnershipRefused`."""
    partnership = held(partnership)
    if partnership.ends_on is None:
        raise PartnershipRefused(_("It has not ended."))
    _note("resume_partnership", partnership, by=by, at=at, ended=partnership.ends_on.isoformat())
    partnership.ends_on, partnership.end_reason = None, ""
    partnership.save(update_fields=["ends_on", "end_reason"])
    tell(partnership, by=by, at=at)
    return partnership


def held(partnership: Partnership) -> Partnership:
    """As it is now, held until the transaction ends."""
    rows = Partnership.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.get(pk=partnership.pk)


def refuse_ended(partnership: Partnership) -> None:
    if partnership.ends_on is not None:
        raise PartnershipRefused(_("This partnership has ended."))


def member_of(partnership: Partnership, party: AnyParty, joined_on: date) -> Member:
    return Member(partnership=partnership, joined_on=joined_on, **{str(party.party_type): party})


def _said(draft: PartnershipDraft, programme: Programme) -> dict[str, Any]:
    group = group_of(draft.mentor, draft.starts_on, programme) if draft.mentor else None
    return {
        "title": " ".join(draft.title.split()),
        "purpose": draft.purpose.strip(),
        "field": draft.field,
        "initiative": draft.initiative,
        "settlement_id": draft.settlement,
        "starts_on": draft.starts_on,
        "mentor": draft.mentor,
        "group": group,
    }


def _checked(draft: PartnershipDraft, at: datetime) -> Programme:
    if draft.starts_on > timezone.localdate(at):
        raise PartnershipRefused(_("This day is still to come."), "starts_on")
    if draft.initiative == Initiative.BY_MENTOR and draft.mentor is None:
        raise PartnershipRefused(_("Say which mentor brought them together."), "initiative")
    programme = current_programme(draft.starts_on)
    if programme is None:
        raise PartnershipRefused(_("There is no programme to count it in."), "starts_on")
    return programme


def _refuse_day(partnership: Partnership, day: date, at: datetime, name: str) -> None:
    if day > timezone.localdate(at):
        raise PartnershipRefused(_("This day is still to come."), name)
    if day < partnership.starts_on:
        raise PartnershipRefused(_("This day is before the partnership began."), name)


def _note(deed: str, partnership: Partnership, *, by: User, at: datetime, **details: Any) -> None:
    audit.note(deed=deed, subject=partnership.reference, by=by.pk, at=at, details=details)
