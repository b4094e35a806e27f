"""Writing the territory: the register shipped with the product."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.territory import queries
from mentorhalo.territory.choices import SIZE_OF_STATUS, STATUS_WORDS, Level
from mentorhalo.territory.models import (
    County,
    District,
    LevelLabel,
    Population,
    Settlement,
    SettlementRecord,
)

DATA_DIR = Path(__file__).parent / "data"
SHIPPED_ON = date(2024, 1, 1)
# The districts of today began on this day; nothing earlier is told apart.
RECORDED_FROM = date(2013, 1, 1)
LABELS = [
    (Level.COUNTY, date(1950, 1, 1), "megye", "County"),
    (Level.COUNTY, date(2023, 1, 1), "vármegye", "County"),
    (Level.DISTRICT, date(2013, 1, 1), "járás", "District"),
]


@transaction.atomic
def load_register() -> int:
    """Add what is missing of the shipped register (KSH, 1 January 2024); touch nothing that is there.

    Returns how many settlements were added. Asks three questions of the database when all is there.
    """
    if Settlement.objects.count() >= _shipped_count() and LevelLabel.objects.exists():
        return 0
    LevelLabel.objects.bulk_create(
        [
            LevelLabel(level=level, valid_from=day, label_hu=hungarian, label_en=english)
            for level, day, hungarian, english in LABELS
        ],
        ignore_conflicts=True,
    )
    County.objects.bulk_create(
        [
            County(
                code=row["code"],
                name=row["name"],
                name_sort=sort_key(row["name"]),
                seat_code=row["seat_code"],
                nuts3=row["nuts3"],
                iso_3166_2=row["iso_3166_2"],
            )
            for row in _shipped("counties")
        ],
        ignore_conflicts=True,
    )
    District.objects.bulk_create(
        [
            District(
                code=row["code"],
                name=row["name"],
                name_sort=sort_key(row["name"]),
                county_id=row["county_code"],
                seat_code=row["seat_code"],
            )
            for row in _shipped("districts")
        ],
        ignore_conflicts=True,
    )
    known = set(Settlement.objects.values_list("code", flat=True))
    added = [_settlement(row) for row in _shipped("settlements") if row["code"] not in known]
    Settlement.objects.bulk_create(added)
    SettlementRecord.objects.bulk_create(record_of(settlement, RECORDED_FROM) for settlement in added)
    Population.objects.bulk_create(
        Population(settlement=settlement, counted_on=SHIPPED_ON, people=settlement.population)
        for settlement in added
        if settlement.population is not None
    )
    queries.forget_places()
    transaction.on_commit(queries.forget_places)
    return len(added)


def record_of(settlement: Settlement, valid_from: date) -> SettlementRecord:
    return SettlementRecord(
        settlement=settlement,
        valid_from=valid_from,
        name=settlement.name,
        status=settlement.status,
        size_type=settlement.size_type,
        county_id=settlement.county_id,
        district_id=settlement.district_id,
    )


def _settlement(row: dict[str, str]) -> Settlement:
    status = STATUS_WORDS[row["type"]]
    return Settlement(
        code=row["code"],
        name=row["name"],
        name_sort=sort_key(row["name"]),
        name_search=fold(row["name"]),
        status=status,
        size_type=SIZE_OF_STATUS[status],
        county_id=row["county_code"],
        district_id=row["district_code"] or None,
        is_district_seat=row["district_seat"] == "1",
        population=int(row["population"]),
        area_ha=int(row["area_ha"]),
        dwellings=int(row["dwellings"]),
        postal_code=row["postal_code"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        official_order=int(row["sort_order"]),
    )


def _shipped(name: str) -> Iterator[dict[str, str]]:
    with (DATA_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _shipped_count() -> int:
    with (DATA_DIR / "settlements.csv").open(encoding="utf-8") as file:
        return sum(1 for _line in file) - 1
