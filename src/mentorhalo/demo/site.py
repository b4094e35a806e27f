"""What the stages of the building hand on."""

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import Settlement

from .plan import Period, Size
from .progress import Report


@dataclass
class Site:
    """The frame everything else is built into."""

    random: Random
    period: Period
    size: Size
    report: Report
    office: User
    users: dict[str, User]
    programme: Programme
    settlements: dict[str, Settlement]

    def at(self, day: date, hour: int = 9) -> datetime:
        """A moment of that day, never later than now."""
        moment = datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
        return min(moment, timezone.now())
