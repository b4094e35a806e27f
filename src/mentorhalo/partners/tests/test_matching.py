"""Which names are taken for the same, and which are not."""

import pytest
from django.utils.translation import override

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.partners.actions import merge_parties
from mentorhalo.partners.choices import PartyType
from mentorhalo.partners.queries import Duplicates, likely_duplicates
from mentorhalo.partners.tests.factories import ENTERED_AT, CommunityFactory, OrganisationFactory
from mentorhalo.territory.tests.factories import DistrictFactory, SettlementFactory

pytestmark = pytest.mark.django_db


def found(name, settlement, **rest):
    return [match.party.name for match in likely_duplicates(name, settlement, **rest)]


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Művelődési Ház", "Műv. Ház"),
        ("Művelődési Ház", "Faluház"),
        ("Közösségi Ház", "MŰVELŐDÉSI HÁZ"),
        ("Komlói Művelődési Ház", "Muvelodesi haz"),
        ("Komló Város Művelődési Háza", "Művelődési ház"),
        ("Községi Könyvtár", "Könyvtár"),
        ("Városi Könyvtár", "Komlói Városi Kvtár"),
        ("Dózsa György Általános Iskola", "Dózsa György Ált. Isk."),
        ("Dózsa György Általános Iskola", "Dozsa Gyorgy Altalanos Iskola"),
        ("Komlói Őszirózsa Nyugdíjasok Klubja", "Őszirózsa Nyugdíjasklub"),
        ("Művelődési Ház és Könyvtár", "Művelődési Ház"),
        ("Pitypang Óvoda", "Pitypnag Óvoda"),
    ],
)
def test_the_same_under_another_spelling(known, typed):
    komlo = SettlementFactory(name="Komló")
    OrganisationFactory(name=known, settlement=komlo)

    assert found(typed, komlo) == [known]


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Művelődési Ház", "Községi Könyvtár"),
        ("1. sz. Óvoda", "2. sz. Óvoda"),
        ("Dózsa György Általános Iskola", "Petőfi Sándor Általános Iskola"),
        ("Polgárőr Egyesület", "Horgász Egyesület"),
        ("Református Egyházközség", "Római Katolikus Egyházközség"),
    ],
)
def test_others_of_the_same_settlement(known, typed):
    komlo = SettlementFactory(name="Komló")
    OrganisationFactory(name=known, settlement=komlo)

    assert found(typed, komlo) == []


def test_komlo_is_not_komlo_with_two_dots():
    komlo, kömlő = SettlementFactory(name="Komló"), SettlementFactory(name="Kömlő")
    OrganisationFactory(name="Komlói Művelődési Ház", settlement=komlo)

    assert found("Kömlői Művelődési Ház", kömlő) == []


def test_neighbour_with_a_name_of_a_kind_is_another():
    district = DistrictFactory()
    here, there = SettlementFactory.create_batch(2, district=district, county=district.county)
    OrganisationFactory(name="Művelődési Ház", settlement=here)

    assert found("Művelődési Ház", there) == []


def test_neighbour_with_a_name_of_its_own_is_likely_the_same():
    district = DistrictFactory()
    here, there = SettlementFactory.create_batch(2, district=district, county=district.county)
    elsewhere = SettlementFactory()
    CommunityFactory(name="Borostyán Népdalkör", settlement=here)

    typed = "Borostyan népdalkör"
    assert found(typed, there, party_type=PartyType.COMMUNITY) == ["Borostyán Népdalkör"]
    assert found(typed, elsewhere, party_type=PartyType.COMMUNITY) == []


def test_other_names_of_a_community_are_compared():
    komlo = SettlementFactory(name="Komló")
    CommunityFactory(name="Gyöngyvirág Asszonykórus", aliases="Páva; Rozmaring Dalkör", settlement=komlo)

    assert found("Rozmaring dalkör", komlo, party_type=PartyType.COMMUNITY) == ["Gyöngyvirág Asszonykórus"]


def test_merged_and_excepted_ones_are_left_out():
    komlo = SettlementFactory(name="Komló")
    house, twin = OrganisationFactory.create_batch(2, name="Művelődési Ház", settlement=komlo)
    merge_parties(absorbed=twin, survivor=house, reason="ugyanaz", by=UserFactory(), at=ENTERED_AT)

    assert found("Faluház", komlo) == ["Művelődési Ház"]
    assert found("Faluház", komlo, except_for=[house.pk]) == []


def test_likeliest_stands_first_with_its_reason():
    komlo = SettlementFactory(name="Komló")
    OrganisationFactory(name="Művelődési Ház és Könyvtár", settlement=komlo)
    OrganisationFactory(name="Közösségi Ház", settlement=komlo)

    with override("en"):
        matches = [
            (match.party.name, match.score, str(match.why)) for match in likely_duplicates("Faluház", komlo)
        ]

    assert matches == [
        ("Közösségi Ház", 100, "the same name"),
        ("Művelődési Ház és Könyvtár", 91, "one name holds the other"),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_one_query_however_many_settlements(django_assert_num_queries, count):
    settlements = SettlementFactory.create_batch(count)
    for settlement in settlements:
        OrganisationFactory(name="Művelődési Ház", settlement=settlement)

    with django_assert_num_queries(1):
        around = Duplicates(PartyType.ORGANISATION, settlements)
        assert [len(around.of("Faluház", each)) for each in settlements] == [1] * count
