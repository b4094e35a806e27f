"""Community processes of the demonstration: one for each grant, with phases, obligations, a SWOT session and a plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.mentoring.models import Activity
from mentorhalo.network.models import Mandate
from mentorhalo.partners.models import Community, Consortium
from mentorhalo.processes import actions
from mentorhalo.processes.actions import CardDraft, PhaseDraft, PlanDraft, ProcessDraft, SessionDraft
from mentorhalo.processes.models import Obligation, Process

from .plan import SEED, minted
from .site import Site
from .write_assets import map_assets
from .write_evaluations import evaluate_processes
from .write_interviews import interview_people
from .write_pool import fill_pool

# (clause, wording, wording in English, how often in each year, by which months)
CLAUSES: tuple[tuple[str, str, str, list[int], list[int]], ...] = (
    ("A.1", "Felmérés és helyi cselekvési terv a közösségekkel", "Survey and local action plan with the communities", [], [6]),
    ("A.2", "A közösségi tevékenység történeti feltárása, közzététele", "Historical exploration of community activity, made public", [], [12]),
    ("A.3", "Közösségi akció vagy program", "Community action or programme", [4], []),
    ("A.6", "Részvételi fórum", "Participation forum", [4, 2], []),
)  # fmt: skip
PHASES = ("exploration", "interviews", "discussions", "survey", "plan", "evaluation")
FINDINGS = (
    "Sokan szívesen tennének többet, de nincs hol találkozniuk.",
    "Az idősek tudása senkihez sem jut el; a fiatalok kérdeznék őket.",
    "A legtöbben a közös munkát hiányolják a faluból.",
)
CARDS = {
    "strength": (
        ("Sok a zenész és az énekes", "Legyen közös kórus és zenekar", "Havonta próbálnak, és felléptek a falunapon."),
        ("Erős a polgárőrség", "Őrizzük közösen a játszóteret", "Húsz önkéntes vállalt beosztást."),
        ("Megvan a régi mozi épülete", "Nyíljon ki hetente a régi mozi", "Minden pénteken nyitva van, negyvenen járnak."),
        ("Összetartó utcák", "Szomszédünnep minden utcában", "Hét utca rendezett ünnepet."),
    ),
    "opportunity": (
        ("Pályázat a tó partjára", "Pihenőhely a tónál", "Elkészültek a padok, a lakók gondozzák."),
        ("Jönnek a kerékpárosok", "Kerékpáros pihenő a faluközpontban", "A nyáron kétszázan álltak meg."),
        ("Hazajárnak az elszármazottak", "Találkozó az elszármazottaknak", "Százhúszan jöttek haza."),
    ),
    "weakness": (("Kevés a közös tér", "", ""), ("Nincs, aki szervezzen", "", "")),
    "threat": (("Elköltöznek a fiatalok", "", ""), ("Bezár a bolt", "", "")),
}  # fmt: skip
FULFILLED, IN_PLAN, CARRIED_OUT = 0.82, 0.75, 0.6


def write_processes(site: Site, methods: list[UUID]) -> None:
    """Writes a few thousand rows in bulk; draws from numbers of its own, so that nothing written before changes."""
    random = Random(f"{SEED}/processes")
    consortia = list(
        Consortium.objects.filter(programme=site.programme)
        .select_related("call", "lead__settlement")
        .prefetch_related("settlements")
        .order_by("grant_id", "pk")
    )
    site.report(_("community processes"), 0, len(consortia))
    processes = _open(site, random, consortia)
    _oblige(site, random, consortia)
    _meet(site, random, processes, methods)
    evaluate_processes(site, processes)
    interview_people(site, processes)
    map_assets(site, processes)
    fill_pool(site, processes)
    site.report(_("community processes"), len(consortia), len(consortia))


def _open(site: Site, random: Random, consortia: list[Consortium]) -> list[Process]:
    today = site.period.today
    mentors: dict[str, list[UUID]] = {}
    serving = Mandate.objects.on(today).filter(programme=site.programme).order_by("starts_on", "pk")
    for county, mentor in serving.values_list("group__county", "mentor"):
        mentors.setdefault(county, []).append(mentor)
    communities: dict[str, UUID] = {}
    for pk, settlement in Community.objects.not_merged().order_by("pk").values_list("pk", "settlement"):
        communities.setdefault(settlement, pk)
    drafts = []
    for grant in consortia:
        covered = [one.settlement_id for one in grant.settlements.all()] or [grant.lead.settlement_id]
        place = next((code for code in covered if code in communities), covered[0])
        draft = ProcessDraft(
            id=minted("process", grant.grant_id),
            programme=site.programme.pk,
            consortium=grant.pk,
            settlement=place,
            community=communities.get(place),
            mentor=random.choice(mentors.get(site.settlements[place].county_id) or [None]),
            starts_on=min(grant.starts_on, today),
        )
        drafts.append((draft, dict(_phases(random, draft.starts_on, today))))
    return actions.open_processes(drafts=drafts, by=site.office, at=timezone.now())


def _phases(random: Random, day: date, today: date) -> Iterator[tuple[str, PhaseDraft]]:
    """One after another; the last one that has begun goes on, and what it blocks has not begun."""
    for code in PHASES:
        began, day = day, day + timedelta(days=random.randint(40, 150))
        if began > today:
            return
        if day > today:
            yield code, PhaseDraft(began_on=began)
            return
        yield code, PhaseDraft(began_on=began, done_on=day, findings=random.choice(FINDINGS))


def _oblige(site: Site, random: Random, consortia: list[Consortium]) -> None:
    """Every call's clauses; log entries of the grant fulfil most of what is due, some of it late."""
    calls = {grant.call_id: grant.call for grant in consortia}
    now = timezone.now()
    for call in calls.values():
        for clause, wording_hu, wording_en, per_year, by_months in CLAUSES:
            actions.set_rule(
                call=call, clause=clause, wording_hu=wording_hu, wording_en=wording_en, per_year=per_year,
                by_months=by_months, by=site.office, at=now,
            )  # fmt: skip
    entries: dict[UUID, list[tuple[date, UUID]]] = {}
    rows = Activity.objects.counting().filter(consortium__in=consortia).order_by("occurred_on", "pk")
    for consortium, day, pk in rows.values_list("consortium", "occurred_on", "pk"):
        assert consortium is not None
        entries.setdefault(consortium, []).append((day, pk))
    dues = Obligation.objects.filter(consortium__in=consortia, due_on__lte=site.period.today)
    chosen: list[tuple[Obligation, UUID]] = []
    for due in dues.select_related("rule", "consortium__programme", "consortium__lead__settlement").order_by(
        "due_on", "consortium__grant_id", "rule__clause", "number"
    ):
        own = entries.get(due.consortium_id, [])
        near = [(day, pk) for day, pk in own if abs((day - due.due_on).days) <= 60]
        if near and random.random() < FULFILLED:
            before = [pk for day, pk in near if day <= due.due_on]
            chosen.append((due, before[-1] if before else near[0][1]))
    found = Activity.objects.only("occurred_on").in_bulk({pk for _due, pk in chosen})
    pairs = [(due, found[pk]) for due, pk in chosen]
    actions.fulfil_many(pairs=pairs, by=site.office, at=now)


def _meet(site: Site, random: Random, processes: list[Process], methods: list[UUID]) -> None:
    """A session half a year after the beginning, and a plan out of it."""
    today = site.period.today
    drafts, moments = [], {}
    for process in processes:
        held_on = process.starts_on + timedelta(days=random.randint(120, 240))
        if held_on >= today:
            continue
        moments[process.pk] = site.at(held_on, 18)
        drafts.append(
            SessionDraft(
                process=process,
                held_on=held_on,
                participants=random.randint(8, 40),
                cards=list(_cards(random, process, held_on, today, methods)),
            )
        )
    actions.record_sessions(drafts=drafts, by=site.office, at=timezone.now(), moments=moments)


def _cards(
    random: Random, process: Process, held_on: date, today: date, methods: list[UUID]
) -> Iterator[CardDraft]:
    for quadrant, cards in CARDS.items():
        for text, goal, result in random.sample(cards, random.randint(1, len(cards))):
            plan = None
            done_on = None
            if goal and random.random() < IN_PLAN:
                deadline = held_on + timedelta(days=random.randint(90, 400))
                plan = PlanDraft(
                    id=minted("plan item", f"{process.pk}/{text}"),
                    goal=goal,
                    responsible=_("the core group"),
                    measure=_("how many come, and come again"),
                    deadline=deadline,
                    methods=_methods_for(process, text, methods),
                )
                done = deadline + timedelta(days=random.randint(-60, 40))
                done_on = done if done <= today and random.random() < CARRIED_OUT else None
            yield CardDraft(
                id=minted("card", f"{process.pk}/{text}"),
                quadrant=quadrant,
                text=text,
                votes=random.randint(0, 6),
                plan=plan,
                done_on=done_on,
                result=result if done_on else "",
            )


def _methods_for(process: Process, text: str, methods: list[UUID]) -> tuple[UUID, ...]:
    """None, one or two, drawn apart: the rest of the story does not move with the cards there are."""
    random = Random(f"{SEED}/methods of a plan/{process.pk}/{text}")
    return tuple(random.sample(methods, min(len(methods), random.randint(0, 2))))
