"""Days on which offices work: what "answered within five working days" means. Holidays come from the kept library of that name."""

from datetime import date, datetime, time
from functools import cache
from threading import Lock

import holidays
from django.conf import settings
from django.utils import timezone

_lock = Lock()  # a calendar works out a year when it is first asked about it


def after_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`; weekends, public holidays and days moved by decree are heeded."""
    with _lock:
        return _calendar(settings.HOLIDAYS_OF).get_nth_working_day(day, count)


def due_after(at: datetime, count: int) -> datetime:
    """The end of office hours (16:00) on the `count`-th working day after the moment's day."""
    day = after_working_days(timezone.localdate(at), count)
    return datetime.combine(day, time(16), tzinfo=timezone.get_current_timezone())


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
