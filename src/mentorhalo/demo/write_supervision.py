"""Supervision of the demonstration: every mentor in a group of two counties and now and then alone; some of it not confirmed
yet, some contested."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import batched
from random import Random
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import open_account
from mentorhalo.accounts.choices import Role
from mentorhalo.network.actions import appoint_supervisor
from mentorhalo.network.actions.supervision_history import TakenSupervision, take_sessions
from mentorhalo.network.choices import Objection, SupervisionKind
from mentorhalo.network.models import Mentor, Supervisor

from .plan import QUARTERS, SEED, Seat, add_months, minted
from .site import Site
from .words import people

SUPERVISORS = 4
WITHOUT = (7, 8)  # months of holidays
RECENT = timedelta(days=21)  # not everybody has confirmed what was held since


def appoint_supervisors(site: Site) -> list[Supervisor]:
    """The one whose password is public first."""
    names = people(Random(f"{SEED}/supervisors"))
    at = site.at(site.period.starts_on)
    users = [site.users[Role.SUPERVISOR]]
    for number in range(1, site.size(SUPERVISORS)):
        users.append(
            open_account(
                email=f"szupervizor{number}@mentorhalo.example",
                password=None,
                name=next(names),
                is_verified=True,
                by=site.office,
                at=at,
            )
        )
    return [
        appoint_supervisor(
            programme=site.programme, user=user, starts_on=site.period.starts_on, by=site.office, at=at
        )
        for user in users
    ]


def write_supervision(site: Site, seats: list[Seat], supervisors: list[Supervisor]) -> None:
    site.report(_("supervision"), 0, 1)
    sessions = list(_Writer(site, seats, supervisors).all())
    take_sessions(
        programme=site.programme, sessions=sessions, by=site.office, at=site.at(site.period.today, hour=23)
    )
    site.report(_("supervision"), 1, 1)


class _Writer:
    """Draws from numbers of its own, so that nothing written before changes."""

    def __init__(self, site: Site, seats: list[Seat], supervisors: list[Supervisor]) -> None:
        self.site, self.seats, self.supervisors = site, seats, supervisors
        self.random = Random(f"{SEED}/supervision")
        self.today = min(
            site.period.today, timezone.localdate()
        )  # nothing is written down before it was held
        self.own = Mentor.objects.get(user=site.users[Role.MENTOR]).pk

    def all(self) -> Iterator[TakenSupervision]:
        """Groups in the first half of a month, talks with one mentor in the second: no two on one day."""
        counties = sorted({seat.county for seat in self.seats})
        groups = list(batched(counties, 2))
        for number in range(3 * QUARTERS):
            month = add_months(self.site.period.starts_on, number)
            if month.month not in WITHOUT:
                for place, group in enumerate(groups):
                    yield from self._group(month + timedelta(days=2 + place), place, group)
            for place, seat in enumerate(self.seats):
                if (number + place) % 5 == 0:
                    yield from self._alone(month + timedelta(days=14 + place % 14), place, seat)
        yield from self._own()

    def _group(self, day: date, place: int, counties: tuple[str, ...]) -> Iterator[TakenSupervision]:
        there = [pk for seat in self.seats if seat.county in counties and (pk := self._mentor(seat, day))]
        there = [pk for pk in there if pk == self.own or self.random.random() < 0.9]
        if len(there) > 1 and self._is_past(day):
            yield self._session(day, place, there, SupervisionKind.GROUP, 180)

    def _alone(self, day: date, place: int, seat: Seat) -> Iterator[TakenSupervision]:
        mentor = self._mentor(seat, day)
        if mentor is not None and self._is_past(day):
            yield self._session(day, place, [mentor], SupervisionKind.INDIVIDUAL, 90)

    def _own(self) -> Iterator[TakenSupervision]:
        """What the mentor whose password is public wrote down, and the supervisor has not confirmed yet."""
        day = self.today - timedelta(days=1)
        if any(self._mentor(seat, day) == self.own for seat in self.seats):
            yield TakenSupervision(
                id=minted("supervision", "own"),
                supervisor=self.supervisors[0].pk,
                mentors=[self.own],
                held_on=day,
                kind=SupervisionKind.INDIVIDUAL,
                minutes=60,
                recorded_at=self.site.at(day, hour=18),
                answered_at=self.site.at(day, hour=18),
                awaits_supervisor=True,
            )

    def _session(
        self, day: date, place: int, mentors: list[UUID], kind: str, minutes: int
    ) -> TakenSupervision:
        is_recent = day > self.today - RECENT
        silent = [pk for pk in mentors if is_recent and (pk == self.own or self.random.random() < 0.4)]
        contested = {
            pk: self.random.choice(Objection.values)
            for pk in mentors
            if pk not in silent and pk != self.own and self.random.random() < 0.01
        }
        return TakenSupervision(
            id=minted("supervision", f"{day}/{place}/{kind}"),
            supervisor=self.supervisors[place % len(self.supervisors)].pk,
            mentors=mentors,
            held_on=day,
            kind=kind,
            minutes=minutes,
            recorded_at=self.site.at(day, hour=18),
            answered_at=self.site.at(day + timedelta(days=2), hour=8),
            unanswered=silent,
            contested=contested,
        )

    def _mentor(self, seat: Seat, day: date) -> UUID | None:
        holder = seat.holder(day)
        return holder.id if holder else None

    def _is_past(self, day: date) -> bool:
        return day < self.today - timedelta(days=1)
