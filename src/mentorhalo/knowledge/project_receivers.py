"""A party's new field is carried into the three-field rule of its projects."""

from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import Q
from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.partners.models import Organisation, Party
from mentorhalo.partners.signals import party_revised

from .actions.projects.activities import ship_project_activities
from .actions.projects.states import tell
from .models.projects import ModelProject, ProjectActivity


@receiver(party_revised)
def carry_party_into_projects(party: Party, by: User | None, at: datetime, **_more: Any) -> None:
    """One query where it takes part in no project under contract."""
    if not isinstance(party, Organisation):
        return
    touched = ModelProject.objects.public().filter(Q(lead=party) | Q(partners__organisation=party)).distinct()
    for project in touched:
        tell(project, by=by, at=at)


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the shipped types of activities are there."""
    if ProjectActivity._meta.db_table in connections[using].introspection.table_names():
        ship_project_activities()
