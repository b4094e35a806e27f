"""How the journal's references to this room's records are named, and what the room offers on the cards of others."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink

from .models import Obligation, PlanItem, Process, ProcessPhase, SwotItem


def processes(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By the target area. One query."""
    rows = Process.objects.filter(pk__in=known_ids(ids)).select_related("settlement")
    return {str(one.pk): SourceLink(_label(one), _address(request, one.pk)) for one in rows}


def phases(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    rows = ProcessPhase.objects.filter(pk__in=known_ids(ids)).select_related("kind", "process__settlement")
    return {
        str(one.pk): SourceLink(f"{_label(one.process)}: {one.kind}", _address(request, one.process_id))
        for one in rows
    }


def plan_items(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By the target area alone: what a community wrote is for those who may read it. One query."""
    may = request is not None and request.user.has_perm("mentoring.view")
    rows = PlanItem.objects.filter(pk__in=known_ids(ids)).select_related("process__settlement")
    return {
        str(one.pk): SourceLink(
            f"{_label(one.process)}: {one.goal if may else _('an action of the plan')}",
            reverse("processes:plan", args=[one.process_id]) if may else None,
        )
        for one in rows
    }


def swot_items(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    may = request is not None and request.user.has_perm("mentoring.view")
    rows = SwotItem.objects.filter(pk__in=known_ids(ids)).select_related("session__process__settlement")
    return {
        str(one.pk): SourceLink(
            f"{_label(one.session.process)}: {one.text if may else one.get_quadrant_display()}",
            reverse("processes:swot_session", args=[one.session_id]) if may else None,
        )
        for one in rows
    }


def obligations(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By clause, grant and due day. One query."""
    may = request is not None and request.user.has_perm("mentoring.view")
    rows = Obligation.objects.filter(pk__in=known_ids(ids)).select_related("rule", "consortium")
    return {
        str(one.pk): SourceLink(
            f"{one.rule.clause}, {one.consortium.grant_id}, {day(one.due_on)}",
            reverse("processes:obligations", args=[one.consortium_id]) if may else None,
        )
        for one in rows
    }


def of_consortium(request: HttpRequest, pk: str) -> list[tuple[str, str]]:
    """The processes under a grant, and the way to open one. One query."""
    if not request.user.has_perm("mentoring.view"):
        return []
    rows = Process.objects.filter(consortium=UUID(pk)).select_related("settlement")
    links = [(_label(one), reverse("processes:process", args=[one.pk])) for one in rows]
    links.append((_("Obligations"), reverse("processes:obligations", args=[pk])))
    if request.user.has_perm("processes.open"):
        links.append((_("Open a process"), reverse("processes:open_process", args=[pk])))
    return links


def of_community(request: HttpRequest, pk: str) -> list[tuple[str, str]]:
    """The community's processes, for those who may read them. Two queries."""
    rows = Process.objects.with_names().filter(community=UUID(pk))
    return [
        (_label(one), reverse("processes:process", args=[one.pk]))
        for one in rows
        if request.user.has_perm("processes.view", one)
    ]


def _label(process: Process) -> str:
    return _("Community process, %(area)s") % {"area": process}


def _address(request: HttpRequest | None, pk: UUID) -> str | None:
    may = request is not None and request.user.has_perm("mentoring.view")
    return reverse("processes:process", args=[pk]) if may else None
