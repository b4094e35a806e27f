"""What an entry said before each change, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day

from ..models import Activity, ActivityRevision

# Words that only the county group may read: that they changed is told, what they said is not.
NOT_TOLD = {"group_note"}


@dataclass(frozen=True)
class Revision:
    changed_at: datetime
    changed_by: str
    before: list[tuple[str, str]]  # the field's name in words, what stood there


def revisions_of(activity: Activity) -> list[Revision]:
    """The latest change first. One query."""
    rows = ActivityRevision.objects.filter(activity=activity).select_related("changed_by").order_by("-number")
    return [
        Revision(
            changed_at=row.changed_at,
            changed_by=str(row.changed_by) if row.changed_by else _("an import"),
            before=[(_label(name), _words(name, value)) for name, value in row.before.items()],
        )
        for row in rows
    ]


def _label(name: str) -> str:
    try:
        return str(getattr(Activity._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _words(name: str, value: Any) -> str:
    if name in NOT_TOLD:
        return _("(only for the county group)")
    if value in (None, "", []):
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = Activity._meta.get_field(name)
    choices = dict(getattr(field, "flatchoices", None) or ())
    if value in choices:
        return str(choices[value])
    if field.is_relation:
        return _("another one")
    as_day = parse_date(value) if isinstance(value, str) and name.endswith("_on") else None
    return day(as_day) if as_day else str(value)
