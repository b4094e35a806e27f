"""Letters to those who have something due in the field, and to those who can help where it is stuck."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.letters import send_letter

from ..models import FieldAssignment, Wave
from ..queries.duties import open_waves, stuck_in, to_remind
from ..queries.reach import counties_of

AHEAD = timedelta(days=3)
AGAIN_AFTER = timedelta(days=3)
AT_ONCE_AGAIN = timedelta(hours=12)  # whoever presses the button twice writes once
BATCH = 500
READERS = (Role.RESEARCHER, Role.OFFICE, Role.GROUP_LEADER)


@transaction.atomic
def remind_interviewers(*, wave: Wave | None = None, by: User | None = None, at: datetime) -> int:
    """One letter to each whose units fall due or are overdue; how many were written.

    By the clock nobody is written to more often than every third day; by the button of a wave sooner.
    """
    day = timezone.localdate(at)
    since = at - (AT_ONCE_AGAIN if wave is not None else AGAIN_AFTER)
    rows = to_remind(day, AHEAD, since, wave).filter(interviewer__user__is_active=True)
    due = list(
        rows.select_for_update(of=("self",))
        .select_related("interviewer__user", "unit__settlement", "unit__wave__study")
        .order_by("interviewer", "due_on", "pk")
    )
    mine: dict[UUID, list[FieldAssignment]] = defaultdict(list)
    for assignment in due:
        mine[assignment.interviewer_id].append(assignment)
        assignment.reminded_at = at
    for assignments in mine.values():
        _write_to_interviewer(assignments, day)
    FieldAssignment.objects.bulk_update(due, ["reminded_at"], batch_size=BATCH)
    if wave is not None:
        _note("remind_interviewers", wave, by, at, len(mine))
    return len(mine)


@transaction.atomic
def tell_of_what_is_stuck(*, at: datetime) -> int:
    """One letter to each researcher, office worker and leader with something stuck in their reach; how many."""
    day = timezone.localdate(at)
    waves = list(open_waves(day))
    readers = User.objects.none()
    for role in READERS:
        readers |= User.objects.holding(role, day)
    written = 0
    for reader in readers.distinct().prefetch_related("grants").order_by("pk"):
        counties = counties_of(reader, day)
        found = [one for wave in waves if (one := stuck_in(wave, day, counties)).total]
        if not found:
            continue
        with override(reader.language):
            lines = [
                {
                    "wave": f"{one.wave.study.title}, {one.wave.title}",
                    "unassigned": one.unassigned,
                    "overdue": one.overdue,
                    "address": settings.SITE_URL + reverse("surveys:wave", args=[one.wave.pk]),
                }
                for one in found
            ]
        send_letter(
            "surveys/letters/stuck", to=reader.email, language=reader.language, context={"lines": lines}
        )
        written += 1
    return written


def _write_to_interviewer(assignments: list[FieldAssignment], day: date) -> None:
    """Where and how many, never whom: a letter may be read by others."""
    user = assignments[0].interviewer.user
    assert user is not None, "those without an account were left out"
    places: Counter[str] = Counter(one.unit.settlement.name for one in assignments)
    due = [one.due_on for one in assignments if one.due_on]
    with override(user.language):
        address = settings.SITE_URL + reverse("surveys:mine")
    send_letter(
        "surveys/letters/units_due",
        to=user.email,
        language=user.language,
        context={
            "count": len(assignments),
            "overdue": sum(one < day for one in due),
            "first_on": min(due),
            "places": sorted(places.items()),
            "address": address,
        },
    )


def _note(deed: str, wave: Wave, by: User | None, at: datetime, letters: int) -> None:
    audit.note(
        deed=deed,
        subject=f"wave:{wave.pk}",
        by=by.pk if by else None,
        at=at,
        details={"letters": letters},
    )
