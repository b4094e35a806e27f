"""The register that comes with the product."""

from datetime import date

from django.core.management import call_command
from django.db.models import Count, Sum

from mentorhalo.territory.models import County, District, Population, Settlement, SettlementRecord

# Control totals of the statistical office for 1 January 2024.
SETTLEMENTS, DISTRICTS, COUNTIES, PEOPLE, HECTARES = 3155, 174, 20, 9_584_627, 9_302_400
PER_COUNTY = {
    "01": 1, "02": 301, "03": 119, "04": 75, "05": 358, "06": 60, "07": 108, "08": 183, "09": 82, "10": 121,
    "11": 76, "12": 131, "13": 187, "14": 246, "15": 229, "16": 78, "17": 109, "18": 216, "19": 217, "20": 258,
}  # fmt: skip


def test_totals_are_those_of_the_statistical_office(register: None) -> None:
    assert (Settlement.objects.count(), District.objects.count(), County.objects.count()) == (
        SETTLEMENTS,
        DISTRICTS,
        COUNTIES,
    )
    assert Settlement.objects.aggregate(people=Sum("population"), area=Sum("area_ha")) == {
        "people": PEOPLE,
        "area": HECTARES,
    }
    assert (
        Population.objects.filter(counted_on=date(2024, 1, 1)).aggregate(people=Sum("people"))["people"]
        == PEOPLE
    )
    per_county = Settlement.objects.values_list("county").annotate(count=Count("pk")).order_by()
    assert dict(per_county) == PER_COUNTY
    assert SettlementRecord.objects.filter(valid_until=None).count() == SETTLEMENTS


def test_order_of_the_database_is_the_official_one(register: None) -> None:
    official = Settlement.objects.order_by("official_order").values_list("code", flat=True)

    assert list(Settlement.objects.order_by("name_sort").values_list("code", flat=True)) == list(official)


def test_loading_again_changes_nothing(register: None, django_assert_num_queries) -> None:
    Settlement.objects.filter(code="26408").update(name="Átnevezett")

    with django_assert_num_queries(4):  # two counts between the bounds of a savepoint
        call_command("load_territory", verbosity=0)

    assert Settlement.objects.get(code="26408").name == "Átnevezett"


def test_codes_keep_their_leading_noughts(register: None) -> None:
    assert Settlement.objects.get(name="Ipolyszög").code == "01508"


def test_every_district_has_its_seat_among_its_settlements(register: None) -> None:
    seats = Settlement.objects.filter(is_district_seat=True).values_list("code", "district")

    assert dict(District.objects.values_list("seat_code", "code")) == dict(seats)
