"""Studies of the demonstration are founded, their questionnaires published, their interviewers enrolled."""

from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.network.models import Mentor
from mentorhalo.surveys.actions.instruments import add_draft, mark_keys, publish_version
from mentorhalo.surveys.actions.interviewers import enrol_interviewer
from mentorhalo.surveys.actions.studies import StudyDraft, found_study, name_key_holder
from mentorhalo.surveys.choices import StudyKind
from mentorhalo.surveys.models import InstrumentVersion, Interviewer, Study

from .plan import Seat
from .questionnaires import workbook
from .site import Site


def found(site: Site, code: str, kind: StudyKind, title_hu: str, title_en: str) -> Study:
    at, by = site.at(site.period.starts_on), site.users[Role.RESEARCHER]
    study = found_study(
        programme=site.programme,
        code=code,
        draft=StudyDraft(
            title_hu=title_hu,
            title_en=title_en,
            kind=kind,
            purpose="Mit változtat a közösségfejlesztés egy település életén?",
            legal_basis="A megkérdezett hozzájárulása; a személyazonosító adatok külön, a törlés napjáig őrizve.",
            owner="Mentorhálózat, kutatási csoport",
            keys_end_on=site.period.ends_on + timedelta(days=180),
        ),
        by=by,
        at=at,
    )
    name_key_holder(
        study=study,
        user=by,
        starts_on=site.period.starts_on,
        ends_on=None,
        reason=_("leads the fieldwork"),
        by=by,
        at=at,
    )
    return study


def new_version(site: Site, study: Study, what: str, version: str, day: date) -> InstrumentVersion:
    by, at = site.users[Role.RESEARCHER], site.at(day)
    upload = SimpleUploadedFile(f"{what}.xlsx", workbook(what, version=version))
    draft = add_draft(study=study, upload=upload, by=by, at=at)
    keys = [key for key in draft.identity_keys if "respondent" in key]
    mark_keys(
        version=draft,
        identity_keys=keys,
        unit_key="unit",
        settlement_key="settlement",
        notes=_("The questionnaire of this wave."),
        by=by,
        at=at,
    )
    return publish_version(version=draft, by=by, at=at)


def enrol(site: Site, study: Study, seats: list[Seat], interviewers: dict[UUID, Interviewer]) -> None:
    """Every mentor of the programme records questionnaires for as long as the mandate lasts."""
    mandates = [mandate for seat in seats for mandate in seat.mandates]
    mentors = Mentor.objects.in_bulk({mandate.mentor.id for mandate in mandates})
    for mandate in sorted(mandates, key=lambda one: one.starts_on):
        who = interviewers.get(mandate.mentor.id) or mentors[mandate.mentor.id]
        enrolment = enrol_interviewer(
            study=study,
            who=who,
            starts_on=mandate.starts_on,
            ends_on=mandate.ends_on,
            by=site.users[Role.RESEARCHER],
            at=site.at(mandate.starts_on),
        )
        interviewers[mandate.mentor.id] = enrolment.interviewer
