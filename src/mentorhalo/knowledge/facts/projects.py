"""What the journal says of a model project: that it was contracted, and completed - with the three fields together, or without."""

from collections.abc import Iterator
from typing import Any

from mentorhalo.evidence.actions import FactDraft

from ..models.projects import ModelProject
from ..queries.projects import check_of, whole_projects
from ..three_fields import RuleCheck

PROJECT_SOURCE = "knowledge.project"
HOLDS = "three_fields"


def facts_of_project(project: ModelProject) -> list[FactDraft]:
    """Needs what `queries.projects.whole_projects` brings along.

    `state` says whether the rule holds (`three_fields`), or what is missing first ("no_museum", …).
    """
    if project.contracted_on is None or not project.is_public:
        return []
    about: dict[str, Any] = {
        "programme": project.call.programme.code,
        "subject": f"project:{project.pk}",
        "subject_class": project.lead.kind.sector,
        "home": project.settlement_id,
        "place": project.settlement_id,
        "county": project.settlement.county_id,
        "form": project.call.code,
        "state": _state(check_of(project)),
    }
    facts = [FactDraft(kind="project.contracted", occurred_on=project.contracted_on, **about)]
    if project.completed_on is not None:
        facts.append(FactDraft(kind="project.completed", occurred_on=project.completed_on, **about))
    return facts


def all_projects() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation: every project with its facts. Two queries."""
    for project in whole_projects():
        yield str(project.pk), facts_of_project(project)


def _state(check: RuleCheck) -> str:
    return HOLDS if check.holds else str(check.faults[0].value)
