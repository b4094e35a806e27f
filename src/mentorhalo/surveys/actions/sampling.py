"""The sample of a wave: drawn by the program, or brought in; its targets; more reserves; thrown away and drawn again."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.rows import insert_rows, whole
from mentorhalo.territory.models import Settlement

from ..allocation import allocate
from ..choices import StudyKind, WaveState
from ..models import (
    ContactAttempt,
    FieldAssignment,
    Invitation,
    Quota,
    Response,
    SampleUnit,
    Stratum,
    Submission,
    UnitKey,
    Wave,
)
from ..queries.frames import InstitutionDraw, SamplePlan, SettlementDraw, plan_institutions, plan_settlements

BATCH = 1000


class SampleRefused(Exception):
    """The message is meant for the person; `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class UnitToBring:
    """A unit of somebody's own sample. Address, name and contact go apart, with the day of their deletion."""

    code: str
    settlement: str
    stratum: str = ""
    stratum_name: str = ""
    organisation: UUID | None = None
    drawn_order: int = 0
    is_reserve: bool = False
    address: str = ""
    name: str = ""
    contact: str = ""


@transaction.atomic
def draw_sample(
    *, wave: Wave, draw: SettlementDraw | InstitutionDraw, by: User | None, at: datetime
) -> SamplePlan:
    """Draw strata, quotas, units and reserves for a wave that has none yet. The line left behind lets anybody repeat it.

    Settlements for residents, institutions for a study of institutions. Raises `SampleRefused`.
    """
    wave = _locked(wave)
    if wave.units.exists():
        raise SampleRefused(
            _("This wave has a sample already: throw it away first, or bring in further units.")
        )
    if wave.study.kind == StudyKind.INSTITUTION and isinstance(draw, SettlementDraw):
        raise SampleRefused(_("This study asks institutions."))
    plan = plan_settlements(draw) if isinstance(draw, SettlementDraw) else plan_institutions(draw)
    if not plan.unit_count:
        raise SampleRefused(_("There is nothing to draw from: choose other counties or fields."))
    wave.strata.all().delete()
    wave.quotas.all().delete()
    strata = [
        Stratum(wave=wave, code=one.code, name=one.name, target=one.target, population=one.population)
        for one in plan.strata
    ]
    Stratum.objects.bulk_create(strata)
    Quota.objects.bulk_create(
        [
            Quota(wave=wave, settlement_id=code, target=target)
            for one in plan.strata
            for code, target in one.quotas.items()
        ],
        batch_size=BATCH,
    )
    _write(_drawn(wave, plan, strata))
    _note(wave, f"draw_{_what(draw)}", by, at, _said(draw, plan))
    return plan


@transaction.atomic
def draw_reserves(*, stratum: Stratum, count: int, by: User | None, at: datetime) -> int:
    """Further reserves for a stratum of settlements, shared out as its quotas are. Tells how many."""
    wave = _locked(stratum.wave)
    if wave.units.filter(stratum=stratum, organisation__isnull=False).exists():
        raise SampleRefused(
            _("Every institution of this stratum that was left stays out: draw the sample anew.")
        )
    codes = wave.units.filter(stratum=stratum).order_by().values("settlement")
    quotas = dict(wave.quotas.filter(settlement__in=codes).values_list("settlement", "target"))
    shares = allocate(quotas, count)
    if not sum(shares.values()):
        raise SampleRefused(
            _("Its settlements have no quotas to draw by: bring in reserves as a table instead.")
        )
    last = stratum.units.aggregate(last=Max("drawn_order"))["last"] or 0
    units = []
    for settlement, share in sorted(shares.items()):
        standing = wave.units.filter(settlement=settlement).count()
        for number in range(1, share + 1):
            last += 1
            units.append(
                SampleUnit(
                    wave=wave,
                    stratum=stratum,
                    settlement_id=settlement,
                    code=_free_code(wave, settlement, standing + number),
                    drawn_order=last,
                    is_reserve=True,
                )
            )
    _write(units)
    _note(wave, "draw_reserves", by, at, {"stratum": stratum.code, "units": len(units)})
    return len(units)


@transaction.atomic
def bring_units(*, wave: Wave, units: Iterable[UnitToBring], by: User | None, at: datetime) -> dict[str, int]:
    """Add units of somebody's own sample; those whose code is known are left as they are. Counts of added and known.

    Strata named by them that the wave lacks are added, with a target of the units in play they bring.
    """
    wave = _locked(wave)
    known = set(wave.units.order_by().values_list("code", flat=True))
    strata = {one.code: one for one in wave.strata.all()}
    given = [one for one in units if one.code not in known]
    told = len(known)
    wanted: dict[str, int] = {}
    names: dict[str, str] = {}
    for one in given:
        if one.stratum and one.stratum not in strata:
            wanted[one.stratum] = wanted.get(one.stratum, 0) + (not one.is_reserve)
            names[one.stratum] = one.stratum_name or names.get(one.stratum, "") or one.stratum
    new = [Stratum(wave=wave, code=code, name=names[code], target=count) for code, count in wanted.items()]
    Stratum.objects.bulk_create(new)
    strata |= {one.code: one for one in new}
    last = wave.units.aggregate(last=Max("drawn_order"))["last"] or 0
    for batch in batched(enumerate(given, start=last + 1), BATCH):
        rows = [(_unit(wave, one, strata.get(one.stratum), place), one) for place, one in batch]
        insert_rows(SampleUnit, [unit for unit, _one in rows])
        insert_rows(
            UnitKey,
            [
                whole(
                    UnitKey,
                    {
                        "unit_id": unit.pk,
                        "address": one.address,
                        "name": one.name,
                        "contact": one.contact,
                        "delete_on": wave.study.keys_end_on,
                    },
                )
                for unit, one in rows
                if one.address or one.name or one.contact
            ],
        )
    _note(wave, "bring_units", by, at, {"units": len(given), "known_before": told})
    return {"add": len(given)}


def _unit(wave: Wave, one: UnitToBring, stratum: Stratum | None, place: int) -> SampleUnit:
    unit: SampleUnit = whole(
        SampleUnit,
        {
            "wave_id": wave.pk,
            "code": one.code,
            "settlement_id": one.settlement,
            "stratum_id": stratum.pk if stratum else None,
            "organisation_id": one.organisation,
            "drawn_order": one.drawn_order or place,
            "is_reserve": one.is_reserve,
        },
    )
    return unit


@transaction.atomic
def discard_sample(*, wave: Wave, by: User | None, at: datetime) -> int:
    """Throw the whole sample away, while nobody has been given anything of it. Tells how many units went."""
    wave = _locked(wave)
    units = SampleUnit.objects.filter(wave=wave)
    touched = (
        FieldAssignment.objects.filter(unit__wave=wave),
        ContactAttempt.objects.filter(unit__wave=wave),
        Response.objects.filter(unit__wave=wave),
        Submission.objects.filter(unit__wave=wave),
        Invitation.objects.filter(unit__wave=wave),
    )
    if any(rows.exists() for rows in touched):
        raise SampleRefused(_("Fieldwork has begun on this sample: it stays."))
    count = units.count()
    units.delete()
    wave.strata.all().delete()
    wave.quotas.all().delete()
    _note(wave, "discard_sample", by, at, {"units": count})
    return count


@transaction.atomic
def revise_stratum(
    *, stratum: Stratum, name: str, target: int, population: int | None, by: User | None, at: datetime
) -> Stratum:
    before = stratum.target
    stratum.name, stratum.target, stratum.population = " ".join(name.split()), target, population
    stratum.save(update_fields=["name", "target", "population"])
    details = {"stratum": stratum.code, "target": target, "before": before}
    _note(stratum.wave, "revise_stratum", by, at, details)
    return stratum


@transaction.atomic
def set_quota(
    *, wave: Wave, settlement: Settlement, target: int, by: User | None, at: datetime
) -> Quota | None:
    """How many responses are wanted from a settlement; nought takes the quota away."""
    wave = _locked(wave)
    _note(wave, "set_quota", by, at, {"settlement": settlement.pk, "target": target})
    if not target:
        wave.quotas.filter(settlement=settlement).delete()
        return None
    quota, _made = Quota.objects.update_or_create(
        wave=wave, settlement=settlement, defaults={"target": target}
    )
    return quota


def _drawn(wave: Wave, plan: SamplePlan, strata: list[Stratum]) -> Iterator[SampleUnit]:
    for draft, stratum in zip(plan.strata, strata, strict=True):
        for one in draft.units():
            yield SampleUnit(
                wave=wave,
                stratum=stratum,
                code=one.code,
                settlement_id=one.settlement,
                organisation_id=one.organisation,
                drawn_order=one.drawn_order,
                is_reserve=one.is_reserve,
            )


def _write(units: Iterable[SampleUnit]) -> None:
    for batch in batched(units, BATCH):
        SampleUnit.objects.bulk_create(batch)


def _free_code(wave: Wave, settlement: str, number: int) -> str:
    while wave.units.filter(code=f"{settlement}-{number:04d}").exists():
        number += 1000
    return f"{settlement}-{number:04d}"


def _locked(wave: Wave) -> Wave:
    wave = Wave.objects.select_for_update(of=("self",)).select_related("study").get(pk=wave.pk)
    if wave.state == WaveState.CLOSED:
        raise SampleRefused(_("This wave is closed."))
    return wave


def _what(draw: SettlementDraw | InstitutionDraw) -> str:
    return "settlements" if isinstance(draw, SettlementDraw) else "institutions"


def _said(draw: SettlementDraw | InstitutionDraw, plan: SamplePlan) -> dict[str, object]:
    given = {
        name: sorted(value) if isinstance(value, set | frozenset | list | tuple) else value
        for name, value in asdict(draw).items()
    }
    return given | {
        "frame": plan.frame_size,
        "frame_sha256": plan.frame_sha256,
        "strata": len(plan.strata),
        "settlements": plan.settlement_count,
        "units": plan.unit_count,
    }


def _note(wave: Wave, deed: str, by: User | None, at: datetime, details: dict[str, object]) -> None:
    audit.note(deed=deed, subject=f"wave:{wave.pk}", by=by.pk if by else None, at=at, details=details)
