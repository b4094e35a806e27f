"""Information acts of the demonstration: who was told what by the mentors, and how they counted it."""

from datetime import timedelta
from random import Random
from uuid import UUID

from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.network.models import Mentor
from mentorhalo.outreach.actions.acts import ActDraft, TakenAct, correct_act, log_act, log_acts, withdraw_act
from mentorhalo.outreach.choices import ActChannel, Audience, CountMethod

from .plan import SEED, Seat, minted
from .site import Site

ACTS = 600
SENTENCES: dict[Audience, tuple[str, ...]] = {
    Audience.MUNICIPALITY: (
        "A program lehetőségei és a konzorciumok feladatai a képviselő-testület ülésén.",
        "Mit kérhet az önkormányzat a mentoroktól, és mit vállal maga?",
    ),
    Audience.CIVIL: (
        "Pályázati lehetőségek és elszámolási tudnivalók egyesületeknek.",
        "Hogyan csatlakozhat egy egyesület a közösségi felméréshez?",
    ),
    Audience.COMMUNITY: (
        "Bemutatkozik a megyei mentorcsoport: miben kérhetnek segítséget a körök?",
        "A tavaszi képzések és találkozók időpontjai.",
    ),
    Audience.INSTITUTION: (
        "Szakmai nap a közösségi terek nyitvatartásáról és a használók tanácsáról.",
        "Értéktári munka könyvtárakban és tájházakban.",
    ),
    Audience.POPULATION: (
        "Közösségi felmérés indul: hol és hogyan lehet kitölteni?",
        "Meghívó a települési közösségi beszélgetésre.",
        "A cselekvési terv bemutatása a lakosoknak.",
    ),
    Audience.PROFESSIONAL: ("A módszertani füzetek és a szakmai tanácsadás elérhetősége.",),
}
# How it was told, how that is counted, between what numbers, and the rule in words.
WAYS: dict[Audience, tuple[tuple[ActChannel, CountMethod, int, int, str], ...]] = {
    Audience.MUNICIPALITY: (
        (ActChannel.MEETING, CountMethod.SHEET, 5, 14, ""),
        (ActChannel.EMAIL, CountMethod.HEADCOUNT, 8, 40, "a címzett önkormányzatok száma"),
        (ActChannel.LETTER, CountMethod.PRINT_RUN, 10, 60, ""),
    ),
    Audience.CIVIL: (
        (ActChannel.MEETING, CountMethod.SHEET, 8, 35, ""),
        (ActChannel.PHONE, CountMethod.HEADCOUNT, 3, 12, ""),
    ),
    Audience.COMMUNITY: (
        (ActChannel.MEETING, CountMethod.HEADCOUNT, 8, 40, ""),
        (ActChannel.EMAIL, CountMethod.HEADCOUNT, 10, 60, "a címzett közösségek száma"),
    ),
    Audience.INSTITUTION: (
        (ActChannel.MEETING, CountMethod.SHEET, 10, 45, ""),
        (ActChannel.EMAIL, CountMethod.HEADCOUNT, 15, 90, ""),
    ),
    Audience.POPULATION: (
        (ActChannel.POSTER, CountMethod.PRINT_RUN, 60, 400, ""),
        (ActChannel.SOCIAL, CountMethod.REPORTED, 120, 900, "a helyi csoport megtekintései"),
        (ActChannel.PRESS, CountMethod.ESTIMATE, 300, 1200, "a helyi lap példányszámának fele"),
        (ActChannel.WEBSITE, CountMethod.ESTIMATE, 50, 250, "a település honlapjának heti látogatói"),
    ),
    Audience.PROFESSIONAL: ((ActChannel.MEETING, CountMethod.SHEET, 12, 50, ""),),
}


def write_acts(site: Site, seats: list[Seat]) -> None:
    random = Random(f"{SEED}/acts")
    places = _places(site)
    wanted = site.size(ACTS)
    site.report(_("information acts"), 0, wanted)
    users = {row.pk: row.user for row in Mentor.objects.exclude(user=None).select_related("user")}
    taken = [
        _act(site, random, seats[number % len(seats)], number, places, users) for number in range(wanted)
    ]
    log_acts(acts=taken, by=site.office)
    _write_own(site, places[seats[0].county])
    site.report(_("information acts"), wanted, wanted)


def _places(site: Site) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for code, row in sorted(site.settlements.items()):
        if row.ended_on is None:
            places.setdefault(row.county_id, []).append(code)
    return places


def _act(
    site: Site,
    random: Random,
    seat: Seat,
    number: int,
    places: dict[str, list[str]],
    users: dict[UUID, User | None],
) -> TakenAct:
    elapsed = (site.period.today - site.period.starts_on).days
    day = site.period.starts_on + timedelta(days=random.randint(0, max(0, elapsed - 3)))
    audience = random.choice(list(Audience))
    channel, counting, least, most, note = random.choice(WAYS[audience])
    mentor = seat.holder(day)
    draft = ActDraft(
        client_key=minted("act", number),
        given_on=day,
        audience=audience,
        channel=channel,
        message=random.choice(SENTENCES[audience]),
        reached=random.randint(least, most),
        counting=counting,
        counting_note=note,
        settlement=random.choice(places[seat.county]),
    )
    return TakenAct(
        draft=draft,
        entered_at=site.at(day + timedelta(days=2)),
        mentor=mentor.id if mentor else None,
        by=users.get(mentor.id) if mentor else None,
        group=minted("group", seat.county),
    )


def _write_own(site: Site, places: list[str]) -> None:
    """Of the mentor who signs in: one as it was, one corrected, one withdrawn."""
    by, today = site.users[Role.MENTOR], site.period.today
    for number in range(3):
        day = today - timedelta(days=12 - number)
        draft = ActDraft(
            client_key=minted("own act", number),
            given_on=day,
            audience=Audience.COMMUNITY,
            channel=ActChannel.MEETING,
            message=SENTENCES[Audience.COMMUNITY][number % 2],
            reached=18 + number,
            counting=CountMethod.HEADCOUNT,
            settlement=places[10 * number],
        )
        act = log_act(draft=draft, by=by, at=site.at(day, hour=18))
        at = site.at(day + timedelta(days=2))
        if number == 1:
            better = ActDraft(**{**vars(draft), "reached": 24})
            correct_act(
                act=act, draft=better, reason="a jelenléti ív szerint huszonnégyen voltak", by=by, at=at
            )
        if number == 2:
            withdraw_act(act=act, reason="kétszer került be", by=by, at=at)
