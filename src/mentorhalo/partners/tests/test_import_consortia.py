"""Bringing in consortia."""

import io
from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.imports import ImportPlan, apply_import, plan_import, read_for
from mentorhalo.partners.importers import ConsortiumImporter
from mentorhalo.partners.models import Consortium, Organisation
from mentorhalo.partners.tests.factories import ConsortiumFactory, OrganisationFactory
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 6, 8, tzinfo=UTC)
HEADER = "grant_id;title;call;lead;members;settlements;starts_on;ends_on;amount"
IMPORTER = ConsortiumImporter()


@pytest.fixture
def komlo() -> Settlement:
    """A settlement, and a programme with its call (by a first consortium)."""
    komlo = SettlementFactory(code="26408", name="Komló")
    ConsortiumFactory(grant_id="ELSŐ", lead=OrganisationFactory(name="Önkormányzat", settlement=komlo))
    return komlo


def plan_of(*lines: str, header: str = HEADER, **options) -> ImportPlan:
    stream = io.BytesIO(("\n".join([header, *lines]) + "\n").encode())
    return plan_import(IMPORTER, read_for(IMPORTER, stream, "tabla.csv"), **options)


def write(plan: ImportPlan) -> dict[str, int]:
    return apply_import(IMPORTER, plan, by=UserFactory(), at=AT)


def row(grant="G1", title="Cím", call="TOP-5.3.1-16", lead="Önkormányzat", members="", settlements="Komló",
        starts="2023-03-01", ends="2025-02-28", amount="25 000 000 Ft") -> str:  # fmt: skip
    return ";".join(
        f'"{cell}"' for cell in (grant, title, call, lead, members, settlements, starts, ends, amount)
    )


def test_consortium_is_brought_in_with_members_and_settlements(komlo):
    there = SettlementFactory(name="Mánfa")
    school = OrganisationFactory(name="Iskola", settlement=there, external_id="ISK")
    library = OrganisationFactory(name="Könyvtár", settlement=komlo)

    plan = plan_of(row(members="ISK; Könyvtár", settlements="Komló;Mánfa"))
    assert (plan.counts(), plan.errors) == ({"add": 1}, [])
    write(plan)

    made = Consortium.objects.get(grant_id="G1")
    assert (made.lead.name, made.starts_on, made.amount) == ("Önkormányzat", date(2023, 3, 1), 25_000_000)
    assert {each.organisation for each in made.members.all()} == {school, library}
    assert {each.settlement for each in made.settlements.all()} == {komlo, there}


def test_the_same_table_again_changes_nothing(komlo):
    write(plan_of(row()))

    again = plan_of(row())

    assert (again.rows, again.unchanged) == ([], 1)


def test_changed_cells_change_the_consortium_and_empty_ones_leave_it(komlo):
    write(plan_of(row()))

    plan = plan_of(row(title="Új cím", settlements="", amount=""))
    assert plan.counts() == {"change": 1}
    write(plan)

    made = Consortium.objects.get(grant_id="G1")
    assert (made.title, made.settlements.count(), made.amount) == ("Új cím", 1, 25_000_000)


def test_unknown_parties_are_created_only_when_asked_for(komlo):
    line = row(lead="Új Egyesület", members="Másik Egyesület (Komló)")

    assert [error.column for error in plan_of(line).errors] == ["lead", "members"]
    plan = plan_of(line, create_missing=True)
    assert Organisation.objects.count() == 1
    write(plan)
    assert set(Organisation.objects.values_list("name", flat=True)) == {
        "Önkormányzat",
        "Új Egyesület",
        "Másik Egyesület",
    }
    again = plan_of(line, create_missing=True)
    assert (again.rows, again.unchanged) == ([], 1)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"grant": ""}, "grant_id"),
        ({"title": "x" * 251}, "title"),
        ({"call": "nincs"}, "call"),
        ({"lead": "Senki"}, "lead"),
        ({"members": "Senki (Komló)"}, "members"),
        ({"members": "Iskola (Sehol)"}, "members"),
        ({"settlements": "Sehol"}, "settlements"),
        ({"starts": "tavaly"}, "starts_on"),
        ({"starts": ""}, "starts_on"),
        ({"ends": "2020-01-01"}, "ends_on"),
        ({"amount": "sok"}, "amount"),
    ],
)
def test_row_that_makes_no_sense_is_refused_by_its_column(komlo, cells, column):
    plan = plan_of(row(grant="G0"), row(**cells))

    assert [(error.row, error.column) for error in plan.errors] == [(3, column)]


def test_identifier_stands_once_in_the_table(komlo):
    assert [(error.row, error.column) for error in plan_of(row(), row()).errors] == [(3, "grant_id")]


def test_unknown_programme_is_refused(komlo):
    plan = plan_of(f'"nincs";{row()}', header=f"programme;{HEADER}")

    assert [(error.row, error.column) for error in plan.errors] == [(2, "programme")]
