"""Writing the territory: the register shipped with the product, and each later state of it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorhalo.core import audit, search
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.core.rows import insert_rows, whole
from mentorhalo.territory import queries
from mentorhalo.territory.changes import NUMBERS, Cessation, Change, RegisterChanges
from mentorhalo.territory.choices import SIZE_OF_STATUS, STATUS_WORDS, Level
from mentorhalo.territory.models import (
    County,
    District,
    LevelLabel,
    Population,
    Settlement,
    SettlementRecord,
)
from mentorhalo.territory.signals import register_changed

DATA_DIR = Path(__file__).parent / "data"
SHIPPED_ON = date(2024, 1, 1)
# The districts of today began on this day; nothing earlier is told apart.
RECORDED_FROM = date(2013, 1, 1)
LABELS = [
    (Level.COUNTY, date(1950, 1, 1), "megye", "County"),
    (Level.COUNTY, date(2023, 1, 1), "vármegye", "County"),
    (Level.DISTRICT, date(2013, 1, 1), "járás", "District"),
]


class RegisterRefused(Exception):
    """The new state of the register cannot be taken over; the message says why."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


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
    insert_rows(Settlement, added)
    insert_rows(SettlementRecord, (record_of(settlement, RECORDED_FROM) for settlement in added))
    counted = (settlement for settlement in added if settlement.population is not None)
    insert_rows(
        Population,
        (
            whole(
                Population,
                {
                    "settlement_id": settlement.code,
                    "counted_on": SHIPPED_ON,
                    "people": settlement.population,
                },
            )
            for settlement in counted
        ),
    )
    search.changed("settlement", [settlement.code for settlement in added])
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


@transaction.atomic
def apply_register(*, new: RegisterChanges, by: AbstractBaseUser | None, at: datetime) -> dict[str, int]:
    """Take over a new state of the register from `new.day` on; return the counts by deed.

    Closes the records that no longer hold on the day before and opens new ones; what was true before stays as it was.
    Raises `RegisterRefused` for a day before the latest state known.
    """
    latest = latest_state()
    if latest is not None and new.day < latest:
        raise RegisterRefused(
            _("The register of %(latest)s is known already; that of %(day)s would rewrite the past.")
            % {"latest": latest, "day": new.day}
        )
    _take_districts(new.districts)
    touched = [change.line.code for change in new.changes] + [gone.settlement for gone in new.cessations]
    known = Settlement.objects.in_bulk(touched)
    counts: dict[str, int] = {}
    for change in new.changes:
        counts[change.deed] = counts.get(change.deed, 0) + 1
    _write_settlements(new.changes, known)
    _count_people(new)
    _turn_records(new, known)
    _end(new.cessations, known, new.day)
    if new.cessations:
        counts["cease"] = len(new.cessations)
    if new.districts:
        counts["district"] = len(new.districts)
    if new.cessations or any(
        {"rename", "add", "return"} & {change.deed, *change.parts} for change in new.changes
    ):
        _number_anew()
    queries.forget_places()
    if counts:
        audit.note(
            deed="apply_register",
            subject="territory:register",
            by=by.pk if by else None,
            at=at,
            details={"day": new.day.isoformat(), **counts},
        )
    moved = [change.line.code for change in new.changes if change.deed != "numbers"]
    moved += [gone.settlement for gone in new.cessations]
    search.changed("settlement", moved)
    transaction.on_commit(lambda: _announce(new.day, moved, by, at))
    return counts


def latest_state() -> date | None:
    """The day of the latest state of the register that is known. Two queries."""
    days = [
        SettlementRecord.objects.aggregate(day=Max("valid_from"))["day"],
        Population.objects.aggregate(day=Max("counted_on"))["day"],
    ]
    return max(filter(None, days), default=None)


def _announce(day: date, codes: list[str], by: AbstractBaseUser | None, at: datetime) -> None:
    queries.forget_places()
    if codes:
        register_changed.send(sender=SettlementRecord, day=day, codes=codes, by=by, at=at)


def _take_districts(districts: dict[str, tuple[str, str]]) -> None:
    District.objects.bulk_create(
        [
            District(code=code, name=name, name_sort=sort_key(name), county_id=county)
            for code, (name, county) in districts.items()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_sort"],
    )


def _write_settlements(changes: list[Change], known: dict[str, Settlement]) -> None:
    """Make each settlement what its line says, adding those that are new to `known`."""
    added: list[Settlement] = []
    changed: list[Settlement] = []
    for change in changes:
        line = change.line
        (changed if line.code in known else added).append(
            settlement := known.setdefault(line.code, Settlement(code=line.code))
        )
        settlement.name = line.name
        settlement.name_sort, settlement.name_search = sort_key(line.name), fold(line.name)
        settlement.status, settlement.size_type = line.status, line.size_type
        settlement.county_id, settlement.district_id = line.county, line.district
        settlement.ended_on, settlement.successor = None, None
        for name in NUMBERS:
            if getattr(line, name) is not None:
                setattr(settlement, name, getattr(line, name))
    Settlement.objects.bulk_create(added)
    Settlement.objects.bulk_update(
        changed,
        [
            *("name", "name_sort", "name_search", "status", "size_type"),
            *("county", "district", "ended_on", "successor", *NUMBERS),
        ],
        batch_size=200,
    )


def _count_people(new: RegisterChanges) -> None:
    Population.objects.bulk_create(
        [
            Population(settlement_id=code, counted_on=new.day, people=people)
            for code, people in new.people.items()
        ],
        update_conflicts=True,
        unique_fields=["settlement", "counted_on"],
        update_fields=["people"],
    )


def _turn_records(new: RegisterChanges, known: dict[str, Settlement]) -> None:
    """Close the open records of those that changed, and open new ones."""
    turned = [change.line.code for change in new.changes if change.deed != "numbers"]
    stale = SettlementRecord.objects.filter(settlement__in=turned, valid_until=None)
    # A second file of the same day corrects that day's own record; none before it is touched.
    stale.filter(valid_from=new.day).delete()
    stale.update(valid_until=new.day - timedelta(days=1))
    SettlementRecord.objects.bulk_create(record_of(known[code], new.day) for code in turned)


def _end(cessations: list[Cessation], known: dict[str, Settlement], day: date) -> None:
    last_day = day - timedelta(days=1)
    codes = [gone.settlement for gone in cessations]
    open_records = SettlementRecord.objects.filter(settlement__in=codes, valid_until=None)
    open_records.filter(valid_from=day).delete()
    open_records.update(valid_until=last_day)
    for gone in cessations:
        settlement = known[gone.settlement]
        settlement.ended_on, settlement.successor_id = last_day, gone.successor or None
        settlement.official_order = None
    Settlement.objects.bulk_update(
        [known[code] for code in codes], ["ended_on", "successor", "official_order"], batch_size=200
    )


def _number_anew() -> None:
    """The official alphabetical order of those that stand."""
    standing = list(Settlement.objects.filter(ended_on=None).order_by("name_sort", "code"))
    moved = []
    for place, settlement in enumerate(standing, 1):
        if settlement.official_order != place:
            settlement.official_order = place
            moved.append(settlement)
    Settlement.objects.bulk_update(moved, ["official_order"], batch_size=400)


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
