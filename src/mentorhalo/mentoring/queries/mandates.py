"""Which county group a mentor works in on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from mentorhalo.network.models import Mandate


class MandateBook:
    """The mandates of some mentors (None: of all), read once and asked as often as needed. One query."""

    def __init__(self, mentors: Iterable[UUID] | None = None) -> None:
        rows = Mandate.objects.order_by("starts_on", "pk")
        if mentors is not None:
            rows = rows.filter(mentor__in=set(mentors))
        self._spans: dict[UUID, list[tuple[date, date, UUID, UUID]]] = {}
        for mentor, starts_on, ends_on, programme, group in rows.values_list(
            "mentor_id", "starts_on", "ends_on", "programme_id", "group_id"
        ):
            self._spans.setdefault(mentor, []).append((starts_on, ends_on or date.max, programme, group))

    def group_of(self, mentor: UUID | None, day: date, programme: UUID | None = None) -> UUID | None:
        """The group, if the mentor holds a mandate on the day (in the programme)."""
        found = self._on(mentor, day, programme)
        return found[1] if found else None

    def programme_of(self, mentor: UUID | None, day: date) -> UUID | None:
        found = self._on(mentor, day, None)
        return found[0] if found else None

    def _on(self, mentor: UUID | None, day: date, programme: UUID | None) -> tuple[UUID, UUID] | None:
        if mentor is None:
            return None
        for starts_on, ends_on, in_programme, group in self._spans.get(mentor, ()):
            if starts_on <= day <= ends_on and programme in (None, in_programme):
                return in_programme, group
        return None
