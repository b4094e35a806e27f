"""One record with what its page shows of it. Each is one query; raises `DoesNotExist`."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from mentorhalo.core.hungarian import fold
from mentorhalo.network.models import Mandate, Mentor
from mentorhalo.partners.models import Community, Consortium, Organisation

from ..models import Activity, Appointment, Assignment, Engagement, EvidenceFile


def entry(pk: UUID) -> Activity:
    rows = Activity.objects.with_names().with_replaced()
    return rows.select_related(
        "programme",
        "group__county",
        "mentor__user",
        "created_by",
        "decided_by",
        "engagement__community__settlement",
    ).get(pk=pk)


def engagement(pk: UUID) -> Engagement:
    return Engagement.objects.with_names().select_related("group__county", "mentor__user").get(pk=pk)


def evidence_file(pk: UUID) -> EvidenceFile:
    return EvidenceFile.objects.select_related("activity__mentor").get(pk=pk)


def assignment(pk: UUID) -> Assignment:
    return Assignment.objects.with_names().get(pk=pk)


def appointment(pk: UUID) -> Appointment:
    return Appointment.objects.select_related("mentor", "engagement__community", "settlement").get(pk=pk)


def mentor(pk: UUID) -> Mentor:
    return Mentor.objects.select_related("user").get(pk=pk)


def mentors_of(groups: Iterable[UUID] | None, day: date) -> list[Mentor]:
    """Mentors with a mandate on the day in these groups (None: in any), in alphabetical order. One query."""
    mandates = Mandate.objects.on(day)
    if groups is not None:
        mandates = mandates.filter(group__in=list(groups))
    return list(Mentor.objects.filter(pk__in=mandates.values("mentor")).order_by("name_sort", "pk"))


def colleagues_of(mentor: Mentor, day: date) -> list[Mentor]:
    """The other mentors of the mentor's group on the day. One query."""
    groups = Mandate.objects.on(day).filter(mentor=mentor).values("group")
    mandates = Mandate.objects.on(day).filter(group__in=groups)
    rows = Mentor.objects.filter(pk__in=mandates.values("mentor")).exclude(pk=mentor.pk)
    return list(rows.order_by("name_sort", "pk"))


def engagements_of(mentors: Iterable[Mentor]) -> list[Engagement]:
    """Open engagements of some mentors, by community. One query."""
    rows = Engagement.objects.filter(mentor__in=list(mentors)).open().with_names()
    return list(rows.order_by("community__name_sort", "pk"))


def consortia_for(mentor: Mentor, also: UUID | None = None) -> list[Consortium]:
    """Those the mentor is or was assigned to, and one more by id. One query."""
    rows = Consortium.objects.filter(Q(assignments__mentor=mentor) | Q(pk=also)).distinct()
    return list(rows.order_by("title_sort", "pk"))


def find_communities(text: str, limit: int = 10) -> list[Community]:
    if not fold(text):
        return []
    rows = Community.objects.not_merged().matching(text).select_related("settlement")
    return list(rows.order_by("name_sort", "pk")[:limit])


def find_organisations(text: str, limit: int = 10) -> list[Organisation]:
    if not fold(text):
        return []
    rows = Organisation.objects.not_merged().matching(text).select_related("settlement")
    return list(rows.order_by("name_sort", "pk")[:limit])
