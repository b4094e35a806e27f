from datetime import date

from mentorhalo.core.tests.access import World
from mentorhalo.territory.tests.factories import CountyFactory, DistrictFactory, SettlementFactory


def build_world(world: World) -> None:
    """Two counties, 02 and 03, and a settlement in the first: `world.settlement`."""
    county = CountyFactory(code="02", name="Baranya")
    CountyFactory(code="03", name="Bács-Kiskun")
    district = DistrictFactory(code="026", name="Komlói járás", county=county)
    world.settlement = SettlementFactory(
        code="26408", name="Komló", county=county, district=district, lat=46.1912, lon=18.2612,
        recorded_from=date(2013, 1, 1),
    )  # fmt: skip
