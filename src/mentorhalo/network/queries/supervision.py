"""Hours of supervision: one's own, those one gave, and for leaders and the office the sums of each mentor."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.programmes.models import Programme

from ..choices import Answer, SupervisionKind
from ..models import Mandate, Mentor, Participation, SupervisionSession, Supervisor
from ..models.supervision import in_hours, together

LOOKED_BACK = timedelta(days=366)


def supervisors_in(programme: Programme) -> list[Supervisor]:
    """Every contract, in alphabetical order."""
    return list(Supervisor.objects.filter(programme=programme).select_related("user"))


def supervisor(pk: UUID) -> Supervisor:
    return Supervisor.objects.select_related("user", "programme").get(pk=pk)


def contracts_of(user: Any) -> QuerySet[Supervisor]:
    return Supervisor.objects.filter(user=user).select_related("programme")


def supervises_between(user: UUID | None, first: date, last: date | None) -> bool:
    """Whether this account has a contract, in any programme, on one of these days."""
    return user is not None and Supervisor.objects.touching(first, last).filter(user=user).exists()


def supervisors_for(mentor: Mentor, today: date) -> QuerySet[Supervisor]:
    """With whom a mentor may have had a session: those of the programmes they serve, of the last year."""
    programmes = Mandate.objects.touching(today - LOOKED_BACK, today).filter(mentor=mentor)
    found = Supervisor.objects.touching(today - LOOKED_BACK, today)
    return found.filter(programme__in=programmes.values("programme")).select_related("user")


def mentors_for(
    contracts: Iterable[Supervisor], today: date, also: Collection[UUID] = ()
) -> QuerySet[Mentor]:
    """Whom a supervisor may have had a session with: mentors of the last year, and those named in `also`."""
    serving = Mandate.objects.touching(today - LOOKED_BACK, today)
    serving = serving.filter(programme__in=[one.programme_id for one in contracts])
    return Mentor.objects.filter(Q(pk__in=serving.values("mentor")) | Q(pk__in=also)).order_by(
        "name_sort", "pk"
    )


def session(pk: UUID) -> SupervisionSession:
    return SupervisionSession.objects.with_names().get(pk=pk)


def sessions_given(user: Any) -> QuerySet[SupervisionSession]:
    """The latest first, with who took part."""
    return SupervisionSession.objects.given_by(user).with_names().order_by("-held_on", "pk")


def given_like(user: Any, pk: str) -> SupervisionSession | None:
    """An earlier session of theirs by its id as it stands in an address; None for anything else."""
    return sessions_given(user).filter(pk__in=known_ids([pk])).first()


def participations_of(mentor: Mentor) -> QuerySet[Participation]:
    """The latest first, with session and supervisor: of the others in a group nothing is loaded."""
    rows = Participation.objects.filter(supervisee__mentor=mentor)
    return rows.select_related("session__supervisor__user").order_by("-session__held_on", "pk")


@dataclass
class Hours:
    """Minutes by kind where both sides confirmed them, and those that are not."""

    confirmed: dict[str, int] = field(default_factory=dict)
    unconfirmed: int = 0
    contested: int = 0

    @property
    def individual(self) -> str:
        return in_hours(self.confirmed.get(SupervisionKind.INDIVIDUAL, 0))

    @property
    def group(self) -> str:
        return in_hours(self.confirmed.get(SupervisionKind.GROUP, 0))

    @property
    def total(self) -> str:
        return in_hours(sum(self.confirmed.values()))

    @property
    def still_open(self) -> str:
        return in_hours(self.unconfirmed)

    @property
    def disputed(self) -> str:
        return in_hours(self.contested)

    def add(self, word: str, kind: str, minutes: int) -> None:
        if word == Answer.CONFIRMED:
            self.confirmed[kind] = self.confirmed.get(kind, 0) + minutes
        elif word == Answer.CONTESTED:
            self.contested += minutes
        else:
            self.unconfirmed += minutes


def hours_of(participations: Iterable[Participation]) -> Hours:
    """`participations` come with their sessions."""
    hours = Hours()
    for one in participations:
        hours.add(one.word(one.session), one.session.kind, one.session.minutes)
    return hours


@dataclass(frozen=True)
class MentorHours:
    mentor: Mentor
    hours: Hours


def hours_by_mentor(
    programme: Programme, first: date, last: date, group: UUID | None = None
) -> list[MentorHours]:
    """Every mentor who served in these days (in the group), in alphabetical order; who has no hours, too. Two queries.

    Sums only: neither with whom, nor on which day, nor by whom.
    """
    serving = Mandate.objects.touching(first, last).filter(programme=programme)
    if group is not None:
        serving = serving.filter(group=group)
    mentors = Mentor.objects.filter(pk__in=serving.values("mentor")).order_by("name_sort", "pk")
    rows = Participation.objects.filter(
        session__supervisor__programme=programme,
        session__held_on__range=(first, last),
        supervisee__mentor__in=mentors.order_by().values("pk"),
    )
    found: dict[UUID, Hours] = {}
    summed = rows.order_by().values_list("supervisee__mentor", "answer", "session__answer", "session__kind")
    for mentor, own, other, kind, minutes in summed.annotate(minutes=Sum("session__minutes")):
        found.setdefault(mentor, Hours()).add(together(own, other), kind, minutes)
    return [MentorHours(mentor, found.get(mentor.pk) or Hours()) for mentor in mentors]


@dataclass(frozen=True)
class Stretch:
    """A calendar year or quarter to sum up. Shorter ones would tell who sat together."""

    code: str
    label: str
    first: date
    last: date


def stretches(programme: Programme, today: date) -> list[Stretch]:
    """The years of the programme so far, each with its quarters, the latest first."""
    found = []
    for year in range(today.year, programme.starts_on.year - 1, -1):
        found.append(Stretch(str(year), str(year), date(year, 1, 1), date(year, 12, 31)))
        for number in (4, 3, 2, 1):
            first = date(year, 3 * number - 2, 1)
            last = date(year + number // 4, 3 * number % 12 + 1, 1) - timedelta(days=1)
            if first <= today and last >= programme.starts_on:
                label = _("%(year)s, quarter %(number)s") % {"year": year, "number": number}
                found.append(Stretch(f"{year}-{number}", label, first, last))
    return found


def unanswered_of_mentor(mentor: Mentor) -> int:
    rows = Participation.objects.filter(supervisee__mentor=mentor, answer=Answer.UNCONFIRMED)
    return rows.exclude(session__answer=Answer.CONTESTED).count()


def unanswered_of_supervisor(user: Any) -> int:
    return SupervisionSession.objects.given_by(user).filter(answer=Answer.UNCONFIRMED).count()


def contested_of_mentor(mentor: Mentor) -> int:
    """Sessions they wrote down and the supervisor contests."""
    rows = Participation.objects.filter(supervisee__mentor=mentor, session__is_from_mentor=True)
    return rows.filter(session__answer=Answer.CONTESTED).count()


def contested_of_supervisor(user: Any) -> int:
    """Sessions they wrote down and a mentor contests."""
    rows = Participation.objects.filter(session__supervisor__user=user, session__is_from_mentor=False)
    return rows.filter(answer=Answer.CONTESTED).values("session").distinct().count()


def added(rows: Iterable[MentorHours]) -> Hours:
    """All of them together: hours of persons, so that a session of five counts five times."""
    everybody = Hours()
    for row in rows:
        for kind, minutes in row.hours.confirmed.items():
            everybody.add(Answer.CONFIRMED, kind, minutes)
        everybody.unconfirmed += row.hours.unconfirmed
        everybody.contested += row.hours.contested
    return everybody
