"""Questionnaires that arrived are read into answers: identities apart, tied to their unit, place and wave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mentorhalo.network.models import Mandate
from mentorhalo.territory.models import Settlement

from ..choices import ResponseState, UnitState
from ..models import (
    FieldAssignment,
    InstrumentVersion,
    RespondentKey,
    Response,
    SampleUnit,
    Study,
    Submission,
    SubmissionFile,
    Wave,
)
from ..queries.schemas import form_of
from ..xforms import MalformedXml, Reading, file_name, read_submission
from .journal import tell_of_responses

AT_ONCE = 200
LONGEST_TROUBLE = 500
REWRITTEN = [
    field.name for field in Response._meta.concrete_fields if not field.primary_key
]  # by a further submission

type Answers = dict[str, Any]


@transaction.atomic
def read_waiting(*, at: datetime) -> int:
    """Read the oldest that wait, some hundreds at a time; how many. Repeating it is harmless, two at once share nothing.

    A fixed number of queries.
    """
    waiting = list(
        Submission.objects.unread()
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("received_at", "pk")[:AT_ONCE]
    )
    if not waiting:
        return 0
    versions = InstrumentVersion.objects.lists().select_related("instrument__study")
    found = versions.in_bulk({one.version_id for one in waiting})
    readings = [
        (one, reading) for one in waiting if (reading := _read(one, found[one.version_id], at)) is not None
    ]
    desk = _Desk.of(readings, found)
    settled = [
        desk.settle(submission, reading) for submission, reading in readings if desk.is_newest(submission)
    ]
    _write([response for response, _identities in settled], {one.pk: key for one, key in settled if key})
    Submission.objects.bulk_update(waiting, ["read_at", "trouble"])
    answered = (one for one, _key in settled if one.state != ResponseState.REJECTED)
    _settle_units({one.unit_id for one in answered if one.unit_id}, at)
    # What was accepted and is changed waits again: the journal takes it back.
    tell_of_responses([one.pk for one, _key in settled if desk.was_accepted(one)], by=None, at=at)
    return len(waiting)


def split_identities(answers: Mapping[str, Any], identity_keys: Iterable[str]) -> tuple[Answers, Answers]:
    """Answers without what identifies a person, and that. A key within a repeat is written `repeat/…/question`."""
    kept, apart = dict(answers), {}
    for key in identity_keys:
        if key in kept:
            apart[key] = kept.pop(key)
            continue
        for place in [
            name for name, value in kept.items() if key.startswith(f"{name}/") and _is_repeat(value)
        ]:
            inner = key.removeprefix(f"{place}/")
            parts = [split_identities(row, [inner]) for row in kept[place]]
            if any(taken for _rest, taken in parts):
                kept[place] = [rest for rest, _taken in parts]
                former = apart.get(place) or [{} for _row in parts]
                apart[place] = [{**old, **taken} for old, (_rest, taken) in zip(former, parts, strict=True)]
    return kept, apart


def _is_repeat(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _read(submission: Submission, version: InstrumentVersion, at: datetime) -> Reading | None:
    """None where it cannot be read: it is kept as it was sent, with the trouble it makes."""
    submission.read_at = at
    try:
        return read_submission(bytes(submission.xml), form_of(version))
    except MalformedXml as fault:
        submission.trouble = fault.reason[:LONGEST_TROUBLE]
        return None


@dataclass(slots=True)
class _Desk:
    """What some submissions point at, looked up at once."""

    versions: dict[UUID, InstrumentVersion]
    chains: dict[UUID, list[Submission]]  # of a thread, from the first to the newest
    files: dict[UUID, set[str]]  # of a thread
    former: dict[UUID, Response]
    waves: dict[UUID, list[Wave]]  # of a study
    units: dict[tuple[UUID, str], SampleUnit]  # study, code
    settlements: set[str]
    mandates: dict[UUID, list[Mandate]]

    @classmethod
    def of(
        cls, readings: list[tuple[Submission, Reading]], versions: dict[UUID, InstrumentVersion]
    ) -> "_Desk":
        threads = {one.thread for one, _reading in readings}
        studies = {one.instrument.study_id for one in versions.values()}
        chains: dict[UUID, list[Submission]] = {}
        sent = Submission.objects.lists().filter(thread__in=threads).order_by("pk")
        for one in sent.select_related("interviewer", "unit__wave"):
            chains.setdefault(one.thread, []).append(one)
        files: dict[UUID, set[str]] = {}
        arrived = SubmissionFile.objects.filter(submission__thread__in=threads)
        for thread, name in arrived.values_list("submission__thread", "name"):
            files.setdefault(thread, set()).add(name)
        waves: dict[UUID, list[Wave]] = {}
        for wave in Wave.objects.filter(study__in=studies):
            waves.setdefault(wave.study_id, []).append(wave)
        unit_codes, places = set(), set()
        for one, reading in readings:
            version = versions[one.version_id]
            unit_codes.add(_named(version.unit_key, reading.answers))
            places.add(_named(version.settlement_key, reading.answers).zfill(5))
        mentors = {
            one.interviewer.mentor_id
            for chain in chains.values()
            for one in chain
            if one.interviewer and one.interviewer.mentor_id
        }
        mandates: dict[UUID, list[Mandate]] = {}
        for mandate in Mandate.objects.filter(mentor__in=mentors).order_by("starts_on", "pk"):
            mandates.setdefault(mandate.mentor_id, []).append(mandate)
        units = SampleUnit.objects.filter(wave__study__in=studies, code__in=unit_codes - {""})
        return cls(
            versions=versions,
            chains=chains,
            files=files,
            former=Response.objects.lists().in_bulk(threads),
            waves=waves,
            # Of a code drawn in two waves the later one is meant.
            units={
                (one.wave.study_id, one.code): one
                for one in units.select_related("wave").order_by("wave__number")
            },
            settlements=set(Settlement.objects.filter(pk__in=places).values_list("pk", flat=True)),
            mandates=mandates,
        )

    def is_newest(self, submission: Submission) -> bool:
        """An edit that came before its original was read speaks for both."""
        return self.chains[submission.thread][-1].pk == submission.pk

    def was_accepted(self, response: Response) -> bool:
        former = self.former.get(response.pk)
        return former is not None and former.state == ResponseState.ACCEPTED

    def settle(self, submission: Submission, reading: Reading) -> tuple[Response, Answers]:
        """The response of the thread as this submission tells it, and the identities in it. Nothing is written."""
        version = self.versions[submission.version_id]
        study = version.instrument.study
        chain = self.chains[submission.thread]
        first, former = chain[0], self.former.get(submission.thread)
        answers, identities = split_identities(reading.answers, version.identity_keys)
        began = min(reading.started_at or first.received_at, first.received_at)
        day = timezone.localdate(began)
        unit = first.unit or self.units.get((study.pk, _named(version.unit_key, answers)))
        interviewer = first.interviewer
        latitude, longitude, accuracy = _point_of(reading, answers)
        is_same = former is not None and former.submission_id == submission.pk
        response = Response(
            id=submission.thread,
            submission=submission,
            version=version,
            wave=unit.wave if unit else self._wave_on(study.pk, day),
            unit=unit,
            interviewer=interviewer,
            settlement_id=unit.settlement_id if unit else self._place_named(version, answers),
            group_id=self._group_of(interviewer.mentor_id if interviewer else None, study, day),
            way=first.way,
            state=former.state if former and is_same else ResponseState.RECEIVED,
            answers=answers,
            misfits=[{"path": one.path, "text": one.text, "wanted": one.wanted} for one in reading.misfits],
            missing_files=_missing(reading.attachments, self.files.get(submission.thread, set())),
            started_at=reading.started_at,
            ended_at=reading.ended_at,
            latitude=latitude,
            longitude=longitude,
            accuracy=accuracy,
            device_id=(reading.device_id or submission.device_id)[:200],
            received_at=first.received_at,
            revision=len(chain),
        )
        return response, identities

    def _wave_on(self, study: UUID, day: date) -> Wave | None:
        """The wave whose days hold the day, if there is just one."""
        found = [one for one in self.waves.get(study, []) if one.starts_on <= day <= one.ends_on]
        return found[0] if len(found) == 1 else None

    def _place_named(self, version: InstrumentVersion, answers: Mapping[str, Any]) -> str | None:
        code = _named(version.settlement_key, answers).zfill(5)
        return code if code in self.settlements else None

    def _group_of(self, mentor: UUID | None, study: Study, day: date) -> UUID | None:
        """The county group the mentor works in on the day."""
        for mandate in self.mandates.get(mentor, []) if mentor else []:
            is_then = mandate.starts_on <= day <= (mandate.ends_on or date.max)
            if is_then and mandate.programme_id == study.programme_id:
                return mandate.group_id
        return None


def _missing(named: Iterable[str], arrived: Iterable[str]) -> list[str]:
    there = {file_name(name) for name in arrived}
    return sorted(name for name in set(named) if file_name(name) not in there)


def _named(key: str, answers: Mapping[str, Any]) -> str:
    """A code among the answers, as text; empty where there is none."""
    value = answers.get(key) if key else None
    return str(value) if isinstance(value, str | int) else ""


def _point_of(
    reading: Reading, answers: Mapping[str, Any]
) -> tuple[float | None, float | None, float | None]:
    """Where the interview began, or the first point among the answers."""
    for point in (reading.start_geopoint, *answers.values()):
        if _is_point(point):
            accuracy = float(point[3]) if len(point) > 3 and point[3] is not None else None
            return float(point[0]), float(point[1]), accuracy
    return None, None, None


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and 2 <= len(value) <= 4
        and all(isinstance(part, int | float) for part in value[:2])
    )


def _write(responses: list[Response], identities: Mapping[UUID, Answers]) -> None:
    Response.objects.bulk_create(
        responses, update_conflicts=True, unique_fields=["id"], update_fields=REWRITTEN
    )
    RespondentKey.objects.bulk_create(
        [
            RespondentKey(
                response=one,
                answers=identities[one.pk],
                delete_on=one.version.instrument.study.keys_end_on,
            )
            for one in responses
            if one.pk in identities
        ],
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["answers", "delete_on", "erased_at"],
    )


def _settle_units(units: set[UUID], at: datetime) -> None:
    """A unit that answered is nobody's task any more."""
    asked = SampleUnit.objects.filter(pk__in=units).exclude(state=UnitState.SUBSTITUTED)
    asked.update(state=UnitState.ANSWERED)
    FieldAssignment.objects.filter(unit__in=units, ended_at=None).update(ended_at=at)
