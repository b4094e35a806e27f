"""Weeks of Communities of the demonstration: each May one that is over, and one whose call is open now."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.photos import PeopleShown, PhotoRights
from mentorhalo.events.actions import (
    EditionDraft,
    JoinerDraft,
    ProgrammeDraft,
    add_week_photo,
    open_edition,
    show_photo,
    take_down_programme,
)
from mentorhalo.events.actions.week_history import TakenInvitation, TakenJoiner, TakenProgramme, take_week
from mentorhalo.events.models import Edition, WeekProgramme

from .plan import SEED, Seat, minted
from .practice_pictures import SCENES, drawn
from .site import Site
from .words import people

JOINERS, WAITING = 100, 8
PHOTO_OF_EVERY, NOT_LOOKED_AT = 9, 5  # of the programmes that were told of; of their photos
TAKEN_DOWN = "A helyszín nem járult hozzá a rendezvényhez."
# How they heard and what the mentor said, in turn: 16 of 25 through a mentor, 1 not answered, 5 otherwise, 3 unknown.
WAYS = (
    *[("mentor", "yes")] * 16,
    ("mentor", ""),
    ("others", ""),
    ("earlier", ""),
    ("earlier", ""),
    ("press", ""),
    ("web", ""),
    *[("unknown", "")] * 3,
)
NAMES = (
    ("informal", "Kertbarátok köre"),
    ("institution", "Községi Könyvtár"),
    ("informal", "Foltvarró kör"),
    ("civil", "Faluszépítő Egyesület"),
    ("institution", "Művelődési Ház"),
    ("informal", "Baba-mama kör"),
    ("civil", "Polgárőr Egyesület"),
    ("informal", "Dalkör"),
)
PROGRAMMES = (
    ("Nyitott kertek délutánja", "Palántacsere, beszélgetés, kertek bejárása a gazdákkal.", "Szomszédolás"),
    ("Közös főzés a téren", "Bográcsok, receptek, minden korosztálynak.", "Szomszédolás"),
    (
        "Régi fényképek estéje",
        "Hozott képek digitalizálása és a hozzájuk tartozó történetek.",
        "Helyi értékek",
    ),
    ("Padfestés és faültetés", "Egy délelőtt közös munka, ebéddel.", "Tegyünk együtt"),
    ("Kézműves délután", "Helyi mesterek mutatják meg, amit tudnak.", "Helyi értékek"),
    ("Beszélgetés az önkéntességről", "Kik segítenek nálunk, és mi kell hozzá?", "Tegyünk együtt"),
)
CALL = (
    "Egy héten át azt mutatjuk meg, mit tudnak együtt a helyi közösségek. Csatlakozhatnak intézmények, civil szervezetek "
    "és olyan közösségek is, amelyek sehol sincsenek bejegyezve.\n\nEgyetlen program is elég. A csatlakozáshoz fiók nem kell."
)
QUOTES = ("Ilyen sokan még sosem beszélgettünk egymással.", "Jövőre mi is hozunk egy bográcsot.", "", "", "")


def write_week(site: Site, seats: list[Seat]) -> None:
    writer = _Writer(site, seats)
    years = writer.years()
    for number, year in enumerate(years):
        site.report(_("Weeks of Communities"), number, len(years))
        writer.write(year)
    site.report(_("Weeks of Communities"), len(years), len(years))


class _Writer:
    """Draws from numbers of its own, so that nothing written before changes."""

    def __init__(self, site: Site, seats: list[Seat]) -> None:
        self.site, self.seats = site, seats
        self.random = Random(f"{SEED}/week")
        self.names = people(self.random)
        self.places: dict[str, list[str]] = {}
        for code, row in sorted(site.settlements.items()):
            if row.ended_on is None:
                self.places.setdefault(row.county_id, []).append(code)

    def years(self) -> list[int]:
        """Those whose Week lies in the programme and is over, and the next one."""
        period = self.site.period
        over = [
            year
            for year in range(period.starts_on.year, period.today.year + 1)
            if _first_day(year) - timedelta(days=150) >= period.starts_on
            and _first_day(year) + timedelta(days=40) < period.today
        ]
        last = over[-1] if over else period.today.year
        return [*over, last + 1]

    def write(self, year: int) -> None:
        starts_on, today = _first_day(year), self.site.period.today
        is_over = starts_on < today
        opens_on = starts_on - timedelta(days=110) if is_over else min(today, starts_on) - timedelta(days=12)
        edition = open_edition(
            draft=EditionDraft(
                year=year,
                name="Közösségek Hete",
                motto="Együtt könnyebb",
                call=CALL,
                themes="Szomszédolás\nHelyi értékek\nTegyünk együtt",
                starts_on=starts_on,
                ends_on=starts_on + timedelta(days=6),
                opens_at=_moment(opens_on, 8),
                closes_at=_moment(max(starts_on - timedelta(days=20), opens_on + timedelta(days=30)), 20),
                report_until=starts_on + timedelta(days=37),
            ),
            programme=self.site.programme,
            by=self.site.office,
            at=self.site.at(opens_on - timedelta(days=5)),
        )
        size = self.site.size(JOINERS if is_over else WAITING)
        rows = [self._joiner(edition, number, opens_on, is_over=is_over) for number in range(size)]
        take_week(
            edition=edition,
            invitations=[one for one, _joiner in rows if one],
            joiners=[joiner for _one, joiner in rows],
            at=self.site.at(starts_on + timedelta(days=9)),
            by=self.site.office,
        )
        self._photograph(edition)
        self._take_down(edition)

    def _take_down(self, edition: Edition) -> None:
        """One of those of which nobody told how they were."""
        untold = WeekProgramme.objects.filter(
            joiner__edition=edition, reported_at=None, occasion__isnull=False
        )
        found = untold.select_related("occasion", "joiner__edition").order_by("starts_at", "pk").first()
        if found is not None:
            at = self.site.at(edition.starts_on - timedelta(days=2))
            take_down_programme(programme=found, reason=TAKEN_DOWN, by=self.site.office, at=at)

    def _photograph(self, edition: Edition) -> None:
        """Drawings that stand for photos; some wait for the look of the county group."""
        told = WeekProgramme.objects.filter(joiner__edition=edition, reported_at__isnull=False)
        rows = told.select_related("occasion", "joiner__edition").order_by("starts_at", "pk")
        for number, programme in enumerate(rows[::PHOTO_OF_EVERY]):
            scene = SCENES["community"][number % 2]
            at = self.site.at(edition.starts_on + timedelta(days=10))
            photo = add_week_photo(
                programme=programme,
                upload=SimpleUploadedFile("rajz.jpg", drawn(scene), "image/jpeg"),
                alt=scene.alt,
                credit=programme.joiner.contact_name,
                rights=PhotoRights.OWN,
                people=PeopleShown.NOBODY,
                at=at,
            )
            if number % NOT_LOOKED_AT:
                show_photo(photo=photo, by=self.site.office, at=at)

    def _joiner(
        self, edition: Edition, number: int, opens_on: date, *, is_over: bool
    ) -> tuple[TakenInvitation | None, TakenJoiner]:
        key = f"{edition.year}/{number}"
        heard, answer = WAYS[number * 7 % len(WAYS)]
        on = opens_on + timedelta(days=self.random.randint(2, 80 if is_over else 10))
        seat = self._seat(number * 5, on)
        mentor = seat.holder(on) if heard == "mentor" else None
        settlement = self.random.choice(self.places[seat.county])
        kind, name = NAMES[number % len(NAMES)]
        name = f"{self.site.settlements[settlement].name}: {name}"
        invitation = None
        if mentor is not None and number % 2 == 0:
            invitation = TakenInvitation(
                id=minted("week invitation", key),
                mentor=mentor.id,
                name=name,
                settlement=settlement,
                made_at=self.site.at(on - timedelta(days=2)),
                opened_at=self.site.at(on),
            )
        joiner = TakenJoiner(
            id=minted("joiner", key),
            draft=JoinerDraft(
                key=minted("joiner", key),
                kind=kind,
                name=name,
                settlement=settlement,
                contact_name=next(self.names),
                email=f"hete{edition.year}.{number}@pelda.hu",
                heard=heard,
                mentor_named=mentor.name if mentor else "",
                invitation=invitation.id if invitation else None,
            ),
            asked_at=self.site.at(on),
            accepted_at=self.site.at(on + timedelta(days=4)) if is_over else None,
            mentor=mentor.id if mentor else None,
            mentor_answer=answer if mentor and is_over else "",
            programmes=list(self._programmes(edition, key, is_over=is_over)),
        )
        return invitation, joiner

    def _seat(self, number: int, on: date) -> Seat:
        """One after the other; a seat that is empty on the day is passed over."""
        turned = [self.seats[(number + step) % len(self.seats)] for step in range(len(self.seats))]
        return next((seat for seat in turned if seat.holder(on)), turned[0])

    def _programmes(self, edition: Edition, key: str, *, is_over: bool) -> Iterator[TakenProgramme]:
        title, summary, theme = self.random.choice(PROGRAMMES)
        for number in range(self.random.choice((1, 1, 1, 2))):
            day = edition.starts_on + timedelta(days=self.random.randint(0, 5) + number)
            hour = 10 if number else 15  # the second one never stands in the way of the first
            is_told = is_over and self.random.random() < 0.85
            yield TakenProgramme(
                id=minted("week programme", f"{key}/{number}"),
                draft=ProgrammeDraft(
                    title=title,
                    kind="action" if theme == "Tegyünk együtt" else "public",
                    theme=theme,
                    summary=summary,
                    starts_at=_moment(day, hour),
                    ends_at=_moment(day, hour + 3),
                    place=self.random.choice(("Fő tér", "művelődési ház", "könyvtár udvara")),
                    access=self.random.choice(("lépcső nélkül", "")),
                ),
                attendance=self.random.randint(12, 140) if is_told else None,
                counted_by=self.random.choice(("sheet", "headcount", "headcount", "estimate"))
                if is_told
                else "",
                quote=self.random.choice(QUOTES) if is_told else "",
            )


def _first_day(year: int) -> date:
    """The Monday of the second week of May."""
    first = date(year, 5, 8)
    return first + timedelta(days=-first.weekday() % 7)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
