"""When an obligation falls due: pure reckoning from the grant's first day.

`per_year` says how often in each year of the grant, the last number holding for every year after: [4, 2] is four in the first
year, then two a year. `by_months` names single deadlines: [6] is once, by the end of the sixth month.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

MOST_YEARS = 10
MOST_A_YEAR = 52


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_days(
    starts_on: date, ends_on: date | None, per_year: Sequence[int], by_months: Sequence[int] = ()
) -> list[date]:
    """Every due day within the grant, in order. A grant without an end is reckoned for the years that are named.

    Each is the last day of its stretch: the four of a year that begins on 1 March fall due on 31 May, 31 August, 30 November
    and the last of February.
    """
    days = [months_after(starts_on, months) - timedelta(days=1) for months in by_months]
    years = MOST_YEARS if ends_on else len(per_year)
    for year in range(years if per_year else 0):
        times = per_year[min(year, len(per_year) - 1)]
        begins, ends = months_after(starts_on, 12 * year), months_after(starts_on, 12 * (year + 1))
        for number in range(1, times + 1):
            if 12 % times == 0:
                next_begins = months_after(starts_on, 12 * year + 12 * number // times)
            else:
                next_begins = begins + (ends - begins) * number // times
            days.append(next_begins - timedelta(days=1))
    return sorted(day for day in days if ends_on is None or day <= ends_on)
