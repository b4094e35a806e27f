"""Data sets served live from our registers: settlements, institutions, what an interviewer is to visit."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import md5

from django.db.models import Q

from mentorhalo.core.hungarian import sort_key
from mentorhalo.partners.choices import Sector
from mentorhalo.partners.models import Organisation
from mentorhalo.territory.models import Settlement

from ..choices import FileSource
from ..models import FieldAssignment, Interviewer, SampleUnit
from .drafts import to_be_corrected_by
from .whereabouts import known_as, whereabouts_of

CULTURAL = (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)

type Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataSet:
    """Rows begin with a name that identifies them, and a label for people."""

    columns: Sequence[str]
    rows: Sequence[Row]

    @property
    def tag(self) -> str:
        """Another one as soon as anything in it is another."""
        return md5(repr((self.columns, self.rows)).encode(), usedforsecurity=False).hexdigest()

    def to_csv(self, *, version: int) -> bytes:
        """As clients of entity lists want it: a client takes over a row it knows only under a higher version."""
        written = io.StringIO(newline="")
        sheet = csv.writer(written, lineterminator="\n")
        sheet.writerow(["name", "label", "__version", *self.columns])
        sheet.writerows((name, label, version, *rest) for name, label, *rest in self.rows)
        return written.getvalue().encode()

    def names_among(self, names: Iterable[str]) -> set[str]:
        there = {row[0] for row in self.rows}
        return there.intersection(names)


def live_data_set(
    source: FileSource, interviewer: Interviewer | None, unit: SampleUnit | None = None
) -> DataSet:
    """One or two queries. Without an interviewer nothing is assigned but the `unit` that answers by a link of its own."""
    match source:
        case FileSource.SETTLEMENTS:
            return _settlements()
        case FileSource.INSTITUTIONS:
            return _institutions()
        case FileSource.ASSIGNMENTS:
            return _assignments(interviewer, unit)
    raise ValueError(f"{source} is no live data set")


def _settlements() -> DataSet:
    rows = (
        Settlement.objects.filter(ended_on=None)
        .order_by("name_sort", "code")
        .values_list("code", "name", "county_id", "county__name", "district_id", "district__name")
    )
    columns = ("county", "county_name", "district", "district_name")
    return DataSet(columns, [tuple(value or "" for value in row) for row in rows])


def _institutions() -> DataSet:
    rows = (
        Organisation.objects.not_merged()
        .filter(kind__sector__in=CULTURAL)
        .order_by("name_sort", "pk")
        .values_list(
            "pk",
            "name",
            "settlement_id",
            "settlement__name",
            "settlement__county_id",
            "kind__sector",
            "kind__code",
        )
    )
    columns = ("settlement", "settlement_name", "county", "sector", "kind")
    return DataSet(columns, [(str(pk), *(value or "" for value in rest)) for pk, *rest in rows])


def _assignments(interviewer: Interviewer | None, unit: SampleUnit | None) -> DataSet:
    """Units to visit, with the address where it is known: whoever goes there has to find it.

    Those of questionnaires that came back stand among them: a correction looks them up as the first answers did.
    """
    columns = ("settlement", "settlement_name", "address", "respondent", "due_on")
    if interviewer is None:
        return DataSet(columns, [_unnamed(unit)] if unit is not None else [])
    given = FieldAssignment.objects.filter(interviewer=interviewer, ended_at=None)
    due = {one.unit_id: one.due_on for one in given}
    again = to_be_corrected_by(interviewer).order_by().values("unit")
    units = SampleUnit.objects.filter(Q(pk__in=due) | Q(pk__in=again))
    rows = [
        _assigned(one, due.get(one.pk))
        for one in units.select_related("settlement", "organisation", "unit_key")
    ]
    return DataSet(columns, sorted(rows, key=lambda row: (sort_key(row[1]), row[0])))


def _unnamed(unit: SampleUnit) -> Row:
    """Whoever has the link need not be whom it was sent to; institutions of the register are no secret."""
    label = f"{unit.settlement.name}, {unit.organisation or unit.code}"
    return unit.code, label, unit.settlement_id, unit.settlement.name, "", "", ""


def _assigned(unit: SampleUnit, due_on: date | None) -> Row:
    found = whereabouts_of(unit)
    label = f"{unit.settlement.name}, {known_as(unit)}"
    due = due_on.isoformat() if due_on else ""
    return unit.code, label, unit.settlement_id, unit.settlement.name, found.address, found.name, due
