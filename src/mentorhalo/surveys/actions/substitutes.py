"""A reserve stands in for a unit that cannot be reached: by the wave's written rule, never by somebody's choice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import UnitState, WaveState
from ..models import FieldAssignment, SampleUnit, Wave
from ..queries.rule import Ripeness, next_reserve, ripeness_of


class SubstituteRefused(Exception):
    """What the rule still asks for; the message is meant for the person, `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def substitute_unit(*, unit: SampleUnit, reason: str, by: User | None, at: datetime) -> SampleUnit:
    """Call in the next reserve in drawn order, of the same settlement if there is one, else of the same stratum.

    Who had the unit gets the substitute, with the same due day. Raises `SubstituteRefused`.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise SubstituteRefused(_("Say why it is substituted."), "reason")
    # Two who substitute in one wave at once go one after the other: they would be given the same reserve.
    Wave.objects.select_for_update().get(pk=unit.wave_id)
    unit = SampleUnit.objects.select_for_update(of=("self",)).select_related("wave").get(pk=unit.pk)
    _check(unit)
    ripe = ripeness_of(unit)
    if not ripe.is_ripe:
        raise SubstituteRefused(lacking(ripe))
    reserve = next_reserve(unit)
    if reserve is None:
        raise SubstituteRefused(_("There is no reserve left in its stratum. The researcher can draw more."))
    assignment = FieldAssignment.objects.filter(unit=unit, ended_at=None).first()
    unit.state = UnitState.SUBSTITUTED
    unit.save(update_fields=["state"])
    reserve.is_reserve = False
    reserve.substitutes = unit
    reserve.substitution_reason = reason
    reserve.state = UnitState.ASSIGNED if assignment else UnitState.OPEN
    reserve.save(update_fields=["is_reserve", "substitutes", "substitution_reason", "state"])
    if assignment:
        assignment.ended_at, assignment.end_reason = at, _("substituted")
        assignment.save(update_fields=["ended_at", "end_reason"])
        FieldAssignment.objects.create(
            unit=reserve,
            interviewer_id=assignment.interviewer_id,
            assigned_at=at,
            assigned_by=by,
            due_on=assignment.due_on,
        )
    audit.note(
        deed="substitute_unit",
        subject=f"unit:{unit.pk}",
        by=by.pk if by else None,
        at=at,
        details={"reserve": str(reserve.pk), "reason": reason, "final_result": ripe.is_final},
    )
    return reserve


def lacking(ripe: Ripeness) -> str:
    """What is missing before it may be substituted, in a sentence."""
    parts = []
    if ripe.attempts:
        parts.append(
            ngettext("%(count)s more attempt", "%(count)s more attempts", ripe.attempts)
            % {"count": ripe.attempts}
        )
    if ripe.days:
        parts.append(
            ngettext("attempts on %(count)s more day", "attempts on %(count)s more days", ripe.days)
            % {"count": ripe.days}
        )
    return _("It cannot be substituted yet: %(missing)s or a final result is needed.") % {
        "missing": _(" and ").join(parts)
    }


def _check(unit: SampleUnit) -> None:
    if unit.wave.state != WaveState.OPEN:
        raise SubstituteRefused(_("Substitutes are called in while the wave is open."))
    if unit.is_reserve:
        raise SubstituteRefused(_("This is a reserve itself; it was not called in."))
    if unit.state == UnitState.SUBSTITUTED:
        raise SubstituteRefused(_("It has a substitute already."))
    if unit.state == UnitState.ANSWERED:
        raise SubstituteRefused(_("It has been answered: no substitute is needed."))
