from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from mentorhalo.core.working_days import after_working_days, due_after


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # asked on a Saturday
        (date(2027, 3, 24), 3, date(2027, 3, 31)),  # Good Friday and Easter Monday
        (date(2026, 10, 22), 1, date(2026, 10, 26)),  # 23 October
    ],
)
def test_weekends_and_holidays_are_no_working_days(day: date, count: int, due: date) -> None:
    assert after_working_days(day, count) == due


def test_a_promise_ends_with_the_office_hours_of_its_day() -> None:
    due = due_after(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), 5)  # already the 24th here

    assert timezone.localtime(due).isoformat() == "2026-12-01T16:00:00+01:00"
