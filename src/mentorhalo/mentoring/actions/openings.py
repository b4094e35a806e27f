"""Opening engagements, one or a thousand: what is given in one piece when a relation is entered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import FactDraft, sync_many
from mentorhalo.programmes.models import Programme

from ..choices import EngagementState
from ..facts import (
    ENGAGEMENT_SOURCE,
    PAUSE_SOURCE,
    all_surroundings,
    facts_of_engagement,
    facts_of_pause,
)
from ..models import Engagement, Pause, Transition
from ..queries.mandates import MandateBook
from .journal import FEW, tell_of_engagements

BATCH = 1000

type Step = tuple[str, date, str]


class EngagementRefused(Exception):
    """The engagement cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class PauseDraft:
    starts_on: date
    ends_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class EngagementDraft:
    """An engagement with all that is known of its way when it is entered."""

    programme: UUID
    community: UUID
    opened_on: date
    mentor: UUID | None = None
    informed_on: date | None = None
    agreed_on: date | None = None
    active_on: date | None = None
    closed_on: date | None = None
    closing_reason: str = ""
    closing_evaluation: str = ""
    goals: str = ""
    offer: str = ""
    acknowledged_by: str = ""
    contact_every_days: int = 45
    pauses: Sequence[PauseDraft] = ()
    opening_reason: str = ""
    is_contacted: bool = True  # False: the community is only known of so far
    external_id: str = ""
    id: UUID = field(default_factory=uuid4)


def open_engagements(
    *,
    drafts: Iterable[EngagementDraft],
    by: User | None,
    at: datetime | Mapping[UUID, datetime],
    strict: bool = True,
) -> list[Engagement]:
    """Open engagements in one transaction. `at` may name a moment for each draft's id.

    Not `strict`, access given before the opening is let through: earlier records say such things.
    """
    drafts = list(drafts)
    programmes = Programme.objects.in_bulk({draft.programme for draft in drafts})
    mandates = MandateBook([draft.mentor for draft in drafts if draft.mentor])
    moments = {draft.id: at if isinstance(at, datetime) else at[draft.id] for draft in drafts}
    for draft in drafts:
        refuse_engagement(
            draft, programmes[draft.programme], timezone.localdate(moments[draft.id]), strict=strict
        )
    engagements = [
        _engagement(draft, mandates.group_of(draft.mentor, draft.opened_on, draft.programme))
        for draft in drafts
    ]
    transitions, pauses = [], []
    for draft, engagement in zip(drafts, engagements, strict=True):
        transitions += steps_taken(draft, engagement, by=by, at=moments[draft.id])
        pauses += pauses_taken(draft, engagement)
    for engagement in engagements:
        engagement.programme = programmes[engagement.programme_id]
    with transaction.atomic():
        Engagement.objects.bulk_create(engagements, batch_size=BATCH)
        Transition.objects.bulk_create(transitions, batch_size=BATCH)
        Pause.objects.bulk_create(pauses, batch_size=BATCH)
        _tell(engagements, pauses, by, at)
    return engagements


@transaction.atomic
def revise_engagements(
    *, drafts: Iterable[EngagementDraft], by: User | None, at: datetime, strict: bool = True
) -> None:
    """Make engagements of earlier records (`external_id`) what the drafts say, steps and pauses included."""
    wanted = {draft.id: draft for draft in drafts}
    standing = (
        Engagement.objects.select_for_update(of=("self",)).select_related("programme").in_bulk(list(wanted))
    )
    mandates = MandateBook([draft.mentor for draft in wanted.values() if draft.mentor])
    transitions, pauses = [], []
    for pk, draft in wanted.items():
        engagement = standing[pk]
        refuse_engagement(draft, engagement.programme, timezone.localdate(at), strict=strict)
        group = mandates.group_of(draft.mentor, draft.opened_on, draft.programme)
        fresh = _engagement(draft, group)
        for name in REVISED:
            setattr(engagement, name, getattr(fresh, name))
        transitions += steps_taken(draft, engagement, by=by, at=at)
        pauses += pauses_taken(draft, engagement)
    gone = list(Pause.objects.filter(engagement__in=list(wanted)).values_list("pk", flat=True))
    Transition.objects.filter(engagement__in=list(wanted)).delete()
    Pause.objects.filter(pk__in=gone).delete()
    Engagement.objects.bulk_update(standing.values(), REVISED, batch_size=100)
    Transition.objects.bulk_create(transitions, batch_size=BATCH)
    Pause.objects.bulk_create(pauses, batch_size=BATCH)
    search.changed("engagement", standing)
    around = all_surroundings()
    facts = [(str(one.pk), facts_of_engagement(one, around)) for one in standing.values()]
    sync_many(ENGAGEMENT_SOURCE, facts, by=by, at=at)
    paused: list[tuple[str, list[FactDraft]]] = [(str(pk), []) for pk in gone]
    paused += [(str(one.pk), facts_of_pause(one, around)) for one in pauses]
    sync_many(PAUSE_SOURCE, paused, by=by, at=at)


REVISED = [
    "community_id",
    "mentor_id",
    "group_id",
    "state",
    "opened_on",
    "informed_on",
    "closed_on",
    "closing_reason",
    "contact_every_days",
]


def refuse_engagement(draft: EngagementDraft, programme: Programme, today: date, *, strict: bool) -> None:
    """Raises `EngagementRefused` where the draft contradicts itself, its programme or the calendar."""
    days = {
        "opened_on": draft.opened_on,
        "informed_on": draft.informed_on,
        "agreed_on": draft.agreed_on,
        "active_on": draft.active_on,
        "closed_on": draft.closed_on,
    }
    for name, day in days.items():
        if day and day > today:
            raise EngagementRefused(_("This day is in the future."), field=name)
    if draft.opened_on < programme.starts_on:
        raise EngagementRefused(_("This day is before the programme starts."), field="opened_on")
    if programme.ends_on and draft.opened_on > programme.ends_on:
        raise EngagementRefused(_("This day is after the programme's end."), field="opened_on")
    if draft.closed_on and draft.closed_on < draft.opened_on:
        raise EngagementRefused(_("An engagement cannot close before it opens."), field="closed_on")
    if strict and draft.informed_on and draft.informed_on < draft.opened_on:
        raise EngagementRefused(_("Access cannot be given before the opening."), field="informed_on")
    if strict and draft.closed_on and draft.informed_on and draft.informed_on > draft.closed_on:
        raise EngagementRefused(_("Access cannot be given after the closing."), field="informed_on")
    before: date | None = None
    for pause in sorted(draft.pauses, key=lambda one: one.starts_on):
        if pause.starts_on > today:
            raise EngagementRefused(_("This day is in the future."), field="pause_from")
        if pause.ends_on and pause.ends_on < pause.starts_on:
            raise EngagementRefused(_("A pause cannot end before it starts."), field="pause_until")
        if pause.starts_on < draft.opened_on or (draft.closed_on and pause.starts_on > draft.closed_on):
            raise EngagementRefused(_("A pause lies within its engagement."), field="pause_from")
        if before is not None and pause.starts_on <= before:
            raise EngagementRefused(_("Two pauses of an engagement cannot overlap."), field="pause_from")
        before = pause.ends_on or date.max


def steps_taken(
    draft: EngagementDraft, engagement: Engagement, *, by: User | None, at: datetime
) -> list[Transition]:
    """The steps a draft tells of, in order; the engagement's state becomes the last one's."""
    first = EngagementState.CONTACTED if draft.is_contacted else EngagementState.IDENTIFIED
    later: list[Step] = []
    if draft.informed_on:
        later.append((EngagementState.INFORMED, max(draft.informed_on, draft.opened_on), ""))
    if draft.agreed_on:
        later.append((EngagementState.AGREED, draft.agreed_on, ""))
    if draft.active_on:
        later.append((EngagementState.ACTIVE, draft.active_on, ""))
    for pause in sorted(draft.pauses, key=lambda one: one.starts_on):
        if not any(state == EngagementState.ACTIVE for state, _day, _why in later):
            later.append((EngagementState.ACTIVE, pause.starts_on, ""))
        later.append((EngagementState.PAUSED, pause.starts_on, pause.reason[:200]))
        if pause.ends_on and (draft.closed_on is None or pause.ends_on < draft.closed_on):
            resumed = date.fromordinal(pause.ends_on.toordinal() + 1)
            if resumed <= timezone.localdate(at):
                later.append((EngagementState.ACTIVE, resumed, ""))
    later.sort(key=lambda step: step[1])  # stable: on one day the order above holds
    if draft.closed_on:
        later = [(state, min(day, draft.closed_on), why) for state, day, why in later]
        later.append((EngagementState.CLOSED, draft.closed_on, draft.closing_reason))
    before = ""
    steps = []
    for state, day, why in [(first, draft.opened_on, draft.opening_reason), *later]:
        steps.append(
            Transition(
                engagement=engagement,
                from_state=before,
                to_state=state,
                occurred_on=day,
                reason=why,
                recorded_at=at,
                recorded_by=by,
            )
        )
        before = state
    engagement.state = before
    return steps


def pauses_taken(draft: EngagementDraft, engagement: Engagement) -> list[Pause]:
    """An open pause of a closed engagement ends with it."""
    return [
        Pause(
            engagement=engagement,
            starts_on=pause.starts_on,
            ends_on=min(pause.ends_on or draft.closed_on, draft.closed_on)
            if draft.closed_on
            else pause.ends_on,
            reason=pause.reason,
        )
        for pause in draft.pauses
    ]


def _engagement(draft: EngagementDraft, group: UUID | None) -> Engagement:
    return Engagement(
        id=draft.id,
        external_id=draft.external_id,
        programme_id=draft.programme,
        community_id=draft.community,
        mentor_id=draft.mentor,
        group_id=group,
        opened_on=draft.opened_on,
        informed_on=draft.informed_on,
        closed_on=draft.closed_on,
        closing_reason=draft.closing_reason,
        closing_evaluation=draft.closing_evaluation,
        goals=draft.goals,
        offer=draft.offer,
        acknowledged_by=draft.acknowledged_by,
        contact_every_days=draft.contact_every_days,
    )


def _tell(
    engagements: list[Engagement],
    pauses: list[Pause],
    by: User | None,
    at: datetime | Mapping[UUID, datetime],
) -> None:
    if isinstance(at, datetime) and len(engagements) <= FEW:
        tell_of_engagements(engagements, by=by, at=at)
        return
    search.changed("engagement", [one.pk for one in engagements])
    around = all_surroundings()
    facts = [(str(one.pk), facts_of_engagement(one, around)) for one in engagements]
    paused = [(str(one.pk), facts_of_pause(one, around)) for one in pauses]
    if isinstance(at, datetime):
        sync_many(ENGAGEMENT_SOURCE, facts, by=by, at=at, fresh=True)
        sync_many(PAUSE_SOURCE, paused, by=by, at=at, fresh=True)
        return
    moments = {str(pk): moment for pk, moment in at.items()}
    sync_many(ENGAGEMENT_SOURCE, facts, by=by, at=moments, fresh=True)
    moments = {str(one.pk): at[one.engagement_id] for one in pauses}
    sync_many(PAUSE_SOURCE, paused, by=by, at=moments, fresh=True)
