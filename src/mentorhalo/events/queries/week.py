"""The Week of Communities: its editions, who waits to be looked at, and the way from the invitation to the report."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from mentorhalo.network.models import CountyGroup, Mandate, Mentor

from ..choices import JoinerState, OccasionState
from ..models import Edition, Invitation, Joiner, Occasion, WeekPhoto, WeekProgramme
from ..models.occasions import CALLED_OFF

KEPT_IN_VIEW = timedelta(days=60)
QUOTES = 6
STEPS = ("invited", "opened", "registered", "published", "held", "reported")


@dataclass
class Funnel:
    """How many came how far; `name` is a county's or a mentor's."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def row(self) -> list[int]:
        return [self.counts[step] for step in STEPS]


def edition(pk: UUID) -> Edition:
    """Raises `DoesNotExist`. One query."""
    return Edition.objects.select_related("programme").get(pk=pk)


def edition_of(year: int) -> Edition:
    """The latest programme's edition of a year. Raises `DoesNotExist`. One query."""
    found = (
        Edition.objects.select_related("programme").filter(year=year).order_by("-programme__starts_on", "pk")
    )
    if (first := found.first()) is None:
        raise Edition.DoesNotExist
    return first


def current_edition() -> Edition | None:
    """The one that is on or comes next, still for two months after it; else the latest. One query."""
    editions = list(Edition.objects.select_related("programme").order_by("starts_on", "pk"))
    since = timezone.localdate() - KEPT_IN_VIEW
    standing = (one for one in editions if one.ends_on >= since)
    return next(standing, editions[-1] if editions else None)


def editions() -> list[Edition]:
    """With `accepted`: how many joined. One query."""
    accepted = Count("joiners", filter=Q(joiners__state=JoinerState.ACCEPTED))
    return list(Edition.objects.annotate(accepted=accepted).order_by("-year", "pk"))


def by_county(edition: Edition) -> list[tuple[str, str, int]]:
    """Code, name and how many joined, in alphabetical order. One query."""
    rows = Joiner.objects.accepted().filter(edition=edition).order_by()
    found = rows.values_list(
        "settlement__county", "settlement__county__name", "settlement__county__name_sort"
    ).annotate(count=Count("pk"))
    return [(code, name, count) for code, name, _sort, count in sorted(found, key=lambda row: row[2])]


def quotes(edition: Edition) -> list[WeekProgramme]:
    """The latest sentences of those who were there. One query."""
    rows = WeekProgramme.objects.filter(joiner__edition=edition, occasion__state=OccasionState.HELD)
    found = rows.exclude(quote="").select_related("joiner__settlement")
    return list(found.order_by("-reported_at", "pk")[:QUOTES])


def joiner(pk: UUID) -> Joiner:
    """Raises `DoesNotExist`. One query."""
    rows = Joiner.objects.select_related(
        "edition__programme", "settlement__county", "mentor", "invitation__mentor"
    )
    return rows.get(pk=pk)


def programmes_of(joiner: Joiner) -> list[WeekProgramme]:
    """With their photos. Two queries."""
    rows = joiner.programmes.select_related("occasion").prefetch_related("photos")
    return list(rows.order_by("starts_at", "pk"))


def programme(pk: UUID) -> WeekProgramme:
    """Raises `DoesNotExist`. One query."""
    rows = WeekProgramme.objects.select_related("occasion", "joiner__edition", "joiner__settlement__county")
    return rows.get(pk=pk)


def photo(pk: UUID) -> WeekPhoto:
    """Raises `DoesNotExist`. One query."""
    rows = WeekPhoto.objects.select_related("programme__occasion", "programme__joiner__settlement")
    return rows.get(pk=pk)


def photos_of(programme: WeekProgramme) -> list[WeekPhoto]:
    """In the order they came. One query."""
    return list(programme.photos.all())


def shown_photos(programme: WeekProgramme) -> list[WeekPhoto]:
    """Those that everybody sees on its page. One query."""
    return list(programme.photos.shown())


def published_by(joiner: Joiner) -> list[Occasion]:
    """What it holds, as visitors see it. One query."""
    rows = Occasion.objects.public().filter(of_week__joiner=joiner)
    return list(rows.select_related("settlement__county").order_by("starts_at", "pk"))


def programme_of(occasion: Occasion) -> WeekProgramme | None:
    """What stands behind a published programme of the Week. One query."""
    return (
        WeekProgramme.objects.filter(occasion=occasion)
        .select_related("joiner__edition", "joiner__settlement")
        .first()
    )


def to_check(user: Any, edition: Edition) -> QuerySet[Joiner]:
    """Joiners of the counties one leads, the office's all; what waits stands first. One query.

    With `fresh`: programmes not published yet; `has_photos`: some photo has not been looked at.
    """
    rows = Joiner.objects.filter(edition=edition).exclude(
        state__in=(JoinerState.UNCONFIRMED, JoinerState.WITHDRAWN)
    )
    if not user.has_perm("events.keep_edition"):
        groups = CountyGroup.objects.filter(pk__in=user.groups_led())
        rows = rows.filter(settlement__county__in=groups.values("county"))
    fresh = Count("programmes", filter=Q(programmes__occasion=None))
    waits = Q(state=JoinerState.SUBMITTED) | Q(state=JoinerState.ACCEPTED, fresh__gt=0) | Q(has_photos=True)
    photos = WeekPhoto.objects.waiting().filter(programme__joiner=OuterRef("pk"))
    found = rows.annotate(
        fresh=fresh, programme_count=Count("programmes"), has_photos=Exists(photos)
    ).annotate(waits=Q(waits))
    return found.select_related("settlement__county", "mentor").order_by("-waits", "asked_at", "pk")


def mentors_of(edition: Edition, county: str) -> list[Mentor]:
    """Whom a joiner of the county may have meant: those who served there in the year before the Week. One query."""
    since = edition.starts_on - timedelta(days=366)
    serving = Mandate.objects.touching(since, edition.ends_on).filter(group__county=county)
    return list(Mentor.objects.filter(pk__in=serving.values("mentor")).order_by("name_sort", "pk"))


def invitations_by(mentor: Mentor, edition: Edition) -> list[Invitation]:
    """With `joined`: how many came by it. One query."""
    joined = Count("joiners", filter=~Q(joiners__state=JoinerState.UNCONFIRMED))
    rows = Invitation.objects.filter(mentor=mentor, edition=edition).annotate(joined=joined)
    return list(rows.select_related("settlement").order_by("-made_at", "pk"))


def named_by(mentor: Mentor) -> list[Joiner]:
    """Who named this mentor and has no answer yet, then the others. One query."""
    rows = Joiner.objects.filter(mentor=mentor).exclude(
        state__in=(JoinerState.UNCONFIRMED, JoinerState.WITHDRAWN)
    )
    return list(
        rows.select_related("edition", "settlement").order_by("mentor_answer", "-asked_at", "pk")[:100]
    )


def unanswered(mentor: Mentor) -> int:
    """How many named this mentor and wait for an answer. One query."""
    rows = Joiner.objects.filter(mentor=mentor, mentor_answer="", logged_on=None)
    return rows.filter(state__in=(JoinerState.SUBMITTED, JoinerState.ACCEPTED)).count()


def waiting_in(user: Any, edition: Edition) -> int:
    """How many joiners wait for this person's look. One query."""
    found: QuerySet[Any] = to_check(user, edition)
    return found.filter(waits=True).count()


def funnel(edition: Edition) -> tuple[Funnel, list[Funnel], list[Funnel]]:
    """From the invitation to the report: altogether, by county, by mentor. Three queries however many joined."""
    whole, counties, mentors = Funnel(""), dict[str, Funnel](), dict[UUID, Funnel]()
    for county, mentor, name, steps in _steps(edition):
        counties.setdefault(county, Funnel(county)).counts.update(steps)
        if mentor is not None:
            mentors.setdefault(mentor, Funnel(name)).counts.update(steps)
        whole.counts.update(steps)
    return whole, list(counties.values()), list(mentors.values())


def _steps(edition: Edition) -> list[tuple[str, UUID | None, str, list[str]]]:
    """County, mentor, the mentor's name, and the steps taken: a row for each invitation and each joiner, by the names' order."""
    rows: list[tuple[str, str, UUID | None, str, list[str]]] = []
    names = ("settlement__county__name", "settlement__county__name_sort", "mentor", "mentor__name")
    for county, order, mentor, name, opened_at in Invitation.objects.filter(edition=edition).values_list(
        *names, "opened_at"
    ):
        rows.append((order, county, mentor, name, ["invited", "opened"] if opened_at else ["invited"]))
    shown = _shown(edition)
    joiners = Joiner.objects.filter(edition=edition).exclude(
        state__in=(JoinerState.UNCONFIRMED, JoinerState.WITHDRAWN)
    )
    for county, order, mentor, name, pk in joiners.values_list(*names, "pk"):
        rows.append((order, county, mentor, name or "", ["registered", *shown.get(pk, ())]))
    rows.sort(key=lambda row: (row[0], row[3]))
    return [(county, mentor, name, steps) for _order, county, mentor, name, steps in rows]


def _shown(edition: Edition) -> dict[UUID, list[str]]:
    """How far each joiner's programmes came: published, over and not cancelled, told of."""
    found: dict[UUID, set[str]] = {}
    now = timezone.now()
    rows = WeekProgramme.objects.filter(joiner__edition=edition, occasion__isnull=False)
    for pk, state, ends_at, reported_at in rows.values_list(
        "joiner", "occasion__state", "ends_at", "reported_at"
    ):
        steps = found.setdefault(pk, {"published"})
        if state not in CALLED_OFF and ends_at < now:
            steps.add("held")
        if state not in CALLED_OFF and reported_at is not None:
            steps.add("reported")
    return {pk: sorted(steps) for pk, steps in found.items()}
