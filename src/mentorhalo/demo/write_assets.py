"""Assets of the demonstration's target areas: half of the processes have a map of what there is to build on."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

from mentorhalo.partners.models import Organisation
from mentorhalo.processes import actions
from mentorhalo.processes.actions import AssetDraft
from mentorhalo.processes.choices import EXPLOITABLE, AssetSource
from mentorhalo.processes.models import Process, SwotItem

from .plan import SEED, minted
from .site import Site

# (category, what it is, what it offers, to whom, when, how it became known)
HELD: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("gifts", "Nyugdíjas asztalos", "Bútort javít, szívesen megmutatja", "fiataloknak", "délutánonként", AssetSource.INTERVIEW),
    ("gifts", "Három hímző asszony", "A helyi minták ismerete", "bárkinek", "csütörtökön", AssetSource.INTERVIEW),
    ("associations", "Polgárőrség", "Húsz önkéntes, terepjáró", "a falunak", "hétvégén", AssetSource.BOARD),
    ("associations", "Nyugdíjasklub", "Negyven tag, sütés, mesélés", "iskolásoknak", "kedden", AssetSource.BOARD),
    ("places", "A régi mozi épülete", "Száz szék, színpad", "rendezvényekre", "egyeztetve", AssetSource.BOARD),
    ("places", "Tópart", "Fürdőhely, árnyas fák", "családoknak", "nyáron", AssetSource.WALK),
    ("places", "Játszótér a templomnál", "Padok, ivókút", "kisgyerekeseknek", "mindig", AssetSource.WALK),
    ("economy", "Pékség", "Kemence, maradék kenyér a klubnak", "egyesületeknek", "reggelente", AssetSource.WALK),
    ("economy", "Szerszámkölcsönző kör", "Fűnyíró, létra, prés", "szomszédoknak", "hétvégén", AssetSource.INTERVIEW),
    ("culture", "A búcsú szokása", "Hazajönnek az elszármazottak", "mindenkinek", "augusztusban", AssetSource.INTERVIEW),
    ("culture", "Mondák a várról", "Mesejáték anyaga", "iskolásoknak", "", AssetSource.INTERVIEW),
)  # fmt: skip
INSTITUTION = ("institutions", "Terem, kivetítő, nyitott kapu", "csoportoknak", "nyitvatartási időben")
PERSONAL = "gifts"  # these have no place on the map
FEWEST, MOST, AFTER_START, AROUND, ON_MAP = 4, 7, 80, 0.006, 0.85


def map_assets(site: Site, processes: list[Process]) -> None:
    """Every other process. Draws from numbers of its own, so that nothing written before changes."""
    random = Random(f"{SEED}/assets")
    chosen = [
        one for one in processes[1::2] if one.starts_on + timedelta(days=AFTER_START) <= site.period.today
    ]
    houses = _institutions(chosen)
    strengths = _strengths(chosen)
    drafts = [
        (process, draft)
        for process in chosen
        for draft in _of(
            random, site, process, houses.get(process.settlement_id), strengths.get(process.pk, [])
        )
    ]
    actions.record_assets(drafts=drafts, by=site.office, at=site.at(site.period.today, 12))


def _of(
    random: Random, site: Site, process: Process, house: Organisation | None, strengths: list[UUID]
) -> Iterator[AssetDraft]:
    settlement = site.settlements[process.settlement_id]
    for number, (category, name, offers, audience, when, source) in enumerate(
        random.sample(HELD, random.randint(FEWEST, MOST))
    ):
        is_drawn = random.random() < ON_MAP and category != PERSONAL
        is_there = is_drawn and settlement.lat is not None and settlement.lon is not None
        spread = random.uniform(-AROUND, AROUND), random.uniform(-AROUND, AROUND)
        yield AssetDraft(
            id=minted("asset", f"{process.pk}/{number}"),
            category=category,
            name=name,
            offers=offers,
            audience=audience,
            availability=when,
            source=source,
            lat=round(settlement.lat + spread[0], 5) if is_there and settlement.lat is not None else None,
            lon=round(settlement.lon + spread[1], 5) if is_there and settlement.lon is not None else None,
            strengths=strengths[:1] if source == AssetSource.BOARD else (),
        )
    if house is not None:
        category, offers, audience, when = INSTITUTION
        yield AssetDraft(
            id=minted("asset", f"{process.pk}/house"),
            category=category,
            name=house.name[:160],
            offers=offers,
            audience=audience,
            availability=when,
            organisation=house.pk,
        )


def _institutions(processes: list[Process]) -> dict[str, Organisation]:
    """One in each settlement. One query."""
    found: dict[str, Organisation] = {}
    there = {one.settlement_id for one in processes}
    for row in Organisation.objects.not_merged().filter(settlement__in=there).order_by("pk"):
        found.setdefault(row.settlement_id, row)
    return found


def _strengths(processes: list[Process]) -> dict[UUID, list[UUID]]:
    rows = SwotItem.objects.standing().filter(session__process__in=processes, quadrant__in=EXPLOITABLE)
    found: dict[UUID, list[UUID]] = {}
    for process, pk in rows.order_by("put_at", "pk").values_list("session__process", "pk"):
        found.setdefault(process, []).append(pk)
    return found
