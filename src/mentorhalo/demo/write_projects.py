"""Model projects of the demonstration: two calls, sixty applications, and every way in which one can miss being counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.knowledge.actions import projects as actions
from mentorhalo.knowledge.actions.projects import ApplicationDraft, CallDraft
from mentorhalo.knowledge.models import ModelProject, ProjectCall, Reading
from mentorhalo.partners.models import Organisation
from mentorhalo.questions.models import Expert

from .parties import World
from .plan import SEED, minted
from .progress import told
from .site import Site
from .words import adjective

APPLICATIONS = 60
LEFT_OUT = ("01", "13")
FIELDS = ("museum", "library", "community")
# How the applications end; the first twenty-five are those that count.
ENDINGS: tuple[tuple[str, int], ...] = (
    ("completed", 20),
    ("completed_by_third", 3),  # the readers disagreed, a third one settled it
    ("completed_by_talk", 2),
    ("partner_left", 2),  # completed, but the library had left: it does not count
    ("running", 4),
    ("reported", 1),
    ("ended", 2),
    ("rejected", 12),
    ("missing_field", 4),  # refused at handing in: a draft to this day
    ("outside", 2),  # its place lies in Pest county
    ("withdrawn", 2),
    ("submitted", 1),
    ("reading", 2),
    ("disputed", 1),
    ("read", 1),
    ("accepted", 1),
)
IDEAS = (
    ("traditions", "Újra él a {adjective} szüret", "a szüreti szokások"),
    ("neighbours", "{place} szomszédol", "a szomszéd falvakkal való barátság"),
    ("exhibition", "Tárgyak, amelyek mesélnek: {place}", "a padlásokon talált tárgyak"),
    ("knowledge-pool", "Ki mit tud, ki mit tanulna {place} településen", "a helyben lévő tudás"),
    ("local-values", "{place} kincsei", "a helyi értékek"),
    ("local-history", "{place} könyve, közösen írva", "a helyi történetek"),
    ("crafts", "Kézről kézre: mesterségek {place} műhelyeiben", "a régi mesterségek"),
    ("young-people", "{place} fiatal szemmel", "a fiatalok saját ötletei"),
    ("volunteers", "Nyitva tartjuk: önkéntesek {place} intézményeiben", "az önkéntes munka"),
    ("reading", "Olvasó utca: {place}", "a közös olvasás"),
)


@dataclass
class _Writer:
    site: Site
    readers: list[User]
    people: list[User]
    trios: list[list[Organisation]]
    outside: Any
    random: Random = field(default_factory=lambda: Random(f"{SEED}/projects"))

    def __post_init__(self) -> None:
        self.pairs = cycle(zip(self.readers, [*self.readers[1:], self.readers[0]], strict=True))
        self.writers, self.places, self.ideas = cycle(self.people), cycle(self.trios), cycle(IDEAS)


def write_projects(site: Site, world: World, experts: list[Expert]) -> None:
    trios = _trios(world)
    readers = [expert.user for expert in experts][:6]
    if not trios or len(readers) < 3:
        return
    people = [site.users[Role.REPRESENTATIVE], site.users[Role.GROUP_LEADER], site.users[Role.MENTOR]]
    outside = next(row for _code, row in sorted(site.settlements.items()) if row.county_id == "13")
    writer = _Writer(site, readers, people, trios, outside)
    first, second = _calls(site)
    endings = [ending for ending, count in ENDINGS for _number in range(count)]
    wanted = min(APPLICATIONS, max(12, site.size(APPLICATIONS)))
    chosen = [endings[number * APPLICATIONS // wanted] for number in range(wanted)]
    for number, ending in enumerate(told(chosen, _("model projects"), wanted, site.report, every=5)):
        is_late = ending in ("submitted", "reading", "disputed", "read", "accepted")
        _write(writer, second if is_late else first, ending, number)


def _calls(site: Site) -> tuple[ProjectCall, ProjectCall]:
    """One of the first year, closed and carried out; one that has just closed."""
    first = site.period.starts_on + timedelta(days=120)
    late = site.period.today - timedelta(days=75)
    words = "Múzeum, könyvtár és közművelődési intézmény közös munkája a lakosokkal, úgy leírva, hogy mások is átvehessék."
    found = []
    for number, opens_on in enumerate((first, late), 1):
        draft = CallDraft(
            title_hu=f"Kulturális közösségi mintaprojektek {opens_on.year}/{number}",
            title_en=f"Cultural community model projects {opens_on.year}/{number}",
            summary_hu=words,
            summary_en="A museum, a library and community culture at work with residents, written so that others can take it over.",
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=60),
            budget=Decimal(60_000_000),
            most_for_one=Decimal(1_500_000),
            activities=[activity for activity, _title, _about in IDEAS],
            left_out_counties=LEFT_OUT,
        )
        at = site.at(opens_on - timedelta(days=10))
        call = actions.open_call(
            code=f"mintaprojekt-{number}", programme=site.programme.pk, draft=draft, by=site.office, at=at
        )
        found.append(actions.publish_call(call=call, by=site.office, at=at))
    return found[0], found[1]


def _trios(world: World) -> list[list[Organisation]]:
    """A museum, a library and a house of one county each, with a municipality beside them. One query."""
    by_county: dict[str, dict[str, list[Any]]] = {}
    for row in world.organisations:
        county = world.places[row.settlement].county if row.settlement in world.places else ""
        if row.duplicate_of is None and county:
            by_county.setdefault(county, {}).setdefault(row.sector, []).append(row.id)
    ids: list[list[Any]] = []
    for _county, sectors in sorted(by_county.items()):
        wanted = [sectors.get(sector, []) for sector in (*FIELDS, "municipality")]
        ids += [list(four) for four in zip(*(rows[:4] for rows in wanted), strict=False)]
    rows = Organisation.objects.select_related("kind", "settlement__county").in_bulk(
        {pk for four in ids for pk in four}
    )
    return [[rows[pk] for pk in four] for four in ids]


def _write(writer: _Writer, call: ProjectCall, ending: str, number: int) -> None:
    site, by = writer.site, next(writer.writers)
    museum, library, house, municipality = next(writer.places)
    day = call.opens_on + timedelta(days=5 + number * 50 // APPLICATIONS)
    lead, partners = house, [museum, library, *([municipality] if number % 3 else [])]
    if ending == "missing_field":
        partners = [library, municipality]
    settlement = writer.outside if ending == "outside" else lead.settlement
    activity, title, about = next(writer.ideas)
    draft = ApplicationDraft(
        title=title.format(place=settlement.name, adjective=adjective(settlement.name)),
        settlement=settlement.pk,
        summary=f"Három intézmény és a lakosok közös munkája, középpontjában {about}.",
        need=f"A közösségi beszélgetéseken többször szóba került, hogy {about} a feledés szélén áll.",
        audience="Családok, fiatalok és az idősek klubja.",
        plan="Közös tervezés a lakosokkal.\nGyűjtés és műhelyek.\nNyilvános bemutató.\nÖsszegzés és átadás.",
        participation="A lakosok választják a témát, ők gyűjtenek, és ők vezetik az alkalmak felét.",
        afterwards="A három intézmény évente megismétli, önkéntesekkel és saját keretből.",
        activities=[activity],
        lines=[
            ("anyagok, eszközök", Decimal(400_000 + 10_000 * (number % 7))),
            ("utazás", Decimal(150_000)),
            ("előadók, mesterek", Decimal(300_000)),
        ],
    )
    at = site.at(day)
    project = actions.begin_application(
        call=call, lead=lead, draft=draft, key=minted("project", number), by=by, at=at
    )
    for partner in partners:
        actions.add_partner(project=project, organisation=partner, part="közös munka", by=by, at=at)
    if ending in ("missing_field", "outside"):
        return
    project = actions.hand_in_application(project=project, by=by, at=at)
    if ending == "withdrawn":
        actions.withdraw_application(project=project, reason="A partner visszalépett.", by=by, at=at)
    elif ending != "submitted":
        _read(writer, project, ending, call.closes_on + timedelta(days=3))


def _read(writer: _Writer, project: ModelProject, ending: str, day: date) -> None:
    site = writer.site
    first, second = next(writer.pairs)
    readings = actions.ask_readers(
        project=project, first=first, second=second, by=site.office, at=site.at(min(day, site.period.today))
    )
    shares = {"rejected": (0.45, 0.5), "disputed": (0.9, 0.4)}.get(ending, (0.8, 0.85))
    if ending in ("completed_by_third", "completed_by_talk"):
        shares = (0.95, 0.6)
    day += timedelta(days=6)
    for reading, share in zip(readings[: 1 if ending == "reading" else 2], shares, strict=False):
        _score(writer, reading, share, day)
    if ending in ("reading", "disputed", "read"):
        return
    if ending == "completed_by_third":
        third = next(one for one in writer.readers if one.pk not in (first.pk, second.pk))
        asked = actions.ask_third_reader(
            project=project, reader=third, by=site.office, at=site.at(day + timedelta(days=1))
        )
        _score(writer, asked, 0.85, day + timedelta(days=4))
    elif ending == "completed_by_talk":
        actions.settle_by_talk(
            project=project,
            score=Decimal(80),
            reason="A második bíráló a partnerek szerepét félreértette; megnézték együtt a tervet.",
            by=site.office,
            at=site.at(day + timedelta(days=4)),
        )
    _decide(writer, project, ending, day + timedelta(days=6))


def _score(writer: _Writer, reading: Reading, share: float, day: date) -> None:
    criteria: Sequence[dict[str, Any]] = reading.project.call.criteria
    actions.hand_in_reading(
        reading=reading,
        scores={one["code"]: round(int(one["most"]) * share) for one in criteria},
        reasons={one["code"]: "A leírás alapján, a többi pályázathoz mérve." for one in criteria},
        opinion="Átgondolt terv." if share > 0.6 else "A részvétel és a folytatás nincs kidolgozva.",
        by=reading.reader,
        at=writer.site.at(min(day, writer.site.period.today)),
    )


def _decide(writer: _Writer, project: ModelProject, ending: str, day: date) -> None:
    site = writer.site
    at = site.at(min(day, site.period.today))
    if ending == "rejected":
        actions.decide_application(
            project=project,
            decision="reject",
            reason="A keret a jobb pályázatokra elfogyott.",
            by=site.office,
            at=at,
        )
        return
    project = actions.decide_application(
        project=project,
        decision="accept",
        reason="A három szakterület valóban együtt dolgozik.",
        granted=Decimal(800_000),
        by=site.office,
        at=at,
    )
    if ending != "accepted":
        _carry_out(writer, project, ending, day + timedelta(days=14))


def _carry_out(writer: _Writer, project: ModelProject, ending: str, day: date) -> None:
    site, by = writer.site, project.created_by or writer.site.office
    months = 24 if ending == "running" else 10
    project = actions.sign_contract(
        project=project,
        number=f"MP/{project.number}/{day.year}",
        signed_on=day,
        ends_on=day + timedelta(days=30 * months),
        by=site.office,
        at=site.at(day),
    )
    last = site.period.today if ending == "running" else day + timedelta(days=220 + project.number)
    for title, share in (("Közös tervezés és gyűjtés", 0.3), ("Nyilvános bemutató", 0.8)):
        due_on = day + (last - day) * share
        milestone = actions.add_milestone(
            project=project, title=title, due_on=due_on, by=site.office, at=site.at(day)
        )
        if ending != "running" or share < 0.5:
            actions.complete_milestone(
                milestone=milestone, done_on=due_on, note="Megtörtént, a jelenléti ív a háznál van.",
                upload=None, by=by, at=site.at(due_on),
            )  # fmt: skip
    for place, line in enumerate(project.lines.order_by("order")[:2], 1):
        actions.record_spending(
            project=project,
            line=line.pk,
            on=day + timedelta(days=40 * place),
            amount=Decimal(170_000 if place == 2 and project.number % 5 == 0 else 120_000),
            receipt=f"SZ-{project.number}-{place}",
            by=by,
            at=site.at(day + timedelta(days=40 * place)),
        )
    _finish(writer, project, ending, last, by)


def _finish(writer: _Writer, project: ModelProject, ending: str, day: date, by: User) -> None:
    site, at = writer.site, writer.site.at(day)
    if ending == "running":
        return
    if ending == "ended":
        actions.end_project(
            project=project,
            ended_on=day,
            reason="A pályázó elállt: nem volt elég ember.",
            by=site.office,
            at=at,
        )
        return
    if ending == "partner_left":
        left = project.partners.get(organisation__kind__sector="library")
        actions.let_partner_leave(
            project=project, partner=left.pk, left_on=day, reason="A könyvtár egy évre bezárt.", by=by, at=at
        )
    project = actions.send_report(
        project=project,
        results="Hat műhely, egy kiállítás, száztíz résztvevő; a gyűjtés anyaga a könyvtárban olvasható.",
        lessons="Előbb kellett volna az iskolát is megkeresni.",
        adaptability="Kell hozzá egy ember mindhárom intézményből, egy közös nap havonta, és egy hely, ahol a tárgyak maradhatnak.",
        by=by,
        at=at,
    )
    if ending != "reported":
        done_on = min(day + timedelta(days=10), site.period.today)
        actions.complete_project(project=project, completed_on=done_on, by=site.office, at=site.at(done_on))
