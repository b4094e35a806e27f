"""What the model projects tell the house."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.ids import known_ids
from mentorhalo.core.registry import (
    MenuEntry,
    SearchDraft,
    SearchSource,
    SourceLink,
    Waiting,
    registry,
)

from .. import project_receivers
from ..actions.projects.states import SEARCH_KIND
from ..facts.projects import PROJECT_SOURCE, all_projects
from ..models.projects import ModelProject
from ..project_tasks import watch_milestones as watch_milestones
from ..queries import projects as queries

SOON = timedelta(days=14)


def sign_in() -> None:
    post_migrate.connect(
        project_receivers.ship_after_migration,
        sender=apps.get_app_config("knowledge"),
        dispatch_uid="knowledge.project_activities",
    )
    registry.add_menu(
        MenuEntry("knowledge:projects", gettext_lazy("Model projects"), order=37, place="foot"),
        MenuEntry(
            "knowledge:projects_desk",
            gettext_lazy("Model projects"),
            perm="knowledge.projects_desk",
            order=47,
            place="desk",
            group="knowledge",
        ),
    )
    registry.add_derivation(PROJECT_SOURCE, all_projects)
    registry.add_source(PROJECT_SOURCE, links)
    registry.add_subject("project", links)
    registry.add_search(SearchSource(SEARCH_KIND, gettext_lazy("Model projects"), entries=found, order=31))
    registry.add_waiting(waiting_for)


def found(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for project in queries.projects_to_find(ids):
        yield SearchDraft(
            id=str(project.pk),
            title=project.title,
            text="\n".join(
                (project.summary, project.need, project.plan, project.results, project.adaptability)
            ),
            url_name="knowledge:project",
            url_args=(project.code,),
            note=f"{project.settlement.name}, {project.get_state_display()}",
            keywords=" ".join([project.code, project.lead.name, project.settlement.name]),
            county=project.settlement.county_id,
            day=project.contracted_on,
        )


def links(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By identifier and title from the contract on; before it by identifier alone. One query."""
    rows = ModelProject.objects.filter(pk__in=known_ids(ids)).only("number", "title", "state")
    return {
        str(one.pk): SourceLink(f"{one.code} {one.title}", reverse("knowledge:project", args=[one.code]))
        if one.is_public
        else SourceLink(one.code, None)
        for one in rows
    }


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Applications to score, milestones due, and for the office what waits to be decided. Three queries at most."""
    if not isinstance(user, User):
        return []
    roles = user.roles_on(timezone.localdate(now))
    waiting: list[Waiting] = []
    if roles & {Role.OFFICE, Role.EXPERT}:
        waiting += [
            Waiting(
                _("An application waits for your points: %(title)s") % {"title": one.project.title},
                _("Score"),
                reverse("knowledge:read_application", args=[one.project_id]),
            )
            for one in queries.readings_of(user)
        ]
    if roles & {Role.REPRESENTATIVE, Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE}:
        today = timezone.localdate(now)
        waiting += [
            Waiting(
                _("A milestone of %(code)s is due: %(title)s")
                % {"code": one.project.code, "title": one.title},
                _("Look at it"),
                reverse("knowledge:application", args=[one.project_id]),
                is_urgent=one.due_on < today,
            )
            for one in queries.due_milestones(user, today + SOON)
        ]
    if Role.OFFICE in roles:
        waiting += _of_the_office()
    return waiting


def _of_the_office() -> list[Waiting]:
    counts, desk = queries.office_counts(), reverse("knowledge:projects_desk")
    words = {
        "unread": lambda n: ngettext(
            "One application has no readers.", "%(count)s applications have no readers.", n
        ),
        "disputed": lambda n: ngettext(
            "The readers of one application disagree.", "The readers of %(count)s applications disagree.", n
        ),
        "undecided": lambda n: ngettext(
            "One application waits to be decided.", "%(count)s applications wait to be decided.", n
        ),
        "reported": lambda n: ngettext(
            "One final report waits to be accepted.", "%(count)s final reports wait to be accepted.", n
        ),
    }
    return [
        Waiting(words[name](count) % {"count": count}, _("Look at them"), desk)
        for name, count in counts.items()
        if count
    ]
