"""A present for tests that reckon with days and hours: real, but never so near midnight that two hours later it is tomorrow."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def earlier_today() -> datetime:
    """A full hour of today between two in the morning and eight in the evening, by the clock on the wall; yesterday's before two."""
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    if now.hour < 2:
        return (now - timedelta(days=1)).replace(hour=20)
    return min(now, now.replace(hour=20))


def noon(day: date) -> datetime:
    """Far from either end of a day, also of one on which the clocks are changed."""
    return timezone.make_aware(datetime.combine(day, time(12)))
