"""What a mentor's phone holds: their week, their places, what the form asks about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core.registry import registry
from mentorhalo.knowledge.queries.methods import method_choices
from mentorhalo.mentoring.models import Activity, Appointment, Engagement
from mentorhalo.mentoring.queries import (
    Habits,
    Silent,
    appointments_of,
    assignments_of,
    drafts_of,
    habits_of,
    missing_evidence,
    returned_entries,
    silent_engagements,
)
from mentorhalo.mentoring.queries.records import colleagues_of, consortia_for, engagements_of
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Consortium, Organisation
from mentorhalo.territory.models import Settlement

DAYS_AHEAD = 14
LONG_SILENCE = 60
CONTACTS = 5  # of each place


@dataclass(frozen=True)
class Around:
    """What an entry of this mentor may be about, as it stands now."""

    mentor: Mentor
    habits: Habits
    colleagues: list[Mentor]
    theirs: list[Engagement]  # open engagements of the colleagues
    consortia: list[Consortium]
    organisations: list[Organisation]  # those the phone offers; any other that stands is taken, too
    methods: list[
        tuple[str, str]
    ]  # (id, name) of those that are public; one withdrawn meanwhile is taken, too


def around(mentor: Mentor, today: date) -> Around:
    """Nine queries."""
    colleagues = colleagues_of(mentor, today)
    consortia = consortia_for(mentor)
    return Around(
        mentor=mentor,
        habits=habits_of(mentor, today),
        colleagues=colleagues,
        theirs=engagements_of(colleagues),
        consortia=consortia,
        organisations=organisations_of(mentor, consortia),
        methods=method_choices(),
    )


def organisations_of(mentor: Mentor, consortia: Iterable[Consortium]) -> list[Organisation]:
    """Institutions the mentor works with: of their consortia, and those their entries of the last year name. Two queries."""
    since = timezone.localdate() - timedelta(days=365)
    named = Activity.organisations.through.objects.filter(
        activity__mentor=mentor, activity__occurred_on__gte=since
    ).values("organisation")
    ids = [one.pk for one in consortia]
    standing = Organisation.objects.not_merged().select_related("settlement")
    found = (
        standing.filter(pk__in=named)
        | standing.filter(memberships__consortium__in=ids)
        | standing.filter(led_consortia__in=ids)
    )
    return list(found.distinct().order_by("name_sort", "pk"))


def returned_of(mentor: Mentor) -> list[Activity]:
    """What came back to be mended, with all that it names. Four queries."""
    entries = returned_entries(mentor)
    prefetch_related_objects(entries, "organisations", "other_mentors", "methods")
    return entries


def week_of(
    mentor: Mentor,
    user: User,
    now: datetime,
    returned: Iterable[Activity],
    mendable: Mapping[UUID, dict[str, Any]],
) -> dict[str, Any]:
    """The same as the page „my week” shows, two weeks ahead. A fixed number of queries.

    `mendable` tells of what was returned what can be mended without a signal.
    """
    today = timezone.localdate(now)
    agenda = appointments_of(mentor, today - timedelta(days=7), today + timedelta(days=DAYS_AHEAD))
    return {
        "appointments": [_appointment(one) for one in agenda if one.called_off_at is None],
        "silent": [_silent(one) for one in silent_engagements(mentor=mentor, day=today)],
        "returned": [
            {**_entry(one), "reason": one.return_reason, **mendable.get(one.pk, {})} for one in returned
        ],
        "unproven": [_entry(one) for one in missing_evidence(mentor, day=today)],
        "drafts": [_entry(one) for one in drafts_of(mentor)],
        "waiting": [
            {"words": str(one.words), "deed": str(one.deed), "href": one.href}
            for one in registry.waiting_for(user, now)
        ],
    }


def places_of(mentor: Mentor, about: Around, today: date) -> dict[str, Any]:
    """Settlements, communities, institutions and consortia of the mentor, each with its last contacts. Five queries."""
    assigned = assignments_of([mentor.pk], today)[mentor.pk]
    engagements: list[Engagement] = about.habits.engagements
    settlements = {
        one.pk: one
        for one in [
            *(row.settlement for row in assigned if row.settlement),
            *(row.community.settlement for row in engagements),
        ]
    }
    return {
        "settlements": [
            {"id": one.pk, "name": one.name, "contacts": found}
            for one, found in _with_contacts(
                sorted(settlements.values(), key=lambda one: (one.name_sort, one.pk)), "settlement", mentor
            )
        ],
        "communities": [
            {
                "id": str(one.pk),
                "name": one.community.name,
                "place": one.community.settlement.name,
                "settlement": one.community.settlement_id,
                "state": one.get_state_display(),
                "promised": one.contact_every_days,
                "goals": one.goals,
                "href": reverse("mentoring:engagement", args=[one.pk]),
                "contacts": found,
            }
            for one, found in _with_contacts(engagements, "engagement")
        ],
        "organisations": [
            {
                "id": str(one.pk),
                "name": one.name,
                "place": one.settlement.name,
                "settlement": one.settlement_id,
                "href": reverse("partners:organisation", args=[one.pk]),
                "contacts": found,
            }
            for one, found in _with_contacts(about.organisations, "organisations", mentor)
        ],
        "consortia": [
            {
                "id": str(one.pk),
                "name": one.title,
                "href": reverse("partners:consortium", args=[one.pk]),
                "contacts": found,
            }
            for one, found in _with_contacts(about.consortia, "consortium", mentor)
        ],
    }


def standing_settlements() -> list[list[str]]:
    """Code, name and county of every settlement of today, for choosing one without a signal. One query."""
    rows = Settlement.objects.filter(ended_on=None).order_by("name_sort", "pk")
    return [list(row) for row in rows.values_list("pk", "name", "county__name")]


def _with_contacts[Record: (Settlement, Engagement, Organisation, Consortium)](
    records: list[Record], by: str, mentor: Mentor | None = None
) -> list[tuple[Record, list[dict[str, Any]]]]:
    """The last contacts of each: of anybody with a community, else of the mentor. One query."""
    rows = Activity.objects.counting().filter(**{f"{by}__in": [one.pk for one in records]})
    if mentor is not None:
        rows = rows.filter(mentor=mentor)
    rank = Window(
        RowNumber(), partition_by=F(by), order_by=[F("occurred_on").desc(), F("created_at").desc(), F("pk")]
    )
    rows = rows.annotate(about=F(by), rank=rank).filter(rank__lte=CONTACTS).select_related("kind")
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in rows.order_by("rank"):
        found[one.about].append(_contact(one))
    return [(one, found[one.pk]) for one in records]


def _contact(entry: Activity) -> dict[str, Any]:
    return {
        "day": entry.occurred_on.isoformat(),
        "kind": entry.kind.name,
        "channel": entry.get_channel_display(),
        "words": entry.public_sentence,
        "next": entry.next_step,
    }


def _appointment(one: Appointment) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "title": one.title,
        "at": one.starts_at.isoformat(),
        "minutes": one.minutes,
        "place": one.settlement.name if one.settlement else "",
        "settlement": one.settlement_id or "",
        "engagement": str(one.engagement_id or ""),
        "with": one.engagement.community.name if one.engagement else "",
        "done": one.activity_id is not None,
    }


def _silent(one: Silent) -> dict[str, Any]:
    community = one.engagement.community
    return {
        "engagement": str(one.engagement.pk),
        "name": community.name,
        "place": community.settlement.name,
        "settlement": community.settlement_id,
        "days": one.days,
        "promised": one.promised,
        "urgent": one.days > LONG_SILENCE,
    }


def _entry(entry: Activity) -> dict[str, Any]:
    whom = entry.engagement.community.name if entry.engagement else getattr(entry.settlement, "name", "")
    return {
        "id": str(entry.pk),
        "day": entry.occurred_on.isoformat(),
        "kind": entry.kind.name,
        "whom": whom,
        "href": reverse("mentoring:entry", args=[entry.pk]),
        "edit": reverse("mentoring:edit_entry", args=[entry.pk]),
    }
