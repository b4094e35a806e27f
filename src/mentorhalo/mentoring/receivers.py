"""A party's new seat or field is carried into the facts of the work done with it."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.events.models import Joiner
from mentorhalo.events.signals import LoggedInvitation, invitations_of
from mentorhalo.knowledge.models import Method
from mentorhalo.knowledge.signals import MethodUse, uses_of_method
from mentorhalo.partners.models import Community, Consortium, Organisation, Party
from mentorhalo.partners.signals import consortium_revised, party_revised
from mentorhalo.territory.signals import register_changed
from mentorhalo.training.models import Enrolment
from mentorhalo.training.signals import LoggedEntry, entries_of_mentor

from .actions.journal import tell_of_activities, tell_of_engagements
from .actions.kinds import ship_activity_kinds
from .choices import ActivityState
from .links import label_of
from .models import Activity, ActivityKind, Engagement

BATCH = 500
MOST_ENTRIES = 60


@receiver(party_revised)
def carry_party(party: Party, by: User | None, at: datetime, **_kwargs: Any) -> None:
    if isinstance(party, Community):
        engagements = list(Engagement.objects.filter(community=party).select_related("programme"))
        tell_of_engagements(engagements, by=by, at=at, reason="party revised")
        touched = Activity.objects.filter(engagement__community=party)
    elif isinstance(party, Organisation):
        touched = Activity.objects.filter(organisations=party) | Activity.objects.filter(
            consortium__lead=party
        )
    else:
        return
    tell_of_activities(touched.values_list("pk", flat=True), by=by, at=at, reason="party revised")


@receiver(consortium_revised)
def carry_consortium(consortium: Consortium, by: User | None, at: datetime, **_kwargs: Any) -> None:
    touched = Activity.objects.filter(consortium=consortium).values_list("pk", flat=True)
    tell_of_activities(touched, by=by, at=at, reason="consortium revised")


@receiver(register_changed)
@transaction.atomic
def carry_register(codes: Collection[str], by: User | None, at: datetime, **_more: Any) -> None:
    """A settlement that moved to another county takes the later work done there along."""
    engagements = Engagement.objects.filter(community__settlement__in=codes).select_related("programme")
    tell_of_engagements(list(engagements), by=by, at=at, reason="register changed")
    touched = (
        Activity.objects.filter(settlement__in=codes)
        | Activity.objects.filter(engagement__community__settlement__in=codes)
        | Activity.objects.filter(organisations__settlement__in=codes)
        | Activity.objects.filter(consortium__lead__settlement__in=codes)
    )
    ids = touched.distinct().order_by("pk").values_list("pk", flat=True)
    for batch in batched(ids, BATCH):
        tell_of_activities(batch, by=by, at=at, reason="register changed")


@receiver(uses_of_method)
def tell_where_used(
    sender: type[Method], method: Method, request: HttpRequest, **_more: Any
) -> list[MethodUse]:
    """Approved entries that name the method: for visitors where and when, for the network the entry too. One query."""
    rows = (
        Activity.objects.counting()
        .filter(methods=method, state=ActivityState.APPROVED)
        .annotate(place=Coalesce("settlement_id", "engagement__community__settlement_id"))
        .exclude(place=None)
    )
    if not request.user.has_perm("mentoring.view"):
        return [MethodUse(place, on) for place, on in rows.values_list("place", "occurred_on").order_by("pk")]
    return [
        MethodUse(one.place, one.occurred_on, label_of(one), reverse("mentoring:entry", args=[one.pk]))
        for one in rows.select_related("kind", "settlement").order_by("pk")
    ]


@receiver(invitations_of)
def tell_of_invitations(
    sender: type[Joiner], name: str, settlement: str, words: str, since: date, until: date, **_more: Any
) -> list[LoggedInvitation]:
    """Individual contacts with who is called so there, that speak of the Week by its name. One query."""
    organisation = Q(organisations__name_search=name, organisations__settlement=settlement)
    community = Q(engagement__community__name_search=name, engagement__community__settlement=settlement)
    rows = (
        Activity.objects.counting()
        .filter(organisation | community, kind__is_individual=True, occurred_on__range=(since, until))
        .exclude(mentor=None)
        .select_related("kind", "settlement")
        .order_by("-occurred_on", "pk")
        .distinct()
    )
    return [
        LoggedInvitation(
            one.mentor_id, one.occurred_on, label_of(one), reverse("mentoring:entry", args=[one.pk])
        )
        for one in rows
        if one.mentor_id and words in fold(_said_in(one))
    ]


def _said_in(entry: Activity) -> str:
    return " ".join((entry.topics, entry.public_sentence, entry.next_step, entry.group_note))


@receiver(entries_of_mentor)
def tell_entries(
    sender: type[Enrolment], mentor: UUID, since: date, until: date, **_more: Any
) -> list[LoggedEntry]:
    """What a mentor may take into the diary of their practice: own entries that count, the newest first. One query."""
    rows = Activity.objects.counting().of_mentor(mentor).filter(occurred_on__range=(since, until))
    found = rows.with_names().order_by("-occurred_on", "-pk")[:MOST_ENTRIES]
    return [LoggedEntry(one.pk, one.occurred_on, label_of(one), one.minutes or 0) for one in found]


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the shipped kinds are there."""
    if ActivityKind._meta.db_table in connections[using].introspection.table_names():
        ship_activity_kinds()
