"""What a device gets: the questionnaires of the studies its interviewer is enrolled in, and their files."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..choices import FileSource, WaveState
from ..models import Enrolment, FormFile, InstrumentVersion, Interviewer, SampleUnit, Wave

IS_THERE = ~Q(source=FileSource.UPLOAD) | ~Q(file="")


def newest_forms(interviewer: Interviewer, day: date) -> list[InstrumentVersion]:
    """Of each questionnaire the version published last, with `has_files`; by title. One query."""
    newest: dict[UUID, InstrumentVersion] = {}
    for version in _served_to(interviewer, day).order_by("instrument__title", "instrument", "-published_at"):
        newest.setdefault(version.instrument_id, version)
    return list(newest.values())


def forms_to_begin(
    interviewer: Interviewer, day: date, unit: SampleUnit | None = None
) -> list[InstrumentVersion]:
    """Of a unit those of its study while its wave is open, else of all studies with a wave open that day. Two queries at most."""
    forms = newest_forms(interviewer, day)
    if unit is not None and unit.wave.state != WaveState.OPEN:
        return []
    if unit is not None:
        return [one for one in forms if one.instrument.study_id == unit.wave.study_id]
    studies = {one.instrument.study_id for one in forms}
    waves = Wave.objects.on(day).filter(study__in=studies, state=WaveState.OPEN)
    asking = set(waves.values_list("study_id", flat=True))
    return [one for one in forms if one.instrument.study_id in asking]


def with_files_noted(versions: QuerySet[InstrumentVersion]) -> QuerySet[InstrumentVersion]:
    files = FormFile.objects.filter(IS_THERE, version=OuterRef("pk"))
    return versions.annotate(has_files=Exists(files)).select_related("instrument")


def served_form(interviewer: Interviewer, form_id: str, version: str, day: date) -> InstrumentVersion:
    """One version, older ones as well; with its form. Raises `DoesNotExist`."""
    found = _served_to(interviewer, day, of_enrolments="sending_on").defer(None).defer("schema", "definition")
    return found.get(instrument__form_id=form_id, version=version)


def files_of(version: InstrumentVersion) -> list[FormFile]:
    return list(version.files.filter(IS_THERE))


def served_file(interviewer: Interviewer, file: UUID, day: date) -> FormFile:
    """Raises `DoesNotExist`."""
    versions = _served_to(interviewer, day, of_enrolments="sending_on").values("pk")
    return FormFile.objects.filter(IS_THERE, version__in=versions).get(pk=file)


def _served_to(
    interviewer: Interviewer, day: date, *, of_enrolments: str = "on"
) -> QuerySet[InstrumentVersion]:
    """New work while enrolled; what was begun may be finished a while longer."""
    enrolments: QuerySet[Enrolment] = getattr(Enrolment.objects, of_enrolments)(day)
    studies = enrolments.filter(interviewer=interviewer).values("study")
    served = InstrumentVersion.objects.served().lists().filter(instrument__study__in=studies)
    return with_files_noted(served)
