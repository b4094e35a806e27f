"""What the interviews of a wave have in common, and one of them as a record."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from mentorhalo.surveys.actions.records import RecordDraft
from mentorhalo.surveys.choices import ResponseState
from mentorhalo.surveys.models import InstrumentVersion, Interviewer, SampleUnit, Wave

from .answers import Answers, Mood
from .interviews import PlannedInterview
from .parties import Place
from .plan import minted
from .site import Site


@dataclass
class Field:
    """What the interviews of one wave need at hand."""

    site: Site
    random: Random
    wave: Wave
    version: InstrumentVersion
    places: dict[str, Place]
    interviewers: dict[UUID, Interviewer]  # of a mentor
    names: list[str]
    moods: dict[str, Mood] = field(default_factory=dict)
    earlier: dict[UUID, Answers] = field(default_factory=dict)  # of an interviewer who copies


def record(
    ground: Field, one: PlannedInterview, unit: SampleUnit, answers: Answers, *, is_decided: bool
) -> RecordDraft:
    ended_at = one.started_at + timedelta(minutes=one.minutes)
    received_at = min(ended_at + timedelta(hours=ground.random.choice((1, 2, 9, 30))), timezone.now())
    return RecordDraft(
        id=minted("response", f"{ground.wave.study.code}/{one.unit}"),
        version=ground.version,
        wave=ground.wave,
        unit=unit,
        answers={
            "unit": one.unit,
            "settlement": one.place.code,
            "place": [one.point[0], one.point[1], 0.0, one.point[2]],
            **answers,
        },
        started_at=one.started_at,
        ended_at=ended_at,
        received_at=received_at,
        interviewer=ground.interviewers[one.mentor],
        group=minted("group", one.county),
        device_id=f"phone-{ground.interviewers[one.mentor].code}",
        point=one.point,
        state=ResponseState.ACCEPTED if is_decided else ResponseState.RECEIVED,
        decided_at=min(received_at + timedelta(days=3), timezone.now()) if is_decided else None,
    )


def morning(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone()) + timedelta(
        hours=9
    )
