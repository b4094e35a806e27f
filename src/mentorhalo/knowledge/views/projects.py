"""What everybody reads of model projects: calls, the projects under contract and after, one of them."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.linked_data import linked_data, publisher
from mentorhalo.territory.queries import county_choices

from ..choices.projects import ProjectState
from ..models.projects import ModelProject, ProjectCall
from ..queries import projects as queries
from ..three_fields import RuleCheck

A_PAGE = 30
TONES = {
    ProjectState.CONTRACTED: "info",
    ProjectState.REPORTED: "info",
    ProjectState.COMPLETED: "main",
    ProjectState.ENDED: "neutral",
}


@door("knowledge.read_projects")
def listed(request: HttpRequest) -> HttpResponse:
    """Open calls, then every project from its contract on."""
    counties = dict(county_choices())
    county = request.GET.get("county", "")
    county = county if county in counties else ""
    open_calls, closed_calls = queries.calls_shown(timezone.localdate())
    page = Paginator(queries.public_projects(county=county), A_PAGE).get_page(request.GET.get("page"))
    content = {
        "open_calls": open_calls,
        "closed_calls": closed_calls,
        "page": page,
        "tones": TONES,
        "counties": counties,
        "county": county,
        "may_apply": request.user.has_perm("knowledge.apply"),
    }
    return render(request, "knowledge/projects/list.html", content)


@door("knowledge.read_call", get=queries.call_named)
def call(request: HttpRequest, call: ProjectCall) -> HttpResponse:
    """What is asked for, until when, by which rule."""
    left_out = set(call.left_out_counties)
    content = {
        "call": call,
        "activities": call.activities.all(),
        "criteria": [(one["most"], call.criterion_names()[one["code"]]) for one in call.criteria],
        "left_out": [name for code, name in county_choices() if code in left_out],
        "is_open": call.is_open(timezone.localdate()),
        "may_apply": request.user.has_perm("knowledge.apply"),
        "may_see_board": request.user.has_perm("knowledge.view_board"),
        "may_manage": request.user.has_perm("knowledge.manage_projects"),
        "trail": [(_("Model projects"), reverse("knowledge:projects")), (call.title, "")],
        "nothing": (),
    }
    return render(request, "knowledge/projects/call.html", content)


@door("knowledge.read_projects")
def project(request: HttpRequest, code: str) -> HttpResponse:
    """One project, from its contract on."""
    try:
        found = queries.public_project(code)
    except ModelProject.DoesNotExist:
        raise Http404 from None
    check = queries.check_of(found)
    address = settings.SITE_URL + reverse("knowledge:project", args=[found.code])
    content = {
        "project": found,
        "tone": TONES[ProjectState(found.state)],
        "parts": _told(found),
        "partners": [one for one in found.partners.all() if one.left_on is None],
        "check": check,
        "activities": found.activities.all(),
        "address": address,
        "metadata": _metadata(found, address),
        "may_open": request.user.has_perm("knowledge.view_application", found),
        "trail": [(_("Model projects"), reverse("knowledge:projects")), (found.title, "")],
        "nothing": (),
    }
    return render(request, "knowledge/projects/project.html", content)


def rule_words(check: RuleCheck) -> list[str]:
    return [str(fault.label) for fault in check.faults]


def _told(found: ModelProject) -> list[tuple[str, str, str]]:
    """(anchor, name, words): before its end what is planned, after it what came of it first."""
    names = ["need", "audience", "plan", "participation"]
    if found.state == ProjectState.COMPLETED:
        names = ["results", "adaptability", "lessons", *names]
    return [
        (name, ModelProject.part_name(name), getattr(found, name)) for name in names if getattr(found, name)
    ]


def _metadata(found: ModelProject, address: str) -> Any:
    members = [found.lead, *(one.organisation for one in found.partners.all() if one.left_on is None)]
    return linked_data(
        {
            "@type": "ResearchProject",
            "@id": address,
            "identifier": found.code,
            "name": found.title,
            "description": found.summary,
            "url": address,
            "foundingDate": found.contracted_on.isoformat() if found.contracted_on else "",
            "dissolutionDate": found.completed_on.isoformat() if found.completed_on else "",
            "location": {"@type": "Place", "name": found.settlement.name},
            "member": [{"@type": "Organization", "name": one.name} for one in members],
            "parentOrganization": publisher(settings.SITE_URL),
        }
    )
