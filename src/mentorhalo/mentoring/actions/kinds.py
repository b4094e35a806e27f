"""The kinds of log entries that come with the product."""

import json
from importlib import resources

from ..models import ActivityKind


def ship_activity_kinds() -> list[ActivityKind]:
    """Put the shipped kinds into an installation that does not have them. Repeating it is harmless."""
    text = (
        resources.files("mentorhalo.mentoring")
        .joinpath("data/activity_kinds.json")
        .read_text(encoding="utf-8")
    )
    known = set(ActivityKind.objects.values_list("code", flat=True))
    return ActivityKind.objects.bulk_create(
        ActivityKind(**row) for row in json.loads(text) if row["code"] not in known
    )
