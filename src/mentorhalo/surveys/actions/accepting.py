"""Questionnaires that the checks found nothing about are accepted together."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mentorhalo.accounts.models import User

from ..models import Wave
from ..queries.review import Counties, chosen_of, unflagged
from .reviewing import accept_responses

AT_ONCE = 200


def accept_unflagged(
    *,
    wave: Wave,
    counties: Counties,
    chosen: Mapping[str, Any] | None = None,
    by: User,
    at: datetime,
    should_stop: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> int:
    """Accept, some hundreds at a time, what waits, was looked at by the last run and has no flag; how many.

    `chosen`: only of those such a filter shows.
    What this person recorded or changed, and what is not of its type, waits for somebody's own eye. Going on after a halt is harmless.
    """
    waiting: list[UUID] = list(
        chosen_of(unflagged(wave, counties, by), chosen or {}).values_list("pk", flat=True)
    )
    done = 0
    for start in range(0, len(waiting), AT_ONCE):
        if should_stop():
            break
        done += accept_responses(responses=waiting[start : start + AT_ONCE], by=by, at=at)
        progress(done, len(waiting))
    return done
