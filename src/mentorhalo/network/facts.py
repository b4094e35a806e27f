"""What the network's records say to the journal."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID, uuid5

from mentorhalo.evidence.actions import FactDraft
from mentorhalo.programmes.models import Programme

from .choices import Answer
from .models import CountyGroup, Mandate, Participation, SupervisionSession
from .models.supervision import weightiest

MANDATE = "network.mandate"
GROUP = "network.countygroup"
SUPERVISION = "network.supervision"
SUPERVISED = "network.supervised"


def mandate_facts(mandate: Mandate) -> list[FactDraft]:
    """`mandate` comes with its programme and group."""
    return [
        FactDraft(
            programme=mandate.programme.code,
            kind="mandate.held",
            subject=f"mentor:{mandate.mentor_id}",
            who=f"mentor:{mandate.mentor_id}",
            group=f"group:{mandate.group_id}",
            occurred_on=mandate.starts_on,
            until_on=mandate.ends_on,
            county=mandate.group.county_id,
            quantity=mandate.working_time,
        )
    ]


def group_facts(group: CountyGroup) -> list[FactDraft]:
    """`group` comes with its programme."""
    return [
        FactDraft(
            programme=group.programme.code,
            kind="group.active",
            subject=f"group:{group.pk}",
            group=f"group:{group.pk}",
            occurred_on=group.starts_on,
            until_on=group.ends_on,
            county=group.county_id,
        )
    ]


def all_mandates() -> Iterator[tuple[str, list[FactDraft]]]:
    mandates = Mandate.objects.select_related("programme", "group").order_by("pk")
    for mandate in mandates.iterator(chunk_size=1000):
        yield str(mandate.pk), mandate_facts(mandate)


def all_groups() -> Iterator[tuple[str, list[FactDraft]]]:
    for group in CountyGroup.objects.select_related("programme").order_by("pk").iterator(chunk_size=1000):
        yield str(group.pk), group_facts(group)


def session_facts(session: SupervisionSession) -> list[FactDraft]:
    """`session` comes with its supervisor's programme and its participations. It does not say who supervised, or whom."""
    parts = list(session.participations.all())
    return [
        FactDraft(
            programme=session.supervisor.programme.code,
            kind="supervision.held",
            subject=f"supervision:{session.pk}",
            occurred_on=session.held_on,
            form=session.kind,
            state=session.state(parts),
            quantity=session.minutes,
            attributes={"took_part": len(parts), "confirmed": sum(one.is_confirmed for one in parts)},
        )
    ]


@dataclass(frozen=True, order=True)
class Quarter:
    """A supervised mentor's calendar quarter in a programme: the journal says no more of them than its sum.

    By single days one could read out of the journal who sat together in a group.
    """

    supervisee: UUID
    programme: str
    starts_on: date

    @property
    def source(self) -> str:
        return str(uuid5(self.supervisee, f"{self.programme}/{self.starts_on}"))

    @property
    def ends_on(self) -> date:
        return quarter_of(self.starts_on + timedelta(days=100)) - timedelta(days=1)

    def last_day(self, programme: Programme) -> date:
        """The day its sum is told on: a programme that ends within the quarter is not spoken of after its end."""
        if programme.ends_on and programme.ends_on >= self.starts_on:
            return min(self.ends_on, programme.ends_on)
        return self.ends_on


def quarter_of(day: date) -> date:
    """The first day of its calendar quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_facts(quarter: Quarter, participations: Iterable[Participation]) -> list[FactDraft]:
    """The minutes confirmed by both sides; where there are none, those that may still be, or are contested.

    `participations` come with their sessions up to the programme.
    """
    minutes: dict[Answer, int] = {}
    last = quarter.ends_on
    for one in participations:
        last = quarter.last_day(one.session.supervisor.programme)
        state = one.word(one.session)
        minutes[state] = minutes.get(state, 0) + one.session.minutes
    if not minutes:
        return []
    state = weightiest(minutes)
    return [
        FactDraft(
            programme=quarter.programme,
            kind="supervision.received",
            subject=f"supervisee:{quarter.supervisee}",
            occurred_on=last,
            state=state,
            quantity=minutes[state],
        )
    ]


def quarter_in(participation: Participation) -> Quarter:
    """`participation` comes with its session up to the programme."""
    session = participation.session
    return Quarter(
        participation.supervisee_id, session.supervisor.programme.code, quarter_of(session.held_on)
    )


def in_quarters(quarters: Collection[Quarter]) -> dict[Quarter, list[Participation]]:
    """What stands in each of them. One query."""
    found: dict[Quarter, list[Participation]] = {one: [] for one in quarters}
    if not found:
        return found
    rows = Participation.objects.filter(
        supervisee__in={one.supervisee for one in quarters},
        session__held_on__range=(
            min(one.starts_on for one in quarters),
            max(one.ends_on for one in quarters),
        ),
    )
    for one in rows.select_related("session__supervisor__programme"):
        if (quarter := quarter_in(one)) in found:
            found[quarter].append(one)
    return found


def all_sessions() -> Iterator[tuple[str, list[FactDraft]]]:
    rows = SupervisionSession.objects.select_related("supervisor__programme")
    rows = rows.prefetch_related("participations").order_by("pk")
    for session in rows.iterator(chunk_size=1000):
        yield str(session.pk), session_facts(session)


def all_quarters() -> Iterator[tuple[str, list[FactDraft]]]:
    rows = Participation.objects.select_related("session__supervisor__programme")
    rows = rows.order_by("supervisee", "session__supervisor__programme__code", "session__held_on", "pk")
    for quarter, parts in groupby(rows.iterator(chunk_size=1000), key=quarter_in):
        yield quarter.source, quarter_facts(quarter, parts)
