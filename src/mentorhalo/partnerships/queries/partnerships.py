"""Lists of partnerships and one of them. Fixed numbers of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.numbers import day
from mentorhalo.mentoring.models import Activity
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.partners.queries import find_parties, party_of

from ..choices import DORMANT_AFTER, JOINT_ACTIVITIES, SHARED_RESOURCES, Standing
from ..models import Member, Observation, Partnership

ENTRIES_OFFERED = 40
ENTRIES_OF = timedelta(days=400)


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to."""

    words: str = ""
    county: str = ""
    field: str = ""
    standing: str = ""
    mentor: UUID | None = None


def partnership(pk: UUID) -> Partnership:
    """With the names its page shows. Raises `DoesNotExist`. Four queries."""
    return Partnership.objects.with_names().get(pk=pk)


def member(pk: UUID) -> Member:
    """Raises `DoesNotExist`."""
    return Member.objects.with_names().select_related("partnership__mentor").get(pk=pk)


def observation(pk: UUID) -> Observation:
    """Raises `DoesNotExist`."""
    return Observation.objects.select_related("partnership__mentor", "activity").get(pk=pk)


def listed(asked: Asked, today: date) -> QuerySet[Partnership]:
    """The latest first, each with `last_seen`, the last day something was observed."""
    rows = Partnership.objects.with_names()
    for word in fold(asked.words).split():
        party = Q(organisation__name_search__contains=word) | Q(community__name_search__contains=word)
        named = Member.objects.filter(party, partnership=OuterRef("pk"))
        rows = rows.filter(
            Q(Exists(named)) | Q(settlement__name_search__startswith=word) | Q(title__icontains=word)
        )
    if asked.county:
        rows = rows.filter(settlement__county=asked.county)
    if asked.field:
        rows = rows.filter(field=asked.field)
    if asked.mentor:
        rows = rows.filter(mentor=asked.mentor)
    seen = Observation.objects.counting().values("partnership").annotate(last=Max("occurred_on"))
    since = today - timedelta(days=DORMANT_AFTER)
    lately = Observation.objects.counting().filter(partnership=OuterRef("pk"), occurred_on__gt=since)
    awake = Q(Exists(lately)) | Q(starts_on__gt=since)
    match asked.standing:
        case Standing.ENDED:
            rows = rows.filter(ends_on__lt=today)
        case Standing.LIVING:
            rows = rows.open_on(today).filter(awake)
        case Standing.DORMANT:
            rows = rows.open_on(today).filter(~awake)
    rows = rows.annotate(last_seen=seen.filter(partnership=OuterRef("pk")).values("last")[:1])
    return rows.order_by("-starts_on", "title", "pk")


def standing_of(partnership: Partnership, last_seen: date | None, today: date) -> Standing:
    if partnership.ends_on is not None and partnership.ends_on < today:
        return Standing.ENDED
    if (today - max(last_seen or partnership.starts_on, partnership.starts_on)).days >= DORMANT_AFTER:
        return Standing.DORMANT
    return Standing.LIVING


@dataclass(frozen=True)
class Seen:
    """What was observed of a partnership, the latest first; `counting` are the ids of what counts."""

    rows: list[Observation]
    counting: set[UUID]

    @property
    def last_day(self) -> date | None:
        return max((one.occurred_on for one in self.rows if one.pk in self.counting), default=None)

    @property
    def joint(self) -> int:
        return self._of(JOINT_ACTIVITIES)

    @property
    def shared(self) -> int:
        return self._of(SHARED_RESOURCES)

    def _of(self, kinds: tuple[Any, ...]) -> int:
        found = Counter(str(one.kind) for one in self.rows if one.pk in self.counting)
        return sum(found[kind] for kind in kinds)


def seen_of(partnership: Partnership) -> Seen:
    """Three queries."""
    rows = Observation.objects.filter(partnership=partnership).select_related(
        "activity__kind", "activity__settlement", "by"
    )
    counting = Observation.objects.counting().filter(partnership=partnership)
    return Seen(
        list(rows.prefetch_related("between__organisation", "between__community")),
        set(counting.values_list("pk", flat=True)),
    )


def entries_to_choose(partnership: Partnership, user: User) -> QuerySet[Activity]:
    """Log entries of late with one of the parties: what happened there need not be written twice."""
    members = list(partnership.members.all())
    communities = [one.community_id for one in members if one.community_id]
    organisations = [one.organisation_id for one in members if one.organisation_id]
    rows = Activity.objects.counting().filter(
        Q(
            pk__in=Activity.organisations.through.objects.filter(organisation__in=organisations).values(
                "activity"
            )
        )
        | Q(engagement__community__in=communities),
        occurred_on__gte=timezone.localdate() - ENTRIES_OF,
    )
    newest = rows.order_by("-occurred_on", "-created_at", "pk").values_list("pk", flat=True)
    return Activity.objects.filter(pk__in=list(newest[:ENTRIES_OFFERED])).select_related("kind", "settlement")


def entry_words(activity: Activity) -> str:
    """“10 April 2025, meeting, Abda: what everybody may read of it”; needs `kind` and `settlement` at hand."""
    place = activity.settlement.name if activity.settlement else activity.get_channel_display()
    said = f"{day(activity.occurred_on)}, {activity.kind.name}, {place}"
    return f"{said}: {activity.public_sentence}" if activity.public_sentence else said


def suggested(text: str, limit: int = 12) -> list[Organisation | Community]:
    return find_parties(text, limit)


def party_chosen(value: str, words: str) -> Organisation | Community | None:
    """“organisation:ID” as the suggestion sent it; else the one party meant by the words."""
    party_type, _colon, pk = value.partition(":")
    if party_type in ("organisation", "community"):
        try:
            party = party_of(party_type, UUID(pk))
        except (ValueError, Organisation.DoesNotExist, Community.DoesNotExist):
            party = None
        if party is not None and party.merged_into_id is None and words.startswith(party.name):
            return party
    name = words.rpartition(", ")[0] or words
    named = [one for one in find_parties(name, 20) if fold(one.name) == fold(name)]
    placed = [one for one in named if fold(f"{one.name}, {one.settlement.name}") == fold(words)]
    found = placed or named
    return found[0] if len(found) == 1 else None


def party_words(party: Organisation | Community) -> str:
    return f"{party.name}, {party.settlement.name}"
