"""What an interviewer's phone holds: whom to visit, and the questionnaires to fill there."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from mentorhalo.surveys.choices import AttemptResult, WaveState
from mentorhalo.surveys.models import (
    ContactAttempt,
    Enrolment,
    FieldAssignment,
    InstrumentVersion,
    Interviewer,
    Response,
    Wave,
)
from mentorhalo.surveys.queries.filling import (
    data_sets_of,
    definition_of,
    media_of,
    units_of,
)
from mentorhalo.surveys.queries.quotas import full_parts
from mentorhalo.surveys.queries.served import files_of, newest_forms
from mentorhalo.surveys.queries.units import results_for
from mentorhalo.surveys.queries.whereabouts import whereabouts_of

from .returned import files_sent, returned_responses, version_returned


def interviews_of(interviewer: Interviewer, day: date) -> dict[str, Any]:
    """Twelve queries at most."""
    forms, given = newest_forms(interviewer, day), units_of(interviewer)
    came_back = list(returned_responses(interviewer))
    files = files_sent([one.pk for one in came_back])
    enrolled = Enrolment.objects.sending_on(day).filter(interviewer=interviewer)
    studies = set(enrolled.values_list("study_id", flat=True))
    visits = _visits([one.unit_id for one in given])
    asking = _asking({one.instrument.study_id for one in forms})
    full = full_parts([one.unit for one in given])
    return {
        "code": interviewer.code,
        "results": [[value, str(label)] for value, label in AttemptResult.choices],
        "appointment": AttemptResult.APPOINTMENT,
        "forms": [_form(one) | {"open": one.instrument.study_id in asking} for one in forms],
        "returned": [_returned(one, studies) | {"files": files.get(one.pk, "")} for one in came_back],
        "units": [
            _unit(one, forms)
            | {
                "visits": visits.get(one.unit_id, []),
                "full": [[part.name, part.came, part.target] for part in full[one.unit_id]],
            }
            for one in given
        ],
    }


def _asking(studies: set[UUID]) -> set[UUID]:
    """Those with an open wave, whatever its days: a phone may come by before the first and set out on it without a signal."""
    return set(
        Wave.objects.filter(study__in=studies, state=WaveState.OPEN).values_list("study_id", flat=True)
    )


def _form(version: InstrumentVersion) -> dict[str, str]:
    return {
        "id": str(version.pk),
        "title": version.instrument.title,
        "study": version.instrument.study.title,
        "hash": version.content_sha256,
        "unit_key": version.unit_key,
        "settlement_key": version.settlement_key,
        "address": reverse("field:form", args=[version.pk]),
    }


def _returned(response: Response, studies: set[UUID]) -> dict[str, Any]:
    """One that would not be taken has no form: the phone leads to the website, which says what is to be done.

    Its version was retired, or it is of none of the `studies` the interviewer may send to today.
    """
    is_taken = response.version.is_served and response.version.instrument.study_id in studies
    place = response.settlement.name if response.settlement else ""
    return {
        "id": str(response.pk),
        "title": response.version.instrument.title,
        "unit": response.unit.code if response.unit else "",
        "place": place,
        "at": response.received_at.isoformat(),
        "why": getattr(response, "why", "") or "",
        "sent": response.submission.sha256,
        "form": _form(response.version) if is_taken else None,
        "address": reverse("field:returned", args=[response.pk]),
        "href": reverse("filling:home"),
    }


def _visits(units: list[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """What came of the tries so far, whoever's they were; the latest first."""
    found: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for one in ContactAttempt.objects.filter(unit__in=units).order_by("-attempted_at"):
        told = {"at": one.attempted_at.isoformat(), "words": one.get_result_display()}
        if one.appointment_at:
            told["appointment"] = one.appointment_at.isoformat()
        found[one.unit_id].append(told)
    return found


def form_of(pk: UUID, interviewer: Interviewer, day: date) -> InstrumentVersion:
    """One they fill, or one of something that came back to them. Raises `DoesNotExist`."""
    ids = [one.pk for one in newest_forms(interviewer, day)]
    if pk not in ids:
        return version_returned(pk, interviewer)
    return InstrumentVersion.objects.get(pk=pk)


def form_to_fill(version: InstrumentVersion, interviewer: Interviewer) -> dict[str, Any]:
    """The form as the engine opens it; its files by address, so that each is fetched once."""
    definition, files = definition_of(version), files_of(version)
    return {
        "definition": definition,
        "externals": data_sets_of(definition, files, interviewer),
        "media": [
            {"name": one.name, "address": reverse("field:form_file", args=[one.pk]), "sha256": one.sha256}
            for one in media_of(definition, files)
        ],
    }


def _unit(assignment: FieldAssignment, forms: list[InstrumentVersion]) -> dict[str, Any]:
    unit = assignment.unit
    found = whereabouts_of(unit)
    return {
        "id": str(unit.pk),
        "code": unit.code,
        "settlement": unit.settlement_id,
        "place": unit.settlement.name,
        "study": unit.wave.study.title,
        "due": assignment.due_on.isoformat() if assignment.due_on else "",
        "address": found.address,
        "name": found.name,
        "contact": found.contact,
        "forms": [str(one.pk) for one in forms if one.instrument.study_id == unit.wave.study_id],
        "results": results_for(unit),
    }
