"""An application as who writes it sees it: begun, written with its partners, handed in, withdrawn."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.partners.queries import find_organisations

from ..actions import projects as actions
from ..actions.projects import ProjectRefused
from ..choices.projects import UNDER_CONTRACT, ProjectState
from ..forms.projects import ApplicationForm, BeginForm, PartnerForm, ProjectReasonForm
from ..models.projects import ModelProject, ProjectCall
from ..queries import projects as queries
from .project_parts import acted, form_page, show_refusal, trail_of

AT_MOST = 12
WORDS = (
    "summary",
    "need",
    "audience",
    "plan",
    "participation",
    "afterwards",
    "results",
    "lessons",
    "adaptability",
)


@door("knowledge.apply")
def suggest(request: SignedInRequest) -> JsonResponse:
    found = find_organisations(request.GET.get("q", ""), AT_MOST)
    results = [
        {
            "value": str(one.pk),
            "label": one.name,
            "note": f"{one.settlement.name}, {one.kind.get_sector_display()}",
        }
        for one in found
    ]
    return JsonResponse({"results": results})


def _call_to_apply(code: str) -> ProjectCall:
    return ProjectCall.objects.published().get(code=code)


@door("knowledge.apply", get=_call_to_apply)
def begin(request: SignedInRequest, call: ProjectCall) -> HttpResponse:
    """Title, institution and place make a draft; the rest is written later."""
    form = BeginForm(request.POST or None, call=call)
    if form.is_valid():
        try:
            project = actions.begin_application(
                call=call,
                lead=form.cleaned_data["lead"],
                draft=form.begun(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=timezone.now(),
            )
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The draft is kept. Name the partners next."))
            return redirect("knowledge:application", pk=project.pk)
    here = reverse("knowledge:project_call", args=[call.code])
    trail = [(_("Model projects"), reverse("knowledge:projects")), (call.title, here), (_("Apply"), "")]
    return render(request, "knowledge/projects/begin.html", {"form": form, "call": call, "trail": trail})


@door("knowledge.view_application", get=queries.project_named)
def application(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    """All of it, with the rule checked as it stands, and every deed that is possible now."""
    return render(request, "knowledge/projects/application.html", _content(request, project, PartnerForm()))


@door("knowledge.write_application", get=queries.project_named)
def write(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    form = ApplicationForm(request.POST or None, call=project.call, project=project)
    if form.is_valid():
        try:
            actions.write_application(
                project=project,
                draft=form.draft(),
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The draft is kept."))
            return redirect("knowledge:application", pk=project.pk)
    content = {"form": form, "project": project, "trail": trail_of(project, _("Write"))}
    return render(request, "knowledge/projects/write.html", content)


@door("knowledge.write_application", get=queries.project_named)
@require_POST
def partners(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    """Add a partner; the rule is checked anew beside the list."""
    form = PartnerForm(request.POST)
    if form.is_valid():
        try:
            actions.add_partner(project=project, **form.cleaned_data, by=request.user, at=timezone.now())
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            form = PartnerForm()
    return _partners(request, project, form)


@door("knowledge.write_application", get=queries.project_named)
@require_POST
def remove_partner(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    number = request.POST.get("partner", "")
    if number.isdecimal() and len(number) < 16:
        try:
            actions.remove_partner(project=project, partner=int(number), by=request.user, at=timezone.now())
        except ProjectRefused as refusal:
            messages.error(request, str(refusal))
    return _partners(request, project, PartnerForm())


@door("knowledge.write_application", get=queries.project_named)
@require_POST
def hand_in(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return acted(
        request,
        project,
        lambda: actions.hand_in_application(project=project, by=request.user, at=timezone.now()),
        _("The application is handed in. Two readers score it; you get a letter when it is decided."),
    )


@door("knowledge.withdraw_application", get=queries.project_named)
def withdraw(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    form = ProjectReasonForm(request.POST or None)
    return form_page(
        request,
        project,
        form,
        lambda said: actions.withdraw_application(
            project=project, reason=said["reason"], by=request.user, at=timezone.now()
        ),
        heading=_("Withdraw the application"),
        submit=_("Withdraw"),
        done=_("The application is withdrawn."),
        tone="danger",
    )


def _partners(request: SignedInRequest, project: ModelProject, form: PartnerForm) -> HttpResponse:
    content = _content(request, queries.project_named(project.pk), form)
    part = "#partners" if request.htmx else ""
    return render(request, f"knowledge/projects/application.html{part}", content)


def _content(request: SignedInRequest, project: ModelProject, form: PartnerForm) -> dict[str, object]:
    user, state = request.user, ProjectState(project.state)
    is_office = user.has_perm("knowledge.manage_projects")
    may_see_scores = user.has_perm("knowledge.view_scores", project)
    scores = queries.scores_for(project, user) if may_see_scores else None
    lines = queries.lines_spent(project)
    names = project.call.criterion_names()
    return {
        "project": project,
        "check": queries.check_of(project),
        "partner_form": form,
        "lines": lines,
        "asked": sum(one.line.amount for one in lines),
        "spent": sum(one.spent for one in lines),
        "parts": [
            (ModelProject.part_name(name), getattr(project, name)) for name in WORDS if getattr(project, name)
        ],
        "activities": project.activities.all(),
        "scores": scores,
        "score_rows": _score_rows(names, scores) if scores else [],
        "milestones": list(project.milestones.all()),
        "history": [
            {"at": move.at, "title": move.get_after_display(), "body": move.reason, "href": "", "tone": ""}
            for move in project.moves.order_by("-at", "-pk")
        ],
        "today": timezone.localdate(),
        "may_write": user.has_perm("knowledge.write_application", project),
        "may_withdraw": state not in (*UNDER_CONTRACT, *_OVER)
        and user.has_perm("knowledge.withdraw_application", project),
        "may_score": scores is not None
        and scores.own is not None
        and scores.own.handed_in_at is None
        and user.has_perm("knowledge.score_application", project),
        "may_ask_readers": is_office and state == ProjectState.SUBMITTED,
        "may_settle": is_office and state == ProjectState.DISPUTED,
        "may_decide": is_office and state == ProjectState.READ,
        "may_contract": is_office and state == ProjectState.ACCEPTED,
        "may_carry_out": user.has_perm("knowledge.carry_out_project", project),
        "may_report": state == ProjectState.CONTRACTED
        and user.has_perm("knowledge.carry_out_project", project),
        "may_complete": is_office and state == ProjectState.REPORTED,
        "may_end": is_office and state in UNDER_CONTRACT,
        "trail": trail_of(project),
        "nothing": (),
    }


_OVER = (
    ProjectState.WITHDRAWN,
    ProjectState.REJECTED,
    ProjectState.COMPLETED,
    ProjectState.ENDED,
)


def _score_rows(names: dict[str, str], scores: queries.Scores) -> list[dict[str, object]]:
    """A criterion in each row, a reader in each column."""
    return [
        {
            "name": name,
            "cells": [(one.scores.get(code, ""), one.reasons.get(code, "")) for one in scores.shown],
        }
        for code, name in names.items()
    ]
