"""Rows that hold from a day to a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows that hold from `starts_on` to `ends_on`, both days included; an open end holds on."""

    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def touching(self, starts_on: date, ends_on: date | None) -> Self:
        """Rows that share a day with the span."""
        found = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return found.filter(starts_on__lte=ends_on) if ends_on else found
