"""Engagements and log entries of the demonstration."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import batched, pairwise
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.mentoring.actions import (
    ActivityDraft,
    AssignmentDraft,
    EngagementDraft,
    assign_many,
    close_engagement,
    hand_over,
    log_activities,
    open_engagements,
    pause_engagement,
    resume_engagement,
)
from mentorhalo.mentoring.models import Engagement
from mentorhalo.network.models import Mentor

from .parties import World
from .plan import PlannedActivity, PlannedEngagement, Seat, minted
from .progress import told
from .site import Site
from .work import Work

AT_ONCE = 10_000


def write_engagements(site: Site, work: Work) -> None:
    planned = work.engagements
    drafts = [
        EngagementDraft(
            id=row.id,
            programme=site.programme.pk,
            community=row.community.id,
            mentor=work.mentor_on(row.seat, row.opened_on),
            opened_on=row.opened_on,
            informed_on=row.informed_on,
            active_on=row.opened_on if row.informed_on else None,
            offer="A program lehetőségei: mentori kísérés, képzés, szakmai napok." if row.informed_on else "",
            acknowledged_by="vezető" if row.informed_on and site.random.random() < 0.8 else "",
            contact_every_days=row.contact_every_days,
            is_contacted=row.story != "identified",
        )
        for row in told(planned, _("engagements"), len(planned), site.report, every=100)
    ]
    moments = {row.id: site.at(row.opened_on) for row in planned}
    opened = {row.pk: row for row in open_engagements(drafts=drafts, by=site.office, at=moments)}
    turning = [row for row in planned if row.pauses or row.closed_on]
    for row in told(turning, _("pauses and closings"), len(turning), site.report, every=10):
        _take_turns(site, row, opened[row.id])


def _take_turns(site: Site, row: PlannedEngagement, engagement: Engagement) -> None:
    """Each turn is recorded on its own day, as people would have done."""
    for pause in row.pauses:
        pause_engagement(
            engagement=engagement,
            on=pause.starts_on,
            reason=pause.reason,
            planned_until=pause.ends_on,
            by=site.office,
            at=site.at(pause.starts_on),
        )
        if pause.ends_on is not None and pause.ends_on < site.period.today:
            resumed_on = pause.ends_on + timedelta(days=1)
            resume_engagement(engagement=engagement, on=resumed_on, by=site.office, at=site.at(resumed_on))
    if row.closed_on is not None:
        close_engagement(
            engagement=engagement,
            on=row.closed_on,
            reason=row.closing_reason,
            by=site.office,
            at=site.at(row.closed_on, hour=18),
        )


def write_activities(site: Site, work: Work, methods: Sequence[UUID]) -> None:
    total = site.size(97_000)
    entries = told(work.activities(), _("log entries"), total, site.report)
    for batch in batched(entries, AT_ONCE):
        log_activities(drafts=[_draft(entry, site, methods) for entry in batch], by=None, at=timezone.now())


def _methods_of(entry: PlannedActivity, methods: Sequence[UUID]) -> tuple[UUID, ...]:
    """What an eighth of the entries about a community name; the methods of the first half of the list more often."""
    chance = entry.id.int
    if entry.engagement is None or chance % 8 or not methods:
        return ()
    most = len(methods) if chance // 8 % 3 == 0 else (len(methods) + 1) // 2
    return (methods[chance // 24 % most],)


def _draft(entry: PlannedActivity, site: Site, methods: Sequence[UUID]) -> ActivityDraft:
    return ActivityDraft(
        id=entry.id,
        programme=site.programme.pk,
        mentor=entry.mentor,
        kind=entry.kind,
        occurred_on=entry.occurred_on,
        channel=entry.channel,
        is_two_way=entry.is_two_way,
        settlement=entry.settlement,
        engagement=entry.engagement.id if entry.engagement else None,
        consortium=entry.consortium,
        organisations=(entry.organisation,) if entry.organisation else (),
        methods=_methods_of(entry, methods),
        participants=entry.participants,
        counting_method="headcount" if entry.participants and entry.participants > 4 else "",
        minutes=entry.minutes,
        public_sentence=entry.public_sentence,
        group_note=entry.group_note,
        state=entry.state,
        created_at=entry.submitted_at,
        submitted_at=entry.submitted_at,
        decided_at=entry.decided_at,
    )


def write_assignments(site: Site, world: World, work: Work) -> None:
    """Each seat's mentors answer, one after another, for its places, its consortia and its communities."""
    drafts: list[AssignmentDraft] = []
    for code, seat in world.seat_of.items():
        drafts += _in_turn(site, seat, {"settlement": code})
    for consortium in world.consortia:
        drafts += _in_turn(site, world.seat_of[consortium.settlements[0]], {"consortium": consortium.id})
    for engagement in work.engagements:
        if engagement.closed_on is None:
            drafts += _in_turn(site, engagement.seat, {"community": engagement.community.id})
    unique = {draft.id: draft for draft in drafts}
    assign_many(
        drafts=told(unique.values(), _("assignments"), len(unique), site.report),
        by=site.office,
        at=timezone.now(),
    )


def write_handovers(site: Site, seats: list[Seat]) -> None:
    """Whoever leaves hands over to the successor on the seat, on the successor's first day."""
    changes = [
        pair for seat in seats for pair in pairwise(seat.mandates) if pair[1].starts_on <= site.period.today
    ]
    changes.sort(key=lambda pair: pair[1].starts_on)
    mentors = Mentor.objects.in_bulk()
    for leaver, successor in told(changes, _("handovers"), len(changes), site.report, every=5):
        hand_over(
            leaver=mentors[leaver.mentor.id],
            last_day=successor.starts_on - timedelta(days=1),
            to=mentors[successor.mentor.id],
            by=site.office,
            at=site.at(successor.starts_on),
        )


def _in_turn(site: Site, seat: Seat, thing: dict[str, Any]) -> list[AssignmentDraft]:
    return [
        AssignmentDraft(
            id=minted("assignment", f"{mandate.mentor.id}/{thing}"),
            mentor=mandate.mentor.id,
            programme=site.programme.pk,
            starts_on=mandate.starts_on,
            ends_on=mandate.ends_on,
            end_reason="handover" if mandate.ends_on else "",
            **thing,
        )
        for mandate in seat.mandates
        if mandate.starts_on <= site.period.today
    ]
