"""A sample is drawn so that anybody can repeat it, or brought in as a table."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation

from mentorhalo.core import imports
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.partners.choices import PartyStatus
from mentorhalo.partners.models import Organisation
from mentorhalo.partners.tests.factories import OrganisationFactory, OrganisationKindFactory
from mentorhalo.surveys.actions import sampling as actions
from mentorhalo.surveys.actions.sampling import SampleRefused, UnitToBring
from mentorhalo.surveys.choices import StudyKind, WaveState
from mentorhalo.surveys.models import Quota, SampleUnit, Stratum, UnitKey, Wave
from mentorhalo.surveys.queries.frames import InstitutionDraw, SettlementDraw
from mentorhalo.surveys.queries.samples import draws_of, sample_of, strata_of
from mentorhalo.surveys.tests.factories import WaveFactory
from mentorhalo.territory.choices import SizeType
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def settlement_draw(**changes: Any) -> SettlementDraw:
    fields: dict[str, Any] = {"counties": ["02", "03"], "responses": 100, "cluster": 10, "seed": "mag"}
    return SettlementDraw(**fields | changes)


@pytest.fixture
def wave(world: World) -> Wave:
    """A planned wave without a sample, over a town and four villages."""
    for number in range(4):
        SettlementFactory(code=f"1000{number}", county_id="02", district=None, population=500 * (number + 1))
    SettlementFactory(code="20000", county_id="02", district=None, population=20_000, size_type=SizeType.TOWN)
    planned: Wave = WaveFactory(study=world.study, number=2, state=WaveState.PLANNED)
    return planned


def draw(wave: Wave, world: World, **changes: Any) -> list[tuple[str, int]]:
    actions.draw_sample(
        wave=wave, draw=settlement_draw(**changes), by=world.users[access.RESEARCHER], at=world.now
    )
    return list(Quota.objects.filter(wave=wave).order_by("settlement").values_list("settlement", "target"))


def test_strata_quotas_units_and_reserves_add_up(wave: Wave, world: World) -> None:
    quotas = draw(wave, world, minimum=20, reserve_percent=50)

    strata = {one.code: one.target for one in wave.strata.all()}
    assert sum(strata.values()) == sum(target for _code, target in quotas) == 100
    assert set(strata) == {"02-town", "02-village", "03-village"}
    assert min(strata.values()) >= 20
    in_play = SampleUnit.objects.in_play().filter(wave=wave)
    assert in_play.count() == 100
    for code, target in quotas:
        assert in_play.filter(settlement=code).count() == target
        assert wave.units.filter(settlement=code, is_reserve=True).count() == -(-target // 2)


def test_what_the_program_named_is_told_in_the_readers_language(wave: Wave, world: World) -> None:
    with translation.override("en"):
        draw(wave, world, minimum=20)
    Stratum.objects.filter(wave=wave, code="02-village").update(name="Baranyai falvak")

    told = {}
    for language in ("hu", "en"):
        with translation.override(language):
            told[language] = [one.label for one in strata_of(wave)]

    assert told == {
        "hu": ["Bács-Kiskun, község", "Baranya, egyéb város", "Baranyai falvak"],
        "en": ["Bács-Kiskun, village", "Baranya, other town", "Baranyai falvak"],
    }


def test_the_same_seed_gives_the_same_sample(wave: Wave, world: World) -> None:
    first = draw(wave, world)
    actions.discard_sample(wave=wave, by=None, at=world.now)
    second = draw(wave, world)
    actions.discard_sample(wave=wave, by=None, at=world.now)

    assert first == second
    lines = list(AuditLine.objects.filter(deed="draw_settlements"))
    assert len({line.details["frame_sha256"] for line in lines}) == 1
    assert {line.details["seed"] for line in lines} == {"mag"}
    assert [line.deed for line in draws_of(wave)] == ["discard_sample", "draw_settlements"] * 2


def test_a_sample_is_drawn_once(wave: Wave, world: World) -> None:
    draw(wave, world)

    with pytest.raises(SampleRefused):
        draw(wave, world)


def test_nothing_to_draw_from_is_refused(wave: Wave, world: World) -> None:
    with pytest.raises(SampleRefused):
        draw(wave, world, counties=["19"])


def test_a_closed_wave_takes_no_sample(wave: Wave, world: World) -> None:
    Wave.objects.filter(pk=wave.pk).update(state=WaveState.CLOSED)

    with pytest.raises(SampleRefused):
        draw(wave, world)


def test_a_sample_in_the_field_stays(world: World) -> None:
    with pytest.raises(SampleRefused):
        actions.discard_sample(wave=world.wave, by=None, at=world.now)


def test_institutions_are_drawn_by_county_and_field(wave: Wave, world: World) -> None:
    type(world.study).objects.update(kind=StudyKind.INSTITUTION)
    Organisation.objects.update(status=PartyStatus.ENDED)  # only those of this test are asked
    library, museum = (OrganisationKindFactory(sector=sector) for sector in ("library", "museum"))
    here, there = world.settlement, world.free_unit.settlement
    for settlement, kind, count in ((here, library, 4), (here, museum, 2), (there, library, 2)):
        OrganisationFactory.create_batch(count, settlement=settlement, kind=kind)
    institution = OrganisationFactory(settlement=there, kind=library)
    OrganisationFactory(settlement=there, kind=library, part_of=institution)
    OrganisationFactory(settlement=there, kind=library, status=PartyStatus.ENDED)
    chosen = {"counties": ["02", "03"], "sectors": ["library", "museum"], "seed": "mag"}

    actions.draw_sample(
        wave=wave,
        draw=InstitutionDraw(**chosen, responses=6, minimum=1, reserve_percent=50),  # type: ignore[arg-type]
        by=None,
        at=world.now,
    )

    rows = {one.code: (one.population, one.target) for one in strata_of(wave)}
    assert rows == {"02-library": (4, 3), "02-museum": (2, 1), "03-library": (3, 2)}
    # Of four libraries three are asked: only one is left as a reserve.
    assert (sample_of(wave).units, sample_of(wave).reserves) == (6, 3)
    assert wave.units.filter(organisation=None).count() == 0
    actions.discard_sample(wave=wave, by=None, at=world.now)

    actions.draw_sample(wave=wave, draw=InstitutionDraw(**chosen), by=None, at=world.now)  # type: ignore[arg-type]
    assert (sample_of(wave).units, sample_of(wave).reserves) == (9, 0)


def test_a_study_of_institutions_draws_no_settlements(wave: Wave, world: World) -> None:
    type(world.study).objects.update(kind=StudyKind.INSTITUTION)

    with pytest.raises(SampleRefused):
        draw(wave, world)


def test_further_reserves_go_on_where_the_numbers_ended(wave: Wave, world: World) -> None:
    draw(wave, world, reserve_percent=0)
    stratum = wave.strata.get(code="02-village")
    count = actions.draw_reserves(stratum=stratum, count=5, by=None, at=world.now)

    added = wave.units.filter(stratum=stratum, is_reserve=True)
    assert (count, added.count()) == (5, 5)
    assert wave.units.filter(is_reserve=True).exclude(stratum=stratum).count() == 0
    last = wave.units.filter(stratum=stratum, is_reserve=False).order_by("-drawn_order").first()
    assert last is not None
    assert min(added.values_list("drawn_order", flat=True)) > last.drawn_order


def test_reserves_need_quotas(world: World) -> None:
    with pytest.raises(SampleRefused):
        actions.draw_reserves(stratum=world.stratum, count=5, by=None, at=world.now)


def test_targets_are_corrected(world: World) -> None:
    actions.revise_stratum(
        stratum=world.stratum, name=" Városok ", target=7, population=900, by=None, at=world.now
    )
    assert Stratum.objects.filter(name="Városok", target=7, population=900).count() == 1
    given = {"wave": world.wave, "settlement": world.settlement, "by": None, "at": world.now}
    for target, wanted in ((5, [5]), (8, [8]), (0, [])):
        actions.set_quota(target=target, **given)
        assert list(world.wave.quotas.values_list("target", flat=True)) == wanted


def test_names_and_addresses_that_are_brought_lie_apart(world: World) -> None:
    units = [
        UnitToBring("C1", "26408", stratum="02-town", address="Fő tér 1.", name="Kiss Éva"),
        UnitToBring("C2", "26408", stratum="új", stratum_name="Új réteg", is_reserve=True),
        UnitToBring("A0001", "26408"),
    ]
    done = actions.bring_units(wave=world.wave, units=units, by=None, at=world.now)

    assert done == {"add": 2}
    key = UnitKey.objects.get(unit__code="C1")
    assert (key.name, key.delete_on) == ("Kiss Éva", world.study.keys_end_on)
    assert not UnitKey.objects.filter(unit__code="C2").exists()
    assert world.wave.strata.get(code="új").target == 0
    assert SampleUnit.objects.get(code="C2").drawn_order > SampleUnit.objects.get(code="A0003").drawn_order


TABLE = """kód;település;KSH kód;réteg;tartalék;lakcím;válaszadó neve
D1;Komló;;falu;;Petőfi u. 2.;Nagy Pál
D2;;06442;falu;igen;;
D3;Nincsilyen;;;;;
D1;Komló;;;;;
A0001;Komló;;;;;
;Komló;;;;;
"""


def plan_of(text: str, decisions: dict[str, str] | None = None) -> imports.ImportPlan:
    importer = imports.importer_of("sample")
    table = imports.read_for(importer, BytesIO(text.encode()), "minta.csv")
    return imports.plan_import(importer, table, decisions=decisions)


def test_a_table_is_understood_and_its_mistakes_named_by_row(world: World) -> None:
    plan = plan_of(TABLE)

    assert [row.data.code for row in plan.rows] == ["D1", "D2"]
    assert [row.data.is_reserve for row in plan.rows] == [False, True]
    assert [(error.row, error.column) for error in plan.errors] == [(4, "település"), (5, "kód"), (7, "kód")]
    assert plan.unchanged == 1
    # What the page shows of a row names no person.
    assert all("Nagy" not in row.title for row in plan.rows)


def test_a_table_goes_into_the_wave_that_was_chosen(world: World) -> None:
    earlier = WaveFactory(study=world.study, number=3, starts_on=world.today - timedelta(days=50))
    text = "kód;település\nE1;Komló\n"
    assert plan_of(text).context == world.wave
    plan = plan_of(text, {"wave": str(earlier.pk)})

    imports.apply_import(imports.importer_of("sample"), plan, by=world.users[access.OFFICE], at=world.now)
    assert SampleUnit.objects.get(code="E1").wave == earlier


def test_without_a_wave_nothing_is_brought(world: World) -> None:
    Wave.objects.update(state=WaveState.CLOSED)

    with pytest.raises(imports.ImportRefused):
        plan_of("kód;település\nE1;Komló\n")
