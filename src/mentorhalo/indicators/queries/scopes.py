"""For which programme, day, moment and part of the country a figure is asked."""

from datetime import date, datetime

from django.utils import timezone

from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import current_programme

from ..scope import Scope

YEARS_AHEAD = 10


class NoProgramme(LookupError):
    """There is no programme to count for."""


def programme_named(code: str | None) -> Programme:
    """The programme of this code; without one, the one running now or the latest."""
    found = Programme.objects.filter(code=code).first() if code else current_programme()
    if found is None:
        raise NoProgramme(code or "")
    return found


def scope_of(
    programme: Programme,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    county: str = "",
    group: str = "",
    mentor: str = "",
    settlement_type: str = "",
    since: date | None = None,
) -> Scope:
    return Scope(
        programme=programme.code,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        as_of=as_of or timezone.localdate(),
        known_at=known_at,
        since=since,
        county=county,
        group=_reference("group", group),
        mentor=_reference("mentor", mentor),
        settlement_type=settlement_type,
    )


def speaking_day(programme: Programme) -> date:
    """The day pages speak for unless asked otherwise: today, or the last day of a programme that is over."""
    today = timezone.localdate()
    return min(today, programme.ends_on) if programme.ends_on else today


def farthest_day() -> date:
    """Figures look ahead so far and no farther: every quarter up to the day is gone through."""
    return date(timezone.localdate().year + YEARS_AHEAD, 12, 31)


def _reference(kind: str, given: str) -> str:
    return given if not given or ":" in given else f"{kind}:{given}"


def month_ends(programme: Programme, until: date) -> list[date]:
    """The last day of each month of the programme up to `until`, and that day itself."""
    last = min(until, programme.ends_on) if programme.ends_on else until
    found = []
    year, month = programme.starts_on.year, programme.starts_on.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date.fromordinal(date(year, month, 1).toordinal() - 1)
        if end >= last:
            break
        found.append(end)
    return [*found, last] if last >= programme.starts_on else []
