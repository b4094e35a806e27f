"""Good practices of the demonstration: each told by an institution in its own place, at its step of the way; and who took them over."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.knowledge.actions.practice_photos import enter_photos
from mentorhalo.knowledge.actions.practices import (
    PracticeDraft,
    TakenAdoption,
    TakenPractice,
    enter_adoptions,
    enter_practices,
    open_editor,
)
from mentorhalo.knowledge.choices import AdoptionState, PracticeState
from mentorhalo.knowledge.models import Criterion, Term
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Organisation
from mentorhalo.questions.models import Expert

from .plan import SEED, Seat, minted
from .practice_pictures import photos_of
from .practice_words import ADOPTERS, CHANGED, MARK_REASONS, OPINIONS, REASONS, RESULTS, told
from .site import Site
from .words import people
from .write_experts import DATA

FIELDS = ("library", "museum", "community")
IN_ENGLISH = 2  # every second of those whose story is written in English, too
YEAR = 365
UNCONFIRMED = 40  # one of so many, by their numbers, waits for its yearly confirmation
# How far they have come, at scale 1: 177 count, of 230 that were proposed.
PUBLISHED, ACCEPTED, ARCHIVED = "published", "accepted", "archived"
VARIANT, BY_OTHER = "variant", "by_other"
WAYS: dict[str, int] = {
    PUBLISHED: 163,
    ACCEPTED: 6,
    ARCHIVED: 8,
    VARIANT: 9,
    BY_OTHER: 5,
    "consent_withdrawn": 8,
    "duplicate": 7,
    "rejected": 6,
    "returned": 4,
    "proposed": 5,
    "checked": 4,
    "consented": 3,
    "in_review": 2,
}
STEPS = (
    PracticeState.PROPOSED,
    PracticeState.CHECKED,
    PracticeState.CONSENTED,
    PracticeState.IN_REVIEW,
    PracticeState.ACCEPTED,
    PracticeState.PUBLISHED,
)
ENDS: dict[str, tuple[int, PracticeState | None]] = {
    PUBLISHED: (6, None),
    VARIANT: (6, None),
    BY_OTHER: (6, None),
    ACCEPTED: (5, None),
    ARCHIVED: (6, PracticeState.ARCHIVED),
    "consent_withdrawn": (6, PracticeState.WITHDRAWN),
    "duplicate": (1, PracticeState.DUPLICATE),
    "rejected": (1, PracticeState.REJECTED),
    "returned": (1, PracticeState.RETURNED),
    "proposed": (1, None),
    "checked": (2, None),
    "consented": (3, None),
    "in_review": (4, None),
}


def write_practices(site: Site, seats: list[Seat], experts: list[Expert]) -> None:
    """177 accepted of 230 proposed at scale 1, with adoptions three generations deep."""
    random = Random(f"{SEED}/practices")
    wanted = {way: max(1, round(count * site.size.scale)) for way, count in WAYS.items()}
    total = sum(wanted.values())
    site.report(_("good practices"), 0, total)
    editors = _open_editors(site, experts)
    stories = tomllib.loads((DATA / "practices.toml").read_text(encoding="utf-8"))["practice"]
    taken = list(_Writer(site, random, seats, stories, editors).all(wanted))
    enter_practices(practices=taken, by=site.office)
    enter_photos(photos=list(photos_of(taken)))
    enter_adoptions(adoptions=list(_adoptions(site, random, taken)), by=site.office)
    site.report(_("good practices"), total, total)


def _open_editors(site: Site, experts: list[Expert]) -> dict[str, User]:
    at = site.at(site.period.starts_on)
    editors = {
        field: experts[number % len(experts)].user for number, field in enumerate(FIELDS) if experts
    } or dict.fromkeys(FIELDS, site.users[Role.EXPERT])
    for field, user in editors.items():
        open_editor(user=user, field=field, by=site.office, at=at)
    return editors


class _Writer:
    """What every practice needs at hand."""

    def __init__(
        self,
        site: Site,
        random: Random,
        seats: list[Seat],
        stories: list[dict[str, Any]],
        editors: dict[str, User],
    ) -> None:
        self.site, self.random, self.editors = site, random, editors
        self.seats = seats
        self.stories = {field: [one for one in stories if one["field"] == field] for field in FIELDS}
        self.terms = {term.code: term.pk for term in Term.objects.all()}
        self.criteria = list(Criterion.objects.in_use().values_list("code", flat=True))
        self.users = {row.pk: row.user for row in Mentor.objects.exclude(user=None).select_related("user")}
        self.hosts = self._hosts()
        self.names = people(random)
        self.number = 0

    def all(self, wanted: dict[str, int]) -> Iterator[TakenPractice]:
        """The heads first: variants and duplicates name one of them."""
        heads: list[TakenPractice] = []
        for way, count in wanted.items():
            for _place in range(count):
                taken = self._one(way, heads)
                if way == PUBLISHED:
                    heads.append(taken)
                yield taken

    def _one(self, way: str, heads: list[TakenPractice]) -> TakenPractice:
        number, self.number = self.number, self.number + 1
        field = FIELDS[number % len(FIELDS)]
        alike = [head.id for head in heads if head.draft.field == field]
        seat = self.seats[number % len(self.seats)]
        story = self.stories[field][(number // 3) % len(self.stories[field])]
        host = self._host(field, seat.county)
        steps = self._steps(way, number)
        day = steps[0][1].date()
        mentor = seat.holder(day)
        user = self.users.get(mentor.id) if mentor else None
        words, english = told(story, host.name, host.settlement.name, number, self.random)
        return TakenPractice(
            id=minted("practice", number),
            draft=self._draft(story, host, words, number, day),
            translations={"en": english} if english and number % IN_ENGLISH == 0 else {},
            programme=self.site.programme.code,
            way=steps,
            contributor=mentor.id if mentor and way != BY_OTHER else self._anyone(way),
            by=user,
            checker=self.site.office,
            editor=self.editors[field],
            agreed_by=next(self.names),
            opinion=self.random.choice(OPINIONS),
            reason=REASONS.get(way, ""),
            marks={
                code: (self.random.choice((2, 3, 3)), self.random.choice(MARK_REASONS))
                for code in self.criteria
            },
            variant_of=alike[number % len(alike)] if way == VARIANT else None,
            duplicate_of=alike[number % len(alike)] if way == "duplicate" else None,
            confirmed_on=self._confirmed(steps, number),
        )

    def _confirmed(self, steps: list[tuple[PracticeState, datetime]], number: int) -> date | None:
        """On the last yearly day before today; of a few the answer is still to come."""
        state, at = steps[-1]
        years = (self.site.period.today - timezone.localdate(at)).days // YEAR
        if state != PracticeState.PUBLISHED or years == 0 or number % UNCONFIRMED == 0:
            return None
        return timezone.localdate(at) + timedelta(days=YEAR * years)

    def _anyone(self, way: str) -> UUID | None:
        """A seat may be empty on the day: then another mentor contributes; what comes from outside has none."""
        return None if way == BY_OTHER else next(iter(self.users), None)

    def _steps(self, way: str, number: int) -> list[tuple[PracticeState, datetime]]:
        """Each step some weeks after the one before, all before today; what is on its way began lately."""
        count, end = ENDS[way]
        period = self.site.period
        elapsed = max(30, (period.today - period.starts_on).days)
        if way == ARCHIVED:
            begun = period.starts_on + timedelta(days=self.random.randint(5, max(6, elapsed // 6)))
        elif count == 6:
            begun = period.starts_on + timedelta(days=self.random.randint(20, max(21, elapsed - 150)))
        else:
            begun = period.today - timedelta(days=self.random.randint(60, 75))
        days = [begun + timedelta(days=place * self.random.randint(9, 12)) for place in range(count)]
        days = sorted(min(day, period.today) for day in days)
        steps = [
            (state, self.site.at(day, hour=9 + place))
            for place, (state, day) in enumerate(zip(STEPS[:count], days, strict=True))
        ]
        if end is not None:
            later = 430 if end == PracticeState.ARCHIVED else 20
            steps.append((end, self.site.at(min(days[-1] + timedelta(days=later), period.today), hour=16)))
        return steps

    def _draft(
        self, story: dict[str, Any], host: Organisation, words: dict[str, str], number: int, day: date
    ) -> PracticeDraft:
        random = self.random
        return PracticeDraft(
            field=story["field"],
            settlement=host.settlement_id,
            institution_name=host.name,
            organisation=host,
            is_lesson=bool(story.get("lesson")),
            words=words,
            starts_on=day - timedelta(days=random.randint(200, 900)),
            staff_band=random.choice(story["staff"]),
            money_band=random.choice(story["money"]),
            time_band=random.choice(story["time"]),
            topics=tuple(story["topics"]),
            terms=tuple(self.terms[code] for code in (*story["targets"], *story["partners"])),
            contact_email=f"intezmeny{number}@mentorhalo.example",
        )

    def _hosts(self) -> dict[tuple[str, str], list[Organisation]]:
        rows = Organisation.objects.not_merged().filter(kind__sector__in=FIELDS)
        hosts: dict[tuple[str, str], list[Organisation]] = {}
        for row in rows.select_related("settlement", "kind").order_by("pk"):
            hosts.setdefault((str(row.kind.sector), row.settlement.county_id), []).append(row)
        return hosts

    def _host(self, field: str, county: str) -> Organisation:
        """An institution of the field in the mentor's county; where there is none, of the field anywhere."""
        there = self.hosts.get((field, county))
        if not there:
            there = [
                one
                for (sector, _county), rows in sorted(self.hosts.items())
                if sector == field
                for one in rows
            ]
        if not there:
            there = [one for _key, rows in sorted(self.hosts.items()) for one in rows]
        return self.random.choice(there)


def _adoptions(site: Site, random: Random, taken: list[TakenPractice]) -> Iterator[TakenAdoption]:
    """Chains of three generations out of published practices that tell the same, and leaves beside them."""
    public = [
        one
        for one in taken
        if one.state == PracticeState.PUBLISHED and one.variant_of is None and not one.draft.is_lesson
    ]
    families: dict[str, list[TakenPractice]] = {}
    for one in sorted(public, key=lambda one: (one.way[0][1], one.id)):
        families.setdefault(one.draft.words["summary"], []).append(one)
    number = 0
    for family in families.values():
        for first in range(0, len(family), 3):
            line = family[first : first + 3]
            since = date.min
            for parent, own in pairwise(line):
                step = _adoption(site, random, parent, own, number, not_before=since)
                since, number = step.since, number + 1
                yield step
            elsewhere = random.choice(public).draft.settlement
            yield _adoption(site, random, line[-1], None, number, elsewhere=elsewhere, not_before=since)
            number += 1


def _adoption(
    site: Site,
    random: Random,
    parent: TakenPractice,
    own: TakenPractice | None,
    number: int,
    *,
    not_before: date,
    elsewhere: str = "",
) -> TakenAdoption:
    after = max(one.way[-1][1] for one in (parent, own) if one is not None)
    reported = min(after + timedelta(days=random.randint(5, 40)), site.at(site.period.today))
    state = AdoptionState.CONFIRMED
    if own is None and number % 9 == 4:
        state = AdoptionState.REPORTED
    elif own is None and number % 13 == 6:
        state = AdoptionState.REFUSED
    return TakenAdoption(
        id=minted("adoption", number),
        practice=parent.id,
        adopter_name=own.draft.institution_name if own is not None else random.choice(ADOPTERS),
        settlement=own.draft.settlement if own is not None else elsewhere,
        since=min(
            reported.date(), max(not_before, parent.way[-1][1].date(), reported.date() - timedelta(days=30))
        ),
        state=state,
        reported_at=reported,
        programme=site.programme.code,
        changed=random.choice(CHANGED),
        result=random.choice(RESULTS),
        own_practice=own.id if own is not None else None,
    )
