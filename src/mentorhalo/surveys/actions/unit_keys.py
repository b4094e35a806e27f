"""Where a unit is found, for those who may know."""

from datetime import datetime

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..models import SampleUnit, UnitKey


def show_unit_key(*, unit: SampleUnit, by: User, at: datetime) -> UnitKey | None:
    """What a key holder asked to see; that it was seen is written down."""
    audit.note(deed="show_unit_key", subject=f"unit:{unit.pk}", by=by.pk, at=at, details={"code": unit.code})
    return UnitKey.objects.filter(unit=unit).first()
