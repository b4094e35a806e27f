"""Days and hours as people say them: what lasts until midnight ends on the day that midnight closes."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def moment(day: date, hour: time = time()) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def end(day: date, hour: time) -> datetime:
    """The end of what closes on the day at the hour; "until 0:00" is the midnight after that day."""
    return moment(day, hour) if hour > time() else moment(day + timedelta(days=1))


def last_day(ends_at: datetime) -> date:
    return timezone.localdate(ends_at - timedelta(microseconds=1))
