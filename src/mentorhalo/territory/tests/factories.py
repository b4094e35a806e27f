"""The least that stands on the map: a county, a district, a settlement with its record."""

from datetime import date
from typing import Any

import factory

from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.territory.choices import SizeType, Status
from mentorhalo.territory.models import County, District, Settlement, SettlementRecord

FIRST_DAY = date(2013, 1, 1)


class CountyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda place: f"{place % 90 + 10:02d}")
    name = factory.LazyAttribute(lambda county: f"Megye {county.code}")
    name_sort = factory.LazyAttribute(lambda county: sort_key(county.name))


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda place: f"{place % 900 + 100:03d}")
    name = factory.LazyAttribute(lambda district: f"{district.code}. járás")
    name_sort = factory.LazyAttribute(lambda district: sort_key(district.name))
    county = factory.SubFactory(CountyFactory)


class SettlementFactory(factory.django.DjangoModelFactory):
    """A settlement as it is today and has been since `recorded_from` (False: without a record)."""

    class Meta:
        model = Settlement
        skip_postgeneration_save = True

    code = factory.Sequence(lambda place: f"{place % 90000 + 10000:05d}")
    name = factory.LazyAttribute(lambda settlement: f"Falu{settlement.code}")
    name_sort = factory.LazyAttribute(lambda settlement: sort_key(settlement.name))
    name_search = factory.LazyAttribute(lambda settlement: fold(settlement.name))
    status = Status.VILLAGE
    size_type = SizeType.VILLAGE
    county = factory.SubFactory(CountyFactory)
    district = factory.SubFactory(DistrictFactory, county=factory.SelfAttribute("..county"))
    population = 1000
    lat, lon = 47.0, 19.0

    @factory.post_generation
    def recorded_from(settlement: Settlement, create: bool, day: date | bool | None, **_: Any) -> None:
        if create and day is not False:
            SettlementRecord.objects.create(
                settlement=settlement,
                valid_from=day if isinstance(day, date) else FIRST_DAY,
                name=settlement.name,
                status=settlement.status,
                size_type=settlement.size_type,
                county=settlement.county,
                district=settlement.district,
            )
