"""Write the plan through the rooms' own actions, in their bulk form, in one transaction."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from random import Random

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import grant_role, open_account
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core import letters, search
from mentorhalo.core.beside import Beside, another_core
from mentorhalo.core.registry import registry
from mentorhalo.core.search.tasks import index_kind
from mentorhalo.core.statistics import refresh_statistics
from mentorhalo.core.work import later
from mentorhalo.evidence.actions import seal
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.actions import load_register
from mentorhalo.territory.choices import SizeType
from mentorhalo.territory.models import Settlement

from .accounts import ACCOUNTS, PASSWORD
from .hard_cases import write_hard_cases
from .parties import Place, plan_world
from .people import plan_seats
from .plan import SEED, Period, Seat, Size
from .programme import found_programme
from .progress import Report, silent
from .site import Site
from .site_pages import write_site
from .work import Work
from .write_acts import write_acts
from .write_experts import write_experts
from .write_letters import write_letters
from .write_methods import write_methods
from .write_network import write_network
from .write_occasions import write_occasions
from .write_parties import write_parties
from .write_partnerships import write_partnerships
from .write_practices import write_practices
from .write_processes import write_processes
from .write_projects import write_projects
from .write_questions import write_questions
from .write_registrations import write_registrations
from .write_studies import write_studies
from .write_supervision import appoint_supervisors, write_supervision
from .write_training import write_training
from .write_week import write_week
from .write_work import write_activities, write_assignments, write_engagements, write_handovers

LEFT_OUT = ("Budapest", "Pest")
SWEEP_AFTER = 500_000  # objects, in the place of 2,000
WORTH_ANOTHER_CORE = 0.1  # a smaller one is written before the other process has started
FOUND_LATER = ("entry", "group_note")


class AlreadyBuilt(Exception):
    """There is a demonstration programme in this database already."""


def build(
    *,
    scale: float = 1.0,
    is_empty: bool = False,
    has_site: bool = True,
    today: date | None = None,
    report: Report = silent,
) -> Programme:
    """Build the demonstration, whole or not at all. Raises `AlreadyBuilt`."""
    with _seldom_swept(), another_core(is_wanted=not is_empty and scale >= WORTH_ANOTHER_CORE) as beside:
        with search.quietly(), letters.quietly(), _room_for(scale), transaction.atomic():
            programme = _build(scale=scale, is_empty=is_empty, has_site=has_site, today=today, report=report)
        report(_("statistics"), 0, 1)
        refresh_statistics()
        report(_("statistics"), 1, 1)
        _make_findable(beside, report)
    return programme


def _build(*, scale: float, is_empty: bool, has_site: bool, today: date | None, report: Report) -> Programme:
    if Programme.objects.filter(is_demo=True).exists():
        raise AlreadyBuilt(_("There is a demonstration programme in this database already."))
    report(_("register of settlements"), 0, 1)
    load_register()
    report(_("register of settlements"), 1, 1)
    site = _open_site(scale, today or timezone.localdate(), report)
    counties = _counties(site)
    seats = _plan_seats(site, counties)
    if is_empty:
        seats = [seat for seat in seats if seat.county == counties[0]]
    write_network(site, seats)
    supervisors = appoint_supervisors(site)
    experts = write_experts(site, counties)
    if not is_empty:
        places = _places(site, counties)
        world = plan_world(site.random, site.period, site.size, places, seats)
        write_parties(site, world)
        work = Work(site.random, site.period, site.size, world, seats, timezone.now())
        write_engagements(site, work)
        methods = write_methods(site, experts)
        write_activities(site, work, methods)
        refresh_statistics()
        write_assignments(site, world, work)
        write_handovers(site, seats)
        write_questions(site, counties, experts)
        write_practices(site, seats, experts)
        write_projects(site, world, experts)
        write_partnerships(site, seats)
        write_letters(site, counties)
        write_acts(site, seats)
        write_registrations(site, counties)
        write_studies(site, seats, places)
        write_processes(site, methods)
        write_occasions(site, seats)
        write_week(site, seats)
        write_training(site)
        write_supervision(site, seats, supervisors)
        write_hard_cases(site, world)
        if has_site:
            write_site(site)
    seal(at=timezone.now())
    return site.programme


def _make_findable(beside: Beside, report: Report) -> None:
    """What a visitor looks for is found at once; the tens of thousands of log entries follow by background work."""
    sources = sorted(registry.search.values(), key=lambda source: source.order)
    now = [source for source in sources if source.kind not in FOUND_LATER]
    for number, source in enumerate(now):
        report(_("search index"), number, len(now))
        search.index_whole(source, at=timezone.now(), weigh_all=partial(beside.map, search.weigh))
    report(_("search index"), len(now), len(now))
    for kind in FOUND_LATER:
        later(index_kind, kind=kind)


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Nearly all that is made here is kept to the end: looking through it again and again for rings is a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(SWEEP_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _room_for(scale: float) -> Iterator[None]:
    """Keep SQLite's pages in memory while one transaction writes them all: what spills into the log is slow to find."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{int(min(400_000 * max(1.0, scale), 1_600_000))}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _open_site(scale: float, today: date, report: Report) -> Site:
    period, now = Period(today), timezone.now()
    users: dict[str, User] = {}
    for account in ACCOUNTS:
        users[str(account.role)] = open_account(
            email=account.email,
            password=PASSWORD,
            name=account.name,
            is_verified=True,
            shares_with=next(iter(users.values()), None),
            by=None,
            at=now,
        )
    office = users[Role.OFFICE]
    settlements = {row.code: row for row in Settlement.objects.select_related("county")}
    counties = {row.county_id: row.county.name for row in settlements.values()}
    included = sorted(code for code, name in counties.items() if name not in LEFT_OUT)
    programme = found_programme(period, Size(scale), included, by=office, at=now)
    for role in (
        Role.OFFICE,
        Role.EDITOR,
        Role.RESEARCHER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        Role.REPRESENTATIVE,
    ):
        grant_role(
            user=users[role],
            role=role,
            programme="" if role == Role.ADMINISTRATOR else programme.code,
            starts_on=period.starts_on,
            reason=_("demonstration"),
            by=office,
            at=now,
        )
    return Site(
        random=Random(SEED),
        period=period,
        size=Size(scale),
        report=report,
        office=office,
        users=users,
        programme=programme,
        settlements=settlements,
    )


def _counties(site: Site) -> list[str]:
    codes = {row.county_id for row in site.settlements.values() if row.county.name not in LEFT_OUT}
    return sorted(codes)[: site.size.counties]


def _places(site: Site, counties: list[str]) -> list[Place]:
    rows = sorted(
        (row for row in site.settlements.values() if row.county_id in counties), key=lambda row: row.code
    )
    return [
        Place(
            code=row.code,
            name=row.name,
            county=row.county_id,
            is_town=row.size_type != SizeType.VILLAGE,
            population=row.population or 0,
            lat=row.lat or 0.0,
            lon=row.lon or 0.0,
        )
        for row in rows
        if row.ended_on is None
    ]


def _plan_seats(site: Site, counties: list[str]) -> list[Seat]:
    towns: dict[str, list[str]] = {code: [] for code in counties}
    for code, row in sorted(site.settlements.items()):
        if row.county_id in towns and row.size_type != SizeType.VILLAGE:
            towns[row.county_id].append(code)
    return plan_seats(
        site.random,
        site.period,
        {code: 4 if position % 3 else 3 for position, code in enumerate(counties)},
        towns,
    )
