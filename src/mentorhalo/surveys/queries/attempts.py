"""All attempts of a wave, one a row, with what each means by AAPOR's Standard Definitions."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import AttemptResult
from ..models import ContactAttempt, Wave
from . import progress

LETTERS = {
    progress.COMPLETE: "I",
    progress.PARTIAL: "P",
    progress.REFUSAL: "R",
    progress.OTHER: "O",
    progress.NON_CONTACT: "NC",
    progress.INELIGIBLE: "NE",
}
MINUTES = "%Y-%m-%d %H:%M"


def letter_of(result: str) -> str:
    """Of the attempt by itself: an interview said to be completed is one."""
    if result == AttemptResult.COMPLETED:
        return LETTERS[progress.COMPLETE]
    return LETTERS[progress.WEIGHTS[AttemptResult(result)]]


def attempt_lines(wave: Wave) -> Iterator[Sequence[object]]:
    """With a head; by unit and moment. Interviewers by their codes, units without who they are. One query."""
    yield (
        _("Unit"),
        _("Stratum"),
        _("KSH code"),
        _("Settlement"),
        _("Interviewer"),
        _("When"),
        _("Result (code)"),
        _("Result"),
        "AAPOR",
        _("Appointment"),
    )
    rows = ContactAttempt.objects.filter(unit__wave=wave).order_by("unit__code", "attempted_at", "pk")
    for one in rows.select_related("unit__stratum", "unit__settlement", "interviewer").iterator(2000):
        unit = one.unit
        yield (
            unit.code,
            unit.stratum.label if unit.stratum else "",
            unit.settlement_id,
            unit.settlement.name,
            one.interviewer.code,
            timezone.localtime(one.attempted_at).strftime(MINUTES),
            one.result,
            one.get_result_display(),
            letter_of(one.result),
            timezone.localtime(one.appointment_at).strftime(MINUTES) if one.appointment_at else "",
        )
