"""The types of activities that come with the product."""

import json
from importlib import resources

from ...models.projects import ProjectActivity


def ship_project_activities() -> list[ProjectActivity]:
    """Put the shipped types into an installation that does not have them. Repeating it is harmless."""
    text = (
        resources.files("mentorhalo.knowledge")
        .joinpath("data/project_activities.json")
        .read_text(encoding="utf-8")
    )
    known = set(ProjectActivity.objects.values_list("code", flat=True))
    return ProjectActivity.objects.bulk_create(
        ProjectActivity(**row) for row in json.loads(text) if row["code"] not in known
    )
