"""What the journal says of accepted questionnaires: a pure function of the response and what it points at."""

from datetime import date

from django.utils import timezone

from mentorhalo.evidence.actions import FactDraft
from mentorhalo.territory.queries import county_of

from .choices import ResponseState
from .models import Response

RESPONSE_SOURCE = "surveys.response"
# What `facts_of_response` reads beyond the response's own columns.
POINTED_AT = ("wave__study__programme", "unit__organisation__kind", "interviewer")


def interviewed_on(response: Response) -> date:
    """The day of the interview by the device's clock; the day of arrival where it says none or one still to come."""
    began = response.started_at
    if began is None or began > response.received_at:
        began = response.received_at
    return timezone.localdate(began)


def facts_of_response(response: Response) -> list[FactDraft]:
    """`questionnaire.accepted`, of the unit that was asked where the sample knows it: asked twice, it counts once.

    Needs `POINTED_AT` at hand.
    """
    wave = response.wave
    if response.state != ResponseState.ACCEPTED or wave is None:
        return []
    unit, interviewer, study = response.unit, response.interviewer, wave.study
    day = interviewed_on(response)
    place = response.settlement_id or ""
    organisation = unit.organisation if unit is not None else None
    who = ""
    if interviewer is not None:
        mentor = interviewer.mentor_id
        who = f"mentor:{mentor}" if mentor else f"interviewer:{interviewer.pk}"
    return [
        FactDraft(
            kind="questionnaire.accepted",
            programme=study.programme.code,
            subject=f"unit:{unit.pk}" if unit is not None else f"response:{response.pk}",
            subject_class=organisation.kind.sector if organisation is not None else "",
            context=f"wave:{wave.pk}",
            who=who,
            group=f"group:{response.group_id}" if response.group_id else "",
            occurred_on=day,
            place=place,
            home=place,
            county=county_of(place, day) if place else "",
            form=str(study.kind),
            channel=str(response.way),
            state="by_mentor" if who.startswith("mentor:") else "by_others",
            attributes={"study": study.code, "wave": str(wave.number)},
        )
    ]
