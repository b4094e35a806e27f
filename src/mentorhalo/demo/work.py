"""The three years' work: engagements with their stories, and the log entries of every mentor."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from .parties import UNSUPPORTED, World
from .plan import (
    Period,
    PlannedActivity,
    PlannedCommunity,
    PlannedConsortium,
    PlannedEngagement,
    PlannedPause,
    Seat,
    Size,
    minted,
)
from .stories import BROKEN, CONTINUOUS, NOT_INFORMED, Story, tell, tell_in_two
from .words import CLOSING_REASONS, DONE, GROUP_NOTES, PAUSE_REASONS

KINDS = {
    "consultation": 62,
    "facilitation": 2,
    "interview": 6,
    "survey_support": 4,
    "action_plan_workshop": 1,
    "partnership_brokering": 8,
    "event_support": 3,
    "document_help": 6,
    "good_practice_interview": 4,
}
SUPPORT = {"consultation": 62, "facilitation": 4, "action_plan_workshop": 4, "document_help": 30}
CHANNELS = {"in_person": 58, "phone": 22, "online": 10, "email": 10}
LETTERS = ("email", "letter")


class Work:
    """Draws engagements first, then streams the entries; nothing of a million entries is kept in memory."""

    def __init__(
        self, random: Random, period: Period, size: Size, world: World, seats: list[Seat], now: datetime
    ) -> None:
        self.random = random
        self.period = period
        self.size = size
        self.world = world
        self.seats = seats
        self.now = min(datetime.combine(period.today, time(6), tzinfo=UTC), now)
        self._number = 0
        self._mates: dict[str, list[Seat]] = {}
        for seat in seats:
            self._mates.setdefault(seat.county, []).append(seat)
        self._told: list[tuple[PlannedEngagement, Story]] = []
        helped = world.consortia[: len(world.consortia) - size(UNSUPPORTED)]
        self.supported = {consortium.id for consortium in helped}
        self._plan_engagements()

    @property
    def engagements(self) -> list[PlannedEngagement]:
        return [engagement for engagement, _story in self._told]

    # --- engagements ---------------------------------------------------------------------------

    def _plan_engagements(self) -> None:
        originals = [row for row in self.world.communities if row.duplicate_of is None]
        names: list[str] = []
        for group in (CONTINUOUS, BROKEN, NOT_INFORMED):
            names += [name for name, count in group.items() for _one in range(self.size(count))]
        names = names[: len(originals)]
        self.random.shuffle(names)
        name_of: dict[UUID, str] = {}
        for community, name in zip(originals, names, strict=False):
            name_of[community.id] = name
            story = tell(self.random, name, self.period)
            parts = tell_in_two(self.random, story, self.period) if name == "overlapping" else (story,)
            for part in parts:
                self._add(community, part)
        for twin in self.world.communities:
            # Beside a broken story the twin's would mend it: on some days a silence was filled so.
            if twin.duplicate_of is not None and name_of.get(twin.duplicate_of) in CONTINUOUS:
                self._add(twin, tell(self.random, "brief", self.period))

    def _add(self, community: PlannedCommunity, story: Story) -> None:
        number = len(self._told)
        informed = story.name not in NOT_INFORMED
        engagement = PlannedEngagement(
            id=minted("engagement", number),
            community=community,
            seat=self.world.seat_of[community.settlement],
            story=story.name,
            opened_on=story.opened_on,
            informed_on=story.opened_on if informed else None,
            closed_on=story.closed_on,
            closing_reason=self.random.choice(CLOSING_REASONS) if story.closed_on else "",
            contact_every_days=self.random.choice((21, 30, 30, 45, 60)),
            pauses=[
                PlannedPause(
                    minted("pause", f"{number}/{place}"), start, end, self.random.choice(PAUSE_REASONS)
                )
                for place, (start, end) in enumerate(story.pauses)
            ],
        )
        self._told.append((engagement, story))

    # --- entries -------------------------------------------------------------------------------

    def activities(self) -> Iterator[PlannedActivity]:
        for engagement, story in self._told:
            yield from self._with_community(engagement, story)
        yield from self._with_institutions()
        yield from self._for_consortia()
        yield from self._at_places()
        yield from self._of_each_mentor()

    def _with_community(self, engagement: PlannedEngagement, story: Story) -> Iterator[PlannedActivity]:
        community = engagement.community
        consortium = self.world.consortium_at.get(community.settlement)
        for position, (day, two_way, decided) in enumerate(story.contacts):
            if day >= self.period.today or (engagement.closed_on and day > engagement.closed_on):
                continue
            kind = self._draw(KINDS) if two_way else "newsletter"
            if position == 0:
                kind = "information_visit" if engagement.informed_on else "first_contact"
            channel = self._draw(CHANNELS) if two_way else self.random.choice(LETTERS)
            if not two_way and position == 0:
                kind = "newsletter"
            helped = consortium if consortium and kind in SUPPORT and self._covers(consortium, day) else None
            yield self._entry(
                engagement.seat,
                day,
                kind,
                channel,
                is_two_way=two_way,
                place=community.settlement,
                engagement=engagement,
                consortium=helped.id if helped and self.random.random() < 0.15 else None,
                organisation=community.host if two_way and self.random.random() < 0.12 else None,
                may_be_decided=decided,
            )

    def _covers(self, consortium: PlannedConsortium, day: date) -> bool:
        return consortium.starts_on <= day <= consortium.ends_on and consortium.id in self.supported

    def _with_institutions(self) -> Iterator[PlannedActivity]:
        for organisation in self.world.institutions:
            seat = self.world.seat_of[organisation.settlement]
            day = self._any_day(30)
            for position in range(self.random.choice((2, 3, 4, 6, 8, 11))):
                kind = "first_contact" if position == 0 else self._draw(KINDS)
                yield self._entry(
                    seat,
                    day,
                    kind,
                    self._draw(CHANNELS),
                    is_two_way=True,
                    place=organisation.settlement,
                    organisation=organisation.id,
                )
                day += timedelta(days=self.random.randint(15, 120))
                if day > self.period.today - timedelta(days=12):
                    break
        for organisation in self.world.missed[::2]:
            seat = self.world.seat_of[organisation.settlement]
            yield self._entry(
                seat,
                self._any_day(30),
                "newsletter",
                "email",
                is_two_way=False,
                place=None,
                organisation=organisation.id,
            )

    def _for_consortia(self) -> Iterator[PlannedActivity]:
        for consortium in self.world.consortia:
            last = min(consortium.ends_on, self.period.today - timedelta(days=12))
            if last <= consortium.starts_on:
                last = consortium.starts_on
            span = (last - consortium.starts_on).days
            for position in range(self.random.randint(35, 80)):
                day = consortium.starts_on + timedelta(days=self.random.randint(0, max(0, span)))
                place = self.random.choice(consortium.settlements)
                seat = self.world.seat_of[place]
                if consortium.id not in self.supported:
                    if position < 2:
                        yield self._entry(
                            seat,
                            day,
                            "newsletter",
                            "email",
                            is_two_way=False,
                            place=None,
                            consortium=consortium.id,
                        )
                    continue
                yield self._entry(
                    seat,
                    day,
                    self._draw(SUPPORT),
                    self._draw(CHANNELS),
                    is_two_way=True,
                    place=place,
                    consortium=consortium.id,
                )

    def _at_places(self) -> Iterator[PlannedActivity]:
        """At least one visit in each place of the network."""
        for code, seat in self.world.seat_of.items():
            for _visit in range(self.random.randint(1, 4)):
                yield self._entry(
                    seat, self._any_day(14), "information_visit", "in_person", is_two_way=True, place=code
                )

    def _of_each_mentor(self) -> Iterator[PlannedActivity]:
        for seat in self.seats:
            home = seat.mandates[0].mentor.home
            day = self.period.starts_on + timedelta(days=4)
            week = 0
            while day < self.period.today:
                yield self._entry(
                    seat, day, "administration", "online", is_two_way=False, place=None, minutes=180
                )
                if week % 4 == 1:
                    yield self._entry(
                        seat, day, "network_meeting", "in_person", is_two_way=True, place=home, minutes=240
                    )
                if week % 9 == 3:
                    yield self._entry(
                        seat, day, "own_training", "online", is_two_way=True, place=None, minutes=240
                    )
                if week % 6 == 5:
                    yield self._entry(seat, day, "research_fieldwork", "phone", is_two_way=True, place=None)
                day += timedelta(days=7)
                week += 1

    # --- one entry -----------------------------------------------------------------------------

    def _entry(
        self,
        seat: Seat,
        day: date,
        kind: str,
        channel: str,
        *,
        is_two_way: bool,
        place: str | None,
        engagement: PlannedEngagement | None = None,
        consortium: UUID | None = None,
        organisation: UUID | None = None,
        may_be_decided: bool = True,
        minutes: int | None = None,
    ) -> PlannedActivity:
        random = self.random
        self._number += 1
        delay = random.choice((0, 0, 0, 1, 1, 2, 3)) if random.random() > 0.03 else random.randint(20, 90)
        submitted_at = self._moment(day, delay)
        decided_at: datetime | None = submitted_at + timedelta(
            days=random.randint(1, 8), minutes=random.randint(0, 300)
        )
        state = "approved"
        if not may_be_decided or submitted_at + timedelta(days=9) >= self.now:
            state, decided_at = "submitted", None
        in_person = channel == "in_person"
        meets = in_person and kind in (
            "facilitation",
            "action_plan_workshop",
            "event_support",
            "information_visit",
        )
        return PlannedActivity(
            id=minted("activity", self._number),
            mentor=self.mentor_on(seat, day),
            occurred_on=day,
            kind=kind,
            channel=channel,
            is_two_way=is_two_way,
            settlement=place if in_person else None,
            engagement=engagement,
            consortium=consortium,
            organisation=organisation,
            participants=random.randint(5, 40) if meets else (random.randint(1, 5) if is_two_way else None),
            minutes=minutes or random.choice((20, 30, 45, 60, 90, 120, 150)),
            public_sentence=random.choice(DONE[kind]) if random.random() < 0.5 else "",
            group_note=random.choice(GROUP_NOTES) if random.random() < 0.05 else "",
            state=state,
            submitted_at=submitted_at,
            decided_at=decided_at,
        )

    def _moment(self, day: date, delay: int) -> datetime:
        evening = datetime.combine(
            day + timedelta(days=delay),
            time(15 + self.random.randrange(6), self.random.randrange(60)),
            tzinfo=UTC,
        )
        return min(evening, self.now - timedelta(minutes=5))

    def mentor_on(self, seat: Seat, day: date) -> UUID:
        """Who holds the seat that day; while it is empty, a colleague of the group."""
        for candidate in (seat, *self._mates[seat.county]):
            holder = candidate.holder(day)
            if holder is not None:
                return holder.id
        message = f"no mentor in {seat.county} on {day}"
        raise LookupError(message)

    def _any_day(self, before_today: int) -> date:
        free = (self.period.today - self.period.starts_on).days - before_today
        return self.period.starts_on + timedelta(days=self.random.randint(0, free))

    def _draw(self, shares: dict[str, int]) -> str:
        return self.random.choices(list(shares), list(shares.values()))[0]
