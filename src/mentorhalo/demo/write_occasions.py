"""Occasions of the demonstration: 34 of the network at scale 1, beside local, cancelled, coming and unsettled ones."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.events.actions.history import TakenAttendee, TakenOccasion, take_occasions
from mentorhalo.events.actions.planning import OccasionDraft
from mentorhalo.events.choices import OccasionKind, OccasionState

from .plan import SEED, Seat, minted
from .site import Site
from .words import people

NETWORK, LOCAL, CANCELLED, COMING = 34, 6, 3, 5
TITLES: dict[OccasionKind, tuple[tuple[str, str], ...]] = {
    OccasionKind.WORKSHOP: (
        ("Hogyan kérdezzünk? Interjúkészítő műhely", "Páros gyakorlatok, kérdéssorok kipróbálása, jegyzetelés."),
        ("Cselekvési terv egy délután alatt", "A célok megfogalmazásától a felelősökig, saját példákon."),
        ("Falugyűlés, ahol mindenki szóhoz jut", "Módszerek nagy csoportok meghallgatására."),
    ),
    OccasionKind.PROFESSIONAL_DAY: (
        ("Nyitott közösségi terek", "Könyvtárak és művelődési házak tapasztalatai a nyitvatartásról."),
        ("Önkéntesek az intézményben", "Fogadás, megállapodás, köszönet: mi kell ahhoz, hogy maradjanak?"),
        ("Értéktár és helytörténet közösen", "Gyűjtőkörök bemutatói és a megyei értéktárak kérdései."),
    ),
    OccasionKind.STUDY_VISIT: (
        ("Látogatás szomszédünnepet rendező falvakban", "Két nap, négy település, beszélgetés a szervezőkkel."),
        ("Tanulmányút a kiállítás-készítő közösségekhez", "Hogyan lesz egy padlásból közös kiállítás?"),
    ),
    OccasionKind.ONLINE_MEETING: (
        ("Esetmegbeszélés a hálózatban", "Három eset, három kérdés, a végén közös tanulság."),
        ("Kérdezz-felelek a támogatási időszakról", "A leggyakoribb kérdések, jegyzettel a dokumentumok között."),
    ),
    OccasionKind.NETWORK_MEETING: (
        ("Negyedéves hálózati találkozó", "Beszámolók megyénként, közös tervezés, új módszerek bemutatója."),
    ),
}  # fmt: skip
KINDS = (
    OccasionKind.NETWORK_MEETING,
    OccasionKind.WORKSHOP,
    OccasionKind.PROFESSIONAL_DAY,
    OccasionKind.ONLINE_MEETING,
    OccasionKind.WORKSHOP,
    OccasionKind.STUDY_VISIT,
    OccasionKind.PROFESSIONAL_DAY,
)
AGENDA = "9.30 érkezés\n10.00 bevezető\n10.30 munka kis csoportokban\n12.30 ebéd\n13.30 tapasztalatok, kérdések\n15.30 zárás"
HOSTS = ("Városi Könyvtár", "Művelődési Ház", "IKSZT", "Tájház")
FROM = (
    "Községi Könyvtár",
    "Faluszépítő Egyesület",
    "Népdalkör",
    "Polgárőrség",
    "Önkormányzat",
    "Nyugdíjasklub",
)
USES = ("a kérdéssort", "a csoportalakítás módját", "a szomszéd falu példáját", "a megállapodás mintáját", "")  # fmt: skip
WHY_CANCELLED = "Kevesen jelentkeztek; az őszi alkalomra mindenkit várunk."


def write_occasions(site: Site, seats: list[Seat]) -> None:
    writer = _Writer(site, seats)
    wanted = site.size(NETWORK)
    site.report(_("occasions"), 0, wanted)
    take_occasions(occasions=writer.all(wanted), programme=site.programme, by=site.office)
    site.report(_("occasions"), wanted, wanted)


class _Writer:
    """What every occasion needs at hand; draws from numbers of its own, so that nothing written before changes."""

    def __init__(self, site: Site, seats: list[Seat]) -> None:
        self.site, self.seats = site, seats
        self.random = Random(f"{SEED}/occasions")
        self.names = people(self.random)
        self.counties = sorted({seat.county for seat in seats})
        self.places: dict[str, list[str]] = {}
        for code, row in sorted(site.settlements.items()):
            if row.ended_on is None:
                self.places.setdefault(row.county_id, []).append(code)

    def all(self, network: int) -> Iterator[TakenOccasion]:
        """Every second one of the network's is for all of it, the others become so by who came."""
        size, today = self.site.size, self.site.period.today
        elapsed = (today - self.site.period.starts_on).days - 45
        for number in range(network):
            day = self.site.period.starts_on + timedelta(days=25 + elapsed * number // network)
            yield self._one(number, day, OccasionState.HELD, self.seats, is_network=number % 2 == 0)
        for number in range(size(LOCAL)):
            county = self.counties[number % len(self.counties)]
            own = [seat for seat in self.seats if seat.county == county]
            day = self.site.period.starts_on + timedelta(days=60 + elapsed * number // (2 * size(LOCAL)))
            yield self._one(1000 + number, day, OccasionState.HELD, own)
        for number in range(size(CANCELLED)):
            day = today - timedelta(days=60 + 90 * number)
            yield self._one(2000 + number, day, OccasionState.CANCELLED, self.seats, is_network=True)
        for number in range(size(COMING)):
            day = today + timedelta(days=12 + 9 * number)
            yield self._one(
                3000 + number, day, OccasionState.PUBLISHED, self.seats, is_network=number % 2 == 0
            )
        yield self._one(4000, today - timedelta(days=3), OccasionState.PUBLISHED, self.seats, is_network=True)
        yield self._one(4001, today + timedelta(days=70), OccasionState.DRAFT, [])

    def _one(
        self, number: int, day: date, state: OccasionState, seats: list[Seat], *, is_network: bool = False
    ) -> TakenOccasion:
        kind = KINDS[number % len(KINDS)]
        title, summary = self.random.choice(TITLES[kind])
        days = [day, day + timedelta(days=1)] if kind == OccasionKind.STUDY_VISIT else [day]
        county = seats[number % len(seats)].county if seats else self.counties[0]
        is_online = kind == OccasionKind.ONLINE_MEETING
        place = self.random.choice(self.places[county])
        draft = OccasionDraft(
            kind=kind,
            title=title,
            summary=summary,
            agenda="" if is_online else AGENDA,
            host=f"{self.site.settlements[place].name}, {self.random.choice(HOSTS)}",
            group=minted("group", county),
            is_whole_network=is_network,
            is_public=kind != OccasionKind.NETWORK_MEETING,
            settlement="" if is_online else place,
            place="" if is_online else "nagyterem",
            online_url="https://talalkozo.pelda.hu/halozat" if is_online else "",
            starts_at=_moment(days[0], 10),
            ends_at=_moment(days[-1], 16),
            capacity=60 if state == OccasionState.PUBLISHED else None,
        )
        is_held = state == OccasionState.HELD
        guests = list(self._people(number, day, days if is_held else [], seats)) if seats else []
        return TakenOccasion(
            id=minted("occasion", number),
            draft=draft,
            state=state,
            planned_at=self.site.at(day - timedelta(days=40)),
            settled_at=self.site.at(days[-1] + timedelta(days=2))
            if is_held
            else self.site.at(day - timedelta(days=10)),
            cancel_reason=WHY_CANCELLED if state == OccasionState.CANCELLED else "",
            people=guests,
            evaluations=[
                (self.random.choice((4, 4, 3, 3, 2)), self.random.choice(USES)) for _guest in guests[::4]
            ]
            if is_held
            else (),
        )

    def _people(self, number: int, day: date, days: list[date], seats: list[Seat]) -> Iterator[TakenAttendee]:
        """Mentors who serve on the day, from as many counties as there are, and guests; some stay away."""
        by_county = sorted(seats, key=lambda seat: (self.random.random(), seat.county))
        known = set()
        for seat in by_county[: self.random.randint(14, 26)]:
            mentor = seat.holder(day)
            if mentor is None or mentor.id in known:
                continue
            known.add(mentor.id)
            yield TakenAttendee(
                id=minted("attendee", f"{number}/{mentor.id}"),
                name=mentor.name,
                organisation="mentorhálózat",
                mentor=mentor.id,
                county=seat.county,
                days=days,
            )
        for guest in range(self.random.randint(6, 24)):
            yield TakenAttendee(
                id=minted("attendee", f"{number}/guest {guest}"),
                name=next(self.names),
                organisation=self.random.choice(FROM),
                email=f"vendeg{number}.{guest}@pelda.hu",
                days=days if self.random.random() < 0.9 else (),
            )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
