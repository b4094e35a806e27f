"""A whole network at once, by the rules of its single deeds: for imports and the demonstration."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.evidence.actions import sync_many
from mentorhalo.network.choices import ConsentScope, EndReason
from mentorhalo.network.facts import GROUP, MANDATE, group_facts, mandate_facts
from mentorhalo.network.models import CountyGroup, Leadership, Mandate, Mentor, PublicConsent
from mentorhalo.network.signals import accounts_linked
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import County

from .grants import leadership_grant, mandate_grant
from .groups import check_group
from .mandates import check_mandate
from .mentors import call_mentor


class PlanRefused(Exception):
    """The plan contradicts itself or what stands already; the message is meant for the person."""


@dataclass(frozen=True, kw_only=True)
class GroupDraft:
    county: str  # KSH code
    starts_on: date | None = None  # the programme's first day
    ends_on: date | None = None
    recorded_at: datetime | None = None  # when the plan is carried out
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class MentorDraft:
    name: str
    email: str = ""
    phone: str = ""
    home: str | None = None  # KSH code
    introduction_hu: str = ""
    introduction_en: str = ""
    external_id: str = ""
    user: User | None = None
    consents: tuple[str, ...] = ()
    consented_at: datetime | None = None  # when the plan is carried out
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class MandateDraft:
    mentor: UUID
    group: UUID
    starts_on: date
    ends_on: date | None = None
    end_reason: str = ""  # with an end: its term ran out
    working_time: int = 100
    capacity: int = 20
    recorded_at: datetime | None = None  # when the plan is carried out
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class LeadershipDraft:
    group: UUID
    mentor: UUID
    starts_on: date
    ends_on: date | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class NetworkPlan:
    """Groups and mentors named by a mandate are either in the plan or stand already."""

    programme: Programme
    groups: list[GroupDraft] = field(default_factory=list)
    mentors: list[MentorDraft] = field(default_factory=list)
    mandates: list[MandateDraft] = field(default_factory=list)
    leaderships: list[LeadershipDraft] = field(default_factory=list)


@dataclass(frozen=True)
class Network:
    """What was written, by id, and what stood already where the plan names it."""

    groups: dict[UUID, CountyGroup]
    mentors: dict[UUID, Mentor]
    mandates: dict[UUID, Mandate]
    leaderships: dict[UUID, Leadership]


@transaction.atomic
def establish_network(plan: NetworkPlan, *, by: User, at: datetime) -> Network:
    """Write it all or nothing; the number of statements does not grow with the plan, but in steps of its batches.

    Raises `PlanRefused`, or what the single deed would raise: `GroupRefused`, `MandateRefused`, `MentorRefused`.
    """
    groups = _groups(plan)
    mentors = _mentors(plan, at)
    mandates = _mandates(plan, groups, mentors)
    leaderships = _leaderships(plan, groups, mentors, mandates)
    fresh = {draft.id for draft in plan.groups}
    sync_many(
        GROUP,
        ((str(pk), group_facts(groups[pk])) for pk in fresh),
        by=by,
        at={str(draft.id): draft.recorded_at or at for draft in plan.groups},
        fresh=True,
    )
    sync_many(
        MANDATE,
        ((str(pk), mandate_facts(mandate)) for pk, mandate in mandates.items()),
        by=by,
        at={str(draft.id): draft.recorded_at or at for draft in plan.mandates},
        fresh=True,
    )
    grants = [mandate_grant(mandate) for mandate in mandates.values() if mandate.mentor.user_id]
    grants += [leadership_grant(led) for led in leaderships.values() if led.mentor.user_id]
    follow_grants(grants, by=by, at=at)
    accounts = {one.user.pk for one in plan.mentors if one.user is not None}
    accounts_linked.send(Mentor, users=accounts, by=by, at=at)
    search.changed("group", fresh)
    search.changed("mentor", mentors)
    details = {"groups": len(fresh), "mentors": len(plan.mentors), "mandates": len(mandates)}
    audit.note(
        deed="establish_network", subject=f"programme:{plan.programme.pk}", by=by.pk, at=at, details=details
    )
    return Network(groups, mentors, mandates, leaderships)


def _groups(plan: NetworkPlan) -> dict[UUID, CountyGroup]:
    programme = plan.programme
    counties = {county.pk: county for county in County.objects.all()}
    covered = set(programme.counties.values_list("county_code", flat=True))
    standing = {group.pk: group for group in CountyGroup.objects.filter(programme=programme)}
    taken = {group.county_id for group in standing.values()}
    new = []
    for draft in plan.groups:
        if draft.county not in counties or draft.county in taken:
            raise PlanRefused(
                _("County %(code)s is unknown or has a group already.") % {"code": draft.county}
            )
        taken.add(draft.county)
        group = CountyGroup(
            pk=draft.id,
            programme=programme,
            county=counties[draft.county],
            starts_on=draft.starts_on or programme.starts_on,
            ends_on=draft.ends_on,
        )
        check_group(group, covered)
        new.append(group)
    CountyGroup.objects.bulk_create(new, batch_size=500)
    for group in standing.values():
        group.programme = programme
    return standing | {group.pk: group for group in new}


def _mentors(plan: NetworkPlan, at: datetime) -> dict[UUID, Mentor]:
    new = []
    consents = []
    for draft in plan.mentors:
        mentor = Mentor(
            pk=draft.id,
            user=draft.user,
            external_id=draft.external_id,
            email=draft.email,
            phone=draft.phone,
            home_id=draft.home,
            introduction_hu=draft.introduction_hu,
            introduction_en=draft.introduction_en,
        )
        call_mentor(mentor, draft.name)
        new.append(mentor)
        for scope in draft.consents:
            given_at = draft.consented_at or at
            consents.append(PublicConsent(mentor=mentor, scope=ConsentScope(scope), given_at=given_at))
    named = {draft.mentor for draft in plan.mandates} - {mentor.pk for mentor in new}
    standing = Mentor.objects.select_for_update().in_bulk(list(named)) if named else {}
    Mentor.objects.bulk_create(new, batch_size=500)
    PublicConsent.objects.bulk_create(consents, batch_size=500)
    return standing | {mentor.pk: mentor for mentor in new}


def _mandates(
    plan: NetworkPlan, groups: dict[UUID, CountyGroup], mentors: dict[UUID, Mentor]
) -> dict[UUID, Mandate]:
    held: dict[UUID, list[Mandate]] = defaultdict(list)
    known = {draft.mentor for draft in plan.mandates} - {draft.id for draft in plan.mentors}
    for mandate in Mandate.objects.filter(programme=plan.programme, mentor__in=known):
        held[mandate.mentor_id].append(mandate)
    new = {}
    for draft in plan.mandates:
        if draft.mentor not in mentors or draft.group not in groups:
            raise PlanRefused(_("A mandate names a mentor or a group that is nowhere to be found."))
        mandate = Mandate(
            pk=draft.id,
            mentor=mentors[draft.mentor],
            programme=plan.programme,
            group=groups[draft.group],
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            end_reason=draft.end_reason or (EndReason.TERM if draft.ends_on else ""),
            working_time=draft.working_time,
            capacity=draft.capacity,
        )
        check_mandate(mandate, held[draft.mentor])
        held[draft.mentor].append(mandate)
        new[mandate.pk] = mandate
    Mandate.objects.bulk_create(new.values(), batch_size=500)
    return new


def _leaderships(
    plan: NetworkPlan,
    groups: dict[UUID, CountyGroup],
    mentors: dict[UUID, Mentor],
    mandates: dict[UUID, Mandate],
) -> dict[UUID, Leadership]:
    served: dict[tuple[UUID, UUID], list[Mandate]] = defaultdict(list)
    for mandate in mandates.values():
        served[mandate.mentor_id, mandate.group_id].append(mandate)
    new = {}
    last_day: dict[UUID, date] = {}
    for draft in sorted(plan.leaderships, key=lambda draft: draft.starts_on):
        serving = [each for each in served[draft.mentor, draft.group] if each.holds_on(draft.starts_on)]
        if not serving:
            raise PlanRefused(_("A group is to be led by somebody who has no mandate in it."))
        if draft.starts_on <= last_day.get(draft.group, date.min):
            raise PlanRefused(_("A group is to be led by two mentors on one day."))
        ends = [day for day in (draft.ends_on, serving[0].ends_on) if day]
        leadership = Leadership(
            pk=draft.id,
            group=groups[draft.group],
            mentor=mentors[draft.mentor],
            starts_on=draft.starts_on,
            ends_on=min(ends, default=None),
        )
        last_day[draft.group] = leadership.ends_on or date.max
        new[leadership.pk] = leadership
    Leadership.objects.bulk_create(new.values(), batch_size=500)
    return new
