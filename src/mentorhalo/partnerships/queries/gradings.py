"""What parties said of each other, when they are to be asked next, who waits. Fixed numbers of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentorhalo.partners.models import Contact

from ..choices import HALF_A_YEAR, Occasion
from ..courses import Pair, Round
from ..models import Asking, Grading, Member, Partnership, Perception

SOON = 14  # days before which the form is offered


@dataclass(frozen=True)
class Due:
    """Which round comes next, and for which day."""

    occasion: Occasion
    due_on: date


def rounds_of(partnerships: Collection[UUID]) -> dict[UUID, list[Round]]:
    """Every round of these partnerships with what was said, by day. Two queries."""
    said: dict[UUID, dict[Pair, int]] = defaultdict(dict)
    rows = Perception.objects.filter(asking__grading__partnership__in=partnerships)
    for grading, rater, about, level in rows.values_list(
        "asking__grading", "asking__member", "about", "level"
    ):
        said[grading][rater, about] = level
    found: dict[UUID, list[Round]] = defaultdict(list)
    gradings = Grading.objects.filter(partnership__in=partnerships).order_by("graded_on", "pk")
    for pk, partnership, day, scale, occasion in gradings.values_list(
        "pk", "partnership", "graded_on", "scale__code", "occasion"
    ):
        found[partnership].append(Round(pk, day, scale, occasion, said[pk]))
    return found


def next_due(partnership: Partnership, days: Iterable[tuple[date, str]]) -> Due | None:
    """At the start, each half year after the last round, at the end. `days`: (day, occasion) of all rounds so far."""
    known = sorted(days)
    if partnership.ends_on is not None:
        if any(occasion == Occasion.CLOSE for _day, occasion in known):
            return None
        return Due(Occasion.CLOSE, partnership.ends_on)
    if not known:
        return Due(Occasion.START, partnership.starts_on)
    return Due(Occasion.HALF_YEAR, known[-1][0] + timedelta(days=HALF_A_YEAR))


def due_of(partnership: Partnership) -> Due | None:
    """One query."""
    return next_due(
        partnership, Grading.objects.filter(partnership=partnership).values_list("graded_on", "occasion")
    )


def partnerships_due(rows: QuerySet[Partnership], today: date) -> list[tuple[Partnership, Due]]:
    """Those of them whose next round's day has come and whose parties are not being asked just now. Two queries."""
    open_ones = Grading.objects.open().filter(partnership=OuterRef("pk"))
    waiting = list(rows.filter(~Exists(open_ones)).select_related("programme"))
    days: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for pk, day, occasion in Grading.objects.filter(partnership__in=waiting).values_list(
        "partnership", "graded_on", "occasion"
    ):
        days[pk].append((day, occasion))
    found = [(one, next_due(one, days[one.pk])) for one in waiting]
    return [(one, due) for one, due in found if due is not None and due.due_on <= today]


def open_grading_of(partnership: Partnership) -> Grading | None:
    return Grading.objects.open().filter(partnership=partnership).prefetch_related("askings__member").first()


def members_to_ask(partnership: Partnership, day: date) -> list[Member]:
    """Those who belong to it on the day. One query."""
    return list(Member.objects.filter(partnership=partnership).on(day).with_names())


def addresses_of(members: Collection[Member], today: date) -> dict[UUID, str]:
    """Where each was asked the last time, else a contact's address. Two queries."""
    found: dict[UUID, str] = {}
    contacts = Contact.objects.on(today).filter(
        Q(organisation__in=[one.organisation_id for one in members if one.organisation_id])
        | Q(community__in=[one.community_id for one in members if one.community_id]),
        consent_withdrawn_at=None,
    )
    by_party: dict[object, str] = {}
    for contact in contacts.exclude(email="").order_by("-starts_on", "pk"):
        by_party.setdefault(contact.organisation_id or contact.community_id, contact.email)
    for one in members:
        if one.party_id in by_party:
            found[one.pk] = by_party[one.party_id]
    return found | last_addresses(members)


def last_addresses(members: Collection[Member]) -> dict[UUID, str]:
    """Where each was asked the last time. One query."""
    asked = Asking.objects.filter(member__in=members).exclude(email="").order_by("asked_at")
    return dict(asked.values_list("member", "email"))


def asking_named(pk: UUID) -> Asking:
    """Raises `DoesNotExist`. One query."""
    return Asking.objects.select_related(
        "grading__partnership__programme",
        "grading__partnership__mentor",
        "grading__scale",
        "member__organisation",
        "member__community",
    ).get(pk=pk)


def others_of(asking: Asking) -> list[Member]:
    """The parties that were asked beside it. One query."""
    asked = asking.grading.askings.exclude(pk=asking.pk)
    return [one.member for one in asked.select_related("member__organisation", "member__community")]


def askings_of(email: str, at: datetime) -> QuerySet[Asking]:
    """What waits for an answer from this address."""
    return (
        Asking.objects.filter(
            email__iexact=email, answered_at=None, grading__closed_at=None, grading__closes_at__gt=at
        )
        .select_related("grading__partnership", "member__organisation", "member__community")
        .order_by("asked_at", "pk")
    )
