"""The office's pages of model projects: calls, the board of a call, decisions and contracts; and everybody's own desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import projects as actions
from ..actions.projects import ProjectRefused
from ..forms.projects import CallForm, ContractForm, DecisionForm
from ..models.projects import ModelProject, ProjectCall
from ..queries import projects as queries
from .project_parts import form_page, show_refusal, trail_of


@door("knowledge.projects_desk")
def desk(request: SignedInRequest) -> HttpResponse:
    """What this person reads and wrote; for the office every call."""
    user, today = request.user, timezone.localdate()
    sees_board = user.has_perm("knowledge.view_board")
    own, to_read = queries.projects_of(user), queries.readings_of(user)
    open_calls, _closed = queries.calls_shown(today)
    content = {
        "own": own,
        "to_read": to_read,
        # Who has none of their own and something else here is not told of it.
        "shows_own": bool(own) or not (sees_board or to_read),
        "open_calls": [one for one in open_calls if one.is_open(today)]
        if user.has_perm("knowledge.apply")
        else [],
        "calls": list(ProjectCall.objects.order_by("-opens_on", "code")) if sees_board else [],
        "counts": queries.office_counts() if sees_board else {},
        "sees_board": sees_board,
        "may_manage": user.has_perm("knowledge.manage_projects"),
    }
    return render(request, "knowledge/projects/desk.html", content)


@door("knowledge.manage_projects")
def begin_call(request: SignedInRequest) -> HttpResponse:
    form = CallForm(request.POST or None)
    if form.is_valid():
        try:
            call = actions.open_call(
                programme=UUID(form.cleaned_data["programme"]),
                draft=form.draft(),
                by=request.user,
                at=timezone.now(),
            )
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The call is kept. Publish it when it is right."))
            return redirect("knowledge:call_board", code=call.code)
    content = {"form": form, "heading": _("New call"), "trail": trail_of(here=_("New call"))}
    return render(request, "knowledge/projects/call_form.html", content)


@door("knowledge.manage_projects", get=queries.call_named)
def edit_call(request: SignedInRequest, call: ProjectCall) -> HttpResponse:
    form = CallForm(request.POST or None, call=call)
    if form.is_valid():
        try:
            actions.revise_call(call=call, draft=form.draft(), by=request.user, at=timezone.now())
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The call is changed."))
            return redirect("knowledge:call_board", code=call.code)
    content = {"form": form, "heading": call.title, "trail": trail_of(here=call.title)}
    return render(request, "knowledge/projects/call_form.html", content)


@door("knowledge.manage_projects", get=queries.call_named)
@require_POST
def publish_call(request: SignedInRequest, call: ProjectCall) -> HttpResponse:
    actions.publish_call(call=call, by=request.user, at=timezone.now())
    messages.success(request, _("Everybody reads the call now."))
    return redirect("knowledge:call_board", code=call.code)


@door("knowledge.view_board", get=queries.call_named)
def board(request: SignedInRequest, call: ProjectCall) -> HttpResponse:
    """Every application of a call: rule, points, money, state."""
    content = {
        "call": call,
        "rows": queries.board_of(call),
        "money": queries.money_of(call),
        "may_manage": request.user.has_perm("knowledge.manage_projects"),
        "trail": trail_of(here=call.title),
        "public": reverse("knowledge:project_call", args=[call.code]),
    }
    return render(request, "knowledge/projects/board.html", content)


@door("knowledge.manage_projects", get=queries.project_named)
def decide(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    left = queries.money_of(project.call)["left"]
    form = DecisionForm(request.POST or None, initial={"granted": min(queries.asked_for(project), left)})
    return form_page(
        request,
        project,
        form,
        lambda said: actions.decide_application(project=project, **said, by=request.user, at=timezone.now()),
        heading=_("Decide"),
        submit=_("Keep the decision"),
        done=_("It is decided, and the applicant got a letter."),
    )


@door("knowledge.manage_projects", get=queries.project_named)
def contract(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        ContractForm(request.POST or None),
        lambda said: actions.sign_contract(project=project, **said, by=request.user, at=timezone.now()),
        heading=_("Contract"),
        submit=_("Keep the contract"),
        done=_("Under contract: everybody reads of the project now."),
    )
