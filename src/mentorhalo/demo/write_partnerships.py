"""Partnerships of the demonstration: who does what with whom in each county, as seen and as each party says, with their disagreements."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mentorhalo.mentoring.choices import ActivityState
from mentorhalo.mentoring.models import Activity
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.partnerships.actions import (
    TakenObservation,
    TakenPartnership,
    TakenRound,
    enter_partnerships,
)
from mentorhalo.partnerships.choices import DORMANT_AFTER, HALF_A_YEAR, Initiative, Observed, Occasion

from .plan import SEED, Seat, minted
from .site import Site
from .words import people

PARTNERSHIPS = 620
# How it goes: the kinds of facts of each half year, over and over; what the parties feel at first and gain in a half year.
GROWS, STEADY, FADES, ENDS, APART = "grows", "steady", "fades", "ends", "apart"
WAYS = (GROWS, STEADY, APART, FADES, STEADY, GROWS, GROWS, ENDS)  # a small demonstration has the first four
# How long ago it began at least: what fades is seen for a year, and asleep after another.
AGES = {FADES: 2 * HALF_A_YEAR + DORMANT_AFTER}
YOUNGEST = 100
FACTS: tuple[tuple[str, ...], ...] = (
    ("information", "meeting"),
    ("meeting", "event", "roles"),
    ("event", "space", "agreement", "adjusted"),
    ("event", "space", "staff", "decisions", "meeting"),
    ("application", "money", "decisions", "event", "strengthened", "space"),
    ("event", "money", "decisions", "decisions", "staff", "space"),
)
GAINS = {GROWS: 0.9, STEADY: 0.2, FADES: -0.6, ENDS: 0.3, APART: -0.3}  # of those apart one feels closer
THEMES: tuple[tuple[str, str, str], ...] = (
    ("culture", "közös estéi", "Havonta egy közös este, felváltva egymás termeiben."),
    ("heritage", "értéktára", "A település történeteinek összegyűjtése és bemutatása."),
    ("learning", "műhelye", "Közös műhely: egyszer az egyik, egyszer a másik tanít."),
    ("generations", "unokák és nagyszülők programja", "Fiatalok és idősek közös délutánjai."),
    ("nature", "közös kertje", "Egy közös kert gondozása tavasztól őszig."),
    ("public_life", "falunapja", "A falunap közös szervezése és lebonyolítása."),
    ("inclusion", "adománykonyhája", "Rendszeres közös főzés rászorulóknak."),
    ("economy", "termelői vására", "Helyi termékek vására kulturális programmal."),
)
SENTENCES = {
    Observed.INFORMATION: "Megmutatták egymásnak az éves terveiket.",
    Observed.MEETING: "Leültek, és átbeszélték a következő fél évet.",
    Observed.EVENT: "Közös napot tartottak, mindkét kör ott volt.",
    Observed.ADJUSTED: "Egymáshoz igazították az őszi programokat.",
    Observed.ROLES: "Elosztották, ki mit visz a közös alkalmon.",
    Observed.STAFF: "Az egyik munkatársa két napig a másiknál segített.",
    Observed.SPACE: "A termet és a hangosítást kölcsönadták.",
    Observed.MONEY: "Közös pénzből fizették a vendégelőadót.",
    Observed.AGREEMENT: "Aláírták az együttműködési megállapodást.",
    Observed.APPLICATION: "Közösen adtak be pályázatot.",
    Observed.DECISIONS: "Együtt döntöttek a közös keret felosztásáról.",
    Observed.STRENGTHENED: "Az egyik megtanította a másikat a felvételek készítésére.",
}
REASONS = (
    "Elérte a célját.",
    "A vezető elköltözött, nem akadt utódja.",
    "Az intézmény átszervezése miatt abbamaradt.",
)


def write_partnerships(site: Site, seats: list[Seat]) -> None:
    """Most of them brought together by a mentor; asked half-yearly; some asleep, some ended, some seen differently by their sides."""
    random = Random(f"{SEED}/partnerships")
    wanted = site.size(PARTNERSHIPS)
    site.report(_("partnerships"), 0, wanted)
    taken = _Writer(site, random, seats).all(wanted)
    enter_partnerships(partnerships=taken, programme=site.programme, by=site.office)
    site.report(_("partnerships"), wanted, wanted)


class _Writer:
    """What every partnership needs at hand."""

    def __init__(self, site: Site, random: Random, seats: list[Seat]) -> None:
        self.site, self.random, self.seats = site, random, seats
        self.mentors = {row.pk: row for row in Mentor.objects.all()}
        self.names = people(random)
        self.organisations: dict[str, list[Organisation]] = defaultdict(list)
        rows = Organisation.objects.not_merged().select_related("settlement").order_by("pk")
        for one in rows:
            self.organisations[one.settlement.county_id].append(one)
        self.communities: dict[str, list[Community]] = defaultdict(list)
        for community in Community.objects.not_merged().select_related("settlement").order_by("pk"):
            self.communities[community.settlement.county_id].append(community)
        self.entries = self._entries()

    def all(self, wanted: int) -> list[TakenPartnership]:
        counties = sorted(set(self.organisations) & set(self.communities))
        return [self._one(number, counties[number % len(counties)]) for number in range(wanted)]

    def _one(self, number: int, county: str) -> TakenPartnership:
        random, period = self.random, self.site.period
        way = WAYS[(number // 3) % len(WAYS)]
        elapsed = (period.today - period.starts_on).days
        begun = period.starts_on + timedelta(days=random.randint(30, elapsed - AGES.get(way, YOUNGEST)))
        parties = self._parties(county)
        ended = None
        if way == ENDS and (period.today - begun).days > 300:
            ended = begun + timedelta(days=random.randint(200, (period.today - begun).days - 20))
        until = ended or period.today
        mentor = self._mentor(county, begun)
        field, title, purpose = THEMES[number % len(THEMES)]
        place = parties[0].settlement
        return TakenPartnership(
            id=minted("partnership", number),
            title=f"{place.name} {title}",
            purpose=purpose,
            field=field,
            initiative=Initiative.BY_MENTOR if mentor and number % 5 else Initiative.BY_PARTIES,
            settlement=place.pk,
            starts_on=begun,
            mentor=mentor,
            parties=parties,
            written_at=self.site.at(begun, hour=17),
            ends_on=ended,
            end_reason=random.choice(REASONS) if ended else "",
            observations=self._observations(way, begun, until, parties),
            rounds=self._rounds(way, begun, until, len(parties), has_ended=ended is not None),
        )

    def _parties(self, county: str) -> list[Organisation | Community]:
        """Two to four; some are in many partnerships, as they are in life."""
        random = self.random
        hub = self.organisations[county][: max(3, len(self.organisations[county]) // 6)]
        found: list[Organisation | Community] = [random.choice(hub)]
        for _number in range(random.choice((1, 1, 1, 2, 2, 3))):
            is_community = random.random() < 0.6
            among: list[Any] = self.communities[county] if is_community else self.organisations[county]
            other: Organisation | Community = random.choice(among)
            if other not in found:
                found.append(other)
        if len(found) < 2:
            found.append(random.choice(self.communities[county]))
        return found

    def _mentor(self, county: str, day: date) -> Mentor | None:
        holders = [seat.holder(day) for seat in self.seats if seat.county == county]
        there = [one for one in holders if one is not None]
        return self.mentors[self.random.choice(there).id] if there else None

    def _observations(
        self, way: str, begun: date, until: date, parties: list[Organisation | Community]
    ) -> list[TakenObservation]:
        """A half year after the other; what fades is silent after its first year. The first meeting is the log entry, where there is one."""
        random = self.random
        found: list[TakenObservation] = []
        halves = (until - begun).days // HALF_A_YEAR + 1
        for half in range(halves):
            if way == FADES and half > 1:
                break
            stage = half if way in (GROWS, ENDS) else min(half, 2 if way == APART else 1)
            for kind in FACTS[min(stage, len(FACTS) - 1)]:
                day = begun + timedelta(days=half * HALF_A_YEAR + random.randint(0, HALF_A_YEAR - 1))
                if day <= until:
                    found.append(
                        TakenObservation(kind=kind, occurred_on=day, words=SENTENCES[Observed(kind)])
                    )
        for party in parties:
            entry = next((one for one in self.entries.get(party.pk, ()) if begun <= one[1] <= until), None)
            if entry is not None:
                found.append(TakenObservation(kind=Observed.MEETING, occurred_on=entry[1], activity=entry[0]))
                break
        return found

    def _rounds(
        self, way: str, begun: date, until: date, parties: int, *, has_ended: bool
    ) -> list[TakenRound]:
        random, found = self.random, []
        days = [begun]
        while days[-1] + timedelta(days=HALF_A_YEAR) < until:
            days.append(days[-1] + timedelta(days=HALF_A_YEAR))
        if has_ended and days[-1] != until:
            days.append(until)
        felt = [random.uniform(0.6, 1.8) for _party in range(parties)]
        gains = [GAINS[way]] * parties
        if way == APART:
            gains[0] = 1.4
        for number, day in enumerate(days):
            silent = random.randrange(parties) if random.random() < 0.12 else None
            said = {
                (rater, about): max(0, min(5, round(felt[rater] + random.uniform(-0.4, 0.4))))
                for rater in range(parties)
                for about in range(parties)
                if rater not in (about, silent)
            }
            occasion = Occasion.HALF_YEAR if number else Occasion.START
            asked_at = self.site.at(day, hour=8)
            found.append(
                TakenRound(
                    occasion=Occasion.CLOSE if has_ended and day == until else occasion,
                    graded_on=day,
                    asked_at=asked_at,
                    answered_at=self.site.at(min(day + timedelta(days=9), self.site.period.today), hour=10),
                    said=said,
                    answered_by=next(self.names),
                )
            )
            felt = [max(0.0, level + gain) for level, gain in zip(felt, gains, strict=True)]
        return found

    def _entries(self) -> dict[UUID, list[tuple[UUID, date]]]:
        """Approved log entries of each community, a few."""
        found: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
        rows = Activity.objects.filter(
            state=ActivityState.APPROVED,
            engagement__isnull=False,
            kind__code__in=("partnership_brokering", "facilitation"),
            corrected_by=None,
            corrects=None,
        ).order_by("occurred_on", "pk")
        for pk, day, community in rows.values_list("pk", "occurred_on", "engagement__community"):
            if len(found[community]) < 4:
                found[community].append((pk, day))
        return found
