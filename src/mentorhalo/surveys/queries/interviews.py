"""A wave's responses as the table that the checks read, and what they know beside it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from mentorhalo.territory.models import Settlement
from mentorhalo.territory.queries import settlement_boundaries

from ..choices import AttemptResult, RecontactState, ResponseState
from ..models import ContactAttempt, InstrumentVersion, Recontact, Response, Wave
from ..quality.context import Attempts, Compared, Context, Firmness, Rechecks
from ..quality.geometry import Place, place_of
from ..quality.grids import reversed_items
from ..quality.outcomes import Disposition, attempts
from ..quality.table import Grid, Interviews, collect
from . import progress
from .columns import Columns, columns_of
from .schemas import form_of

AT_ONCE = 500
# What the groups of the wave's progress are called by the checks.
DISPOSITIONS = {
    progress.NON_CONTACT: Disposition.NO_CONTACT,
    progress.INELIGIBLE: Disposition.NOT_ELIGIBLE,
    progress.OTHER: Disposition.OTHER,
    progress.REFUSAL: Disposition.REFUSAL,
    progress.PARTIAL: Disposition.PARTIAL,
    progress.COMPLETE: Disposition.COMPLETE,
}
# "Completed" is taken at its word here, as it is the interviewers that are compared.
WEIGHTS = {**progress.WEIGHTS, AttemptResult.COMPLETED: progress.COMPLETE}
# The code of the sample unit, which is another in every interview.
UNIT = "unit"
FIELDS = (
    "pk", "interviewer", "settlement", "unit", "unit__settlement", "version", "device_id", "started_at", "ended_at",
    "latitude", "longitude", "accuracy", "active_seconds", "answers",
)  # fmt: skip


def interviews_of(wave: Wave, *, pulse: Callable[[], None]) -> Interviews:
    """All that was not rejected, in the order it came. Read in portions; only numbers are kept. Three queries and a few of forms."""
    rows = Response.objects.of_wave(wave).exclude(state=ResponseState.REJECTED)
    versions = InstrumentVersion.objects.lists().filter(pk__in=rows.order_by().values("version"))
    known = list(versions.order_by("created_at", "pk"))
    apart = {
        key for version in known for key in (*version.identity_keys, version.unit_key, version.settlement_key)
    }
    columns = columns_of(((version.pk, form_of(version)) for version in known), apart)
    answers = np.empty((rows.count(), len(columns.coded)), dtype=np.int16)
    numbers = np.full((len(answers), len(columns.numbers)), np.nan)
    rest: list[tuple[Any, ...]] = []
    for at, row in enumerate(rows.order_by("received_at", "pk").values_list(*FIELDS).iterator(AT_ONCE)):
        if at % AT_ONCE == 0:
            pulse()
        if at == len(answers):  # came while these were counted: the next run sees it
            break
        answers[at] = columns.asked[row[5]]
        _lay_out(row[-1], columns, answers[at], numbers[at])
        rest.append(row[:-1])
    return _table(rest, columns, answers[: len(rest)], numbers[: len(rest)])


def _lay_out(given: dict[str, Any], columns: Columns, answers: Any, numbers: Any) -> None:
    for key, value in given.items():
        place = columns.place_of_coded.get(key)
        if place is not None:
            answers[place] = columns.coded[place].code(value)
        elif key in columns.place_of_number and isinstance(value, int | float):
            numbers[columns.place_of_number[key]] = value


def _table(rest: list[tuple[Any, ...]], columns: Columns, answers: Any, numbers: Any) -> Interviews:
    wanted: list[list[Any]] = [list(column) for column in zip(*rest, strict=True)] if rest else [[]] * 13
    ids, interviewer, settlement, unit, place, version, device, started, ended, *measured, active = wanted
    return collect(
        [str(pk) for pk in ids],
        interviewer=_names(interviewer),
        settlement=[own or drawn for own, drawn in zip(settlement, place, strict=True)],
        version=_names(version),
        device=device,
        started=_moments(started),
        ended=_moments(ended),
        offset=[_offset(moment) for moment in started],
        latitude=_floats(measured[0]),
        longitude=_floats(measured[1]),
        accuracy=_floats(measured[2]),
        active_minutes=np.array([seconds / 60 if seconds else np.nan for seconds in active]),
        answers=answers,
        items=[column.item for column in columns.coded],
        numbers=numbers,
        number_names=columns.numbers,
        grids=[Grid(name, items, reversed_items(answers, items)) for name, items in columns.grids],
        keys={UNIT: _names(unit)},
    )


def context_of(wave: Wave, *, pulse: Callable[[], None]) -> Context:
    """Five queries, and the map."""
    return Context(
        places=_places(wave),
        opened=_moments([timezone.make_aware(datetime.combine(wave.starts_on, time.min))])[0],
        closed=_moments([timezone.make_aware(datetime.combine(wave.ends_on + timedelta(days=1), time.min))])[
            0
        ],
        attempts=attempts_of(wave),
        rechecks=rechecks_of(wave),
        pulse=pulse,
    )


def _places(wave: Wave) -> dict[str, Place]:
    sampled = Settlement.objects.filter(survey_responses__wave=wave) | Settlement.objects.filter(
        sample_units__wave=wave
    )
    centres = {code: (lat, lon) for code, lat, lon in sampled.distinct().values_list("code", "lat", "lon")}
    boundaries = settlement_boundaries(centres)
    found = {}
    for code, (latitude, longitude) in centres.items():
        polygons = boundaries.get(code)
        if latitude is None and polygons:
            longitude, latitude = polygons[0][0][0]
        # Without a boundary nobody knows what lies outside.
        if polygons and latitude is not None and longitude is not None:
            found[code] = place_of(polygons, latitude=latitude, longitude=longitude)
    return found


def attempts_of(wave: Wave) -> Attempts | None:
    """The units that were tried, each with the weightiest of its results and who brought it. None where none was. One query."""
    rows = ContactAttempt.objects.filter(unit__wave=wave).order_by("attempted_at", "pk")
    found: dict[Any, tuple[int, str, str]] = {}
    for unit, who, where, result in rows.values_list(
        "unit", "interviewer", "unit__settlement", "result"
    ).iterator(AT_ONCE):
        weight = WEIGHTS[AttemptResult(result)]
        if unit not in found or weight >= found[unit][0]:
            found[unit] = weight, str(who), where
    if not found:
        return None
    weights, interviewers, settlements = zip(*found.values(), strict=True)
    return attempts([DISPOSITIONS[weight] for weight in weights], interviewers, settlements)


def rechecks_of(wave: Wave) -> Rechecks | None:
    """What was asked again, beside what was said first. None where nothing was, or nothing is compared. Two queries."""
    questions = list(wave.study.compared_questions.order_by("firmness", "key"))
    done = Recontact.objects.filter(response__wave=wave, state=RecontactState.DONE).exclude(
        response__state=ResponseState.REJECTED
    )
    rows = list(done.select_related("response").order_by("drawn_at", "pk"))
    if not questions or not rows:
        return None
    columns = [
        _as_numbers([(row.response.answers.get(one.key), row.answers.get(one.key)) for row in rows])
        for one in questions
    ]
    pairs = np.array(columns, dtype=np.float64)
    return Rechecks(
        ids=[str(row.response_id) for row in rows],
        interviewer=[str(row.response.interviewer_id) for row in rows],
        rechecker=[str(row.interviewer_id or row.done_by_id or "") for row in rows],
        questions=[
            Compared(one.key, Firmness(one.firmness), one.tolerance, is_share=one.is_share)
            for one in questions
        ],
        first=pairs[:, :, 0].T,
        second=pairs[:, :, 1].T,
    )


def _as_numbers(pairs: list[tuple[Any, Any]]) -> list[tuple[float, float]]:
    """Numbers as they are; anything else by whether it is the same."""
    codes: dict[str, float] = {}

    def number(value: Any) -> float:
        if value is None or value in ("", []):
            return np.nan
        if isinstance(value, int | float):
            return float(value)
        text = (
            " ".join(sorted(map(str, value)))
            if isinstance(value, list)
            else " ".join(str(value).casefold().split())
        )
        return codes.setdefault(text, float(len(codes)))

    return [(number(first), number(second)) for first, second in pairs]


def _names(ids: Iterable[Any]) -> list[str | None]:
    return [str(pk) if pk is not None else None for pk in ids]


def _floats(values: Iterable[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _moments(values: Iterable[datetime | None]) -> Any:
    return np.array(
        [value.astimezone(UTC).replace(tzinfo=None) if value else None for value in values],
        dtype="datetime64[s]",
    )


def _offset(moment: datetime | None) -> int:
    """Minutes by which the clocks of the house are ahead of UTC at the moment."""
    offset = timezone.localtime(moment).utcoffset() if moment else None
    return round(offset.total_seconds() / 60) if offset else 0
