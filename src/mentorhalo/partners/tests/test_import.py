"""Bringing in organisations and communities: what is planned, what is asked, what is refused, what is written."""

import io
from datetime import UTC, datetime

import pytest

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.imports import ImportPlan, ImportRefused, apply_import, plan_import, read_for
from mentorhalo.evidence.queries import identities
from mentorhalo.partners.importers import CommunityImporter, OrganisationImporter
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 6, 8, tzinfo=UTC)


@pytest.fixture
def komlo() -> Settlement:
    SettlementFactory(code="12345", name="Kömlő")
    return SettlementFactory(code="26408", name="Komló")


def plan_of(importer, text: str, *, encoding: str = "utf-8", **options) -> ImportPlan:
    stream = io.BytesIO(text.encode(encoding))
    return plan_import(importer, read_for(importer, stream, "tabla.csv"), **options)


def organisations(*lines: str, header: str = "external_id;name;kind;settlement", **options) -> ImportPlan:
    return plan_of(OrganisationImporter(), "\n".join([header, *lines]) + "\n", **options)


def communities(*lines: str, header: str = "external_id;name;settlement", **options) -> ImportPlan:
    return plan_of(CommunityImporter(), "\n".join([header, *lines]) + "\n", **options)


def write(plan: ImportPlan, importer=None, **options) -> dict[str, int]:
    return apply_import(importer or OrganisationImporter(), plan, by=UserFactory(), at=AT, **options)


def refused(plan: ImportPlan) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in plan.errors]


def test_nothing_is_written_before_it_is_confirmed(komlo):
    plan = organisations("A1;Művelődési Ház;művelődési ház;Komló")

    assert (plan.counts(), plan.errors) == ({"add": 1}, [])
    assert not Organisation.objects.exists()

    assert write(plan) == {"add": 1}
    house = Organisation.objects.get()
    assert (house.name, house.settlement, house.kind.path, house.external_id) == (
        "Művelődési Ház",
        komlo,
        "community/house",
        "A1",
    )


def test_the_same_table_again_changes_nothing(komlo):
    lines = ("A1;Művelődési Ház;művelődési ház;Komló", ";Tájház;tájház;Komló")
    write(organisations(*lines))

    again = organisations(*lines)

    assert (again.rows, again.unchanged) == ([], 2)


def test_changed_cells_change_the_card_and_empty_ones_leave_it(komlo):
    OrganisationFactory(external_id="A1", name="Művelődési Ház", settlement=komlo, address="Fő utca 1.")
    header = "external_id;name;kind;settlement;address;website"

    plan = organisations("A1;Közösségi Ház;library/vil;Komló;;pelda.hu", header=header)
    assert plan.counts() == {"change": 1}
    assert len(plan.rows[0].details) == 3
    write(plan)

    house = Organisation.objects.select_related("kind").get()
    assert (house.name, house.kind.path, house.address, house.website) == (
        "Közösségi Ház",
        "library/vil",
        "Fő utca 1.",
        "https://pelda.hu",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250", "iso8859-2", "utf-16"])
def test_tables_in_any_usual_encoding_are_understood(komlo, encoding):
    plan = plan_of(
        OrganisationImporter(),
        "azonosító;megnevezés;típus;település\nA1;Őrségi Művelődési Ház;községi könyvtár;Kömlő\n",
        encoding=encoding,
    )

    assert [row.title for row in plan.rows] == ["Őrségi Művelődési Ház, Kömlő"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("A1;Ház;művelődési ház;Nincsfalva", "settlement"),
        ("A1;Ház;művelődési ház;Komlo", "settlement"),
        ("A1;Ház;művelődési ház;", "settlement"),
        ("A1;Ház;művelődési ház;99999", "settlement"),
        ("A1;Ház;űrállomás;Komló", "kind"),
        ("A1;Ház;;Komló", "kind"),
        ("A1;;művelődési ház;Komló", "name"),
        (f"A1;{'x' * 201};művelődési ház;Komló", "name"),
    ],
)
def test_row_that_makes_no_sense_is_refused_by_its_own_number(komlo, line, column):
    plan = organisations("A0;Tájház;tájház;Komló", line)

    assert refused(plan) == [(3, column)]
    with pytest.raises(ImportRefused):
        write(plan)
    assert not Organisation.objects.exists()
    assert write(plan, skip_refused=True) == {"add": 1}


def test_ambiguous_settlement_names_who_may_be_meant(komlo):
    [error] = organisations("A1;Ház;művelődési ház;Komlo").errors

    assert "Komló (26408)" in str(error)
    assert "Kömlő (12345)" in str(error)


def test_code_that_belongs_to_another_settlement_is_refused(komlo):
    header = "name;kind;settlement;settlement_code"

    assert refused(organisations("Ház;művelődési ház;Komló;12345", header=header)) == [(2, "settlement")]
    assert refused(organisations("Ház;művelődési ház;;26408", header=header)) == []


def test_ceased_settlement_is_refused(komlo):
    Settlement.objects.filter(pk=komlo.pk).update(ended_on=AT.date())

    assert refused(organisations("A1;Ház;művelődési ház;Komló")) == [(2, "settlement")]


def test_table_without_settlements_is_refused_as_a_whole(komlo):
    with pytest.raises(ImportRefused):
        organisations("Ház;művelődési ház", header="name;kind")


def test_twins_within_the_table_are_refused(komlo):
    assert refused(
        organisations(
            "A1;Ház;tájház;Komló", "A1;Más;tájház;Komló", ";Óvoda;óvoda;Komló", ";ÓVODA;óvoda;Komló"
        )
    ) == [(3, "external_id"), (5, "name")]


def test_probably_known_one_is_asked_about_and_taken_for_it_by_default(komlo):
    house = OrganisationFactory(name="Művelődési Ház", settlement=komlo)

    plan = organisations("A1;Komlói Faluház;művelődési ház;Komló")

    [row] = plan.rows
    assert row.deed == "link"
    assert row.question is not None
    assert [value for value, _words in row.question.options] == ["new", str(house.pk)]
    write(plan)
    house.refresh_from_db()
    assert (house.name, house.external_id, Organisation.objects.count()) == ("Művelődési Ház", "A1", 1)


def test_answer_new_adds_it(komlo):
    OrganisationFactory(name="Művelődési Ház", settlement=komlo)

    plan = organisations("A1;Faluház;művelődési ház;Komló", decisions={"row-2": "new"})

    assert plan.counts() == {"add": 1}


def test_only_similar_one_is_new_unless_somebody_says_otherwise(komlo):
    house = OrganisationFactory(name="Művelődési Ház és Könyvtár", settlement=komlo)
    line = "A1;Művelődési Ház;művelődési ház;Komló"

    assert organisations(line).counts() == {"add": 1}
    assert organisations(line, decisions={"row-2": str(house.pk)}).counts() == {"link": 1}


def test_known_under_another_identifier_is_added_and_counted_as_one(komlo):
    house = OrganisationFactory(name="Művelődési Ház", settlement=komlo, external_id="B7")
    line = "A1;Faluház;művelődési ház;Komló"

    assert organisations(line).counts() == {"add": 1}
    plan = organisations(line, decisions={"row-2": str(house.pk)})
    assert plan.counts() == {"merge": 1}
    write(plan)

    twin = Organisation.objects.get(external_id="A1")
    assert identities().of(twin.reference) == house.reference
    assert (organisations(line).rows, organisations(line).unchanged) == ([], 1)


def test_two_rows_do_not_both_become_the_same_known_one(komlo):
    OrganisationFactory(name="Művelődési Ház", settlement=komlo)

    plan = organisations("A1;Faluház;művelődési ház;Komló", "A2;Közösségi Ház;művelődési ház;Komló")

    assert [row.deed for row in plan.rows] == ["link", "add"]


def test_rows_that_are_probably_the_same_are_pointed_out(komlo):
    plan = organisations("A1;Művelődési Ház;művelődési ház;Komló", "A2;Faluház;művelődési ház;Komló")

    assert [str(note) for note in plan.notes] == ["Valószínűleg ugyanaz a 2. és a 3. sor: Faluház, Komló."]


def test_site_and_maintainer_are_found_in_the_table_and_on_the_books(komlo):
    OrganisationFactory(name="Komló Város Önkormányzata", settlement=komlo, external_id="ONK")
    header = "external_id;name;kind;settlement;part_of;maintainer"

    plan = organisations(
        "A2;Kökönyösi Fiókkönyvtár;könyvtár;Komló;A1;ONK",
        "A1;Városi Könyvtár;városi könyvtár;Komló;;Komló Város Önkormányzata",
        header=header,
    )
    assert plan.errors == []
    write(plan)

    site = Organisation.objects.get(external_id="A2")
    assert (site.part_of.external_id, site.maintainer.external_id) == ("A1", "ONK")
    assert identities().of(site.reference) == site.part_of.reference
    assert refused(organisations("A3;Ház;tájház;Komló;Senki;", header=header)) == [(2, "part_of")]


def test_communities_are_brought_in_with_their_hosts(komlo):
    house = OrganisationFactory(name="Művelődési Ház", settlement=komlo)
    header = "external_id;név;település;terület;befogadó;létszám;gyakoriság;bejegyzett;alapítás éve"

    plan = communities("K1;Hímzőkör;Komló;kézművesség;Művelődési Ház;23;7;nem;1987", header=header)
    assert plan.errors == []
    write(plan, CommunityImporter())

    community = Community.objects.get()
    assert (community.host, community.field, community.size_band, community.meets_every_days) == (
        house,
        "craft",
        "25",
        7,
    )
    assert (community.is_formal, community.founded_year) == (False, 1987)


def test_unknown_host_is_created_only_when_asked_for(komlo):
    header = "name;settlement;host"
    line = "Hímzőkör;Komló;Új Ház"

    assert refused(communities(line, header=header)) == [(2, "host")]
    plan = communities(line, header=header, create_missing=True)
    assert not Organisation.objects.exists()
    write(plan, CommunityImporter())
    assert Community.objects.get().host == Organisation.objects.get(name="Új Ház")

    again = communities(line, header=header, create_missing=True)
    assert (again.rows, again.unchanged) == ([], 1)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("valami;;;", "field"),
        (";sok;;", "size"),
        (";;0;", "meets_every_days"),
        (";;;12", "founded_year"),
    ],
)
def test_cells_of_communities_are_looked_at(komlo, cells, column):
    header = "name;settlement;field;size;meets_every_days;founded_year"

    assert refused(communities(f"Hímzőkör;Komló;{cells}", header=header)) == [(2, column)]


def test_likely_the_same_community_is_found_by_its_other_name(komlo):
    CommunityFactory(name="Rozmaring Asszonykórus", aliases="Rozmaring Dalkör", settlement=komlo)

    [row] = communities("K1;Rozmaring dalkör;Komló").rows

    assert row.deed == "link"


def test_thousand_rows_cost_as_many_queries_as_ten(komlo, django_assert_max_num_queries):
    lines = [f"A{number};Ház {number};művelődési ház;Komló" for number in range(1000)]

    with django_assert_max_num_queries(8):
        plan = organisations(*lines)
    with django_assert_max_num_queries(25):
        write(plan)

    assert Organisation.objects.count() == 1000
