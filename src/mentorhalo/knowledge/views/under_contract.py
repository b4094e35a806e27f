"""A project under contract: milestones and their proofs, spending, partners that leave, report, completion, early end."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import projects as actions
from ..forms.projects import (
    DayForm,
    DoneForm,
    EndForm,
    LeavingForm,
    MilestoneForm,
    ProjectReasonForm,
    ReportForm,
    SpendingForm,
)
from ..models.carrying_out import Milestone
from ..models.projects import ModelProject
from ..queries import projects as queries
from .project_parts import form_page


@door("knowledge.carry_out_project", get=queries.project_named)
def milestone(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        MilestoneForm(request.POST or None),
        lambda said: actions.add_milestone(project=project, **said, by=request.user, at=timezone.now()),
        heading=_("New milestone"),
        submit=_("Add the milestone"),
        done=_("The milestone is added."),
    )


@door("knowledge.complete_milestone", get=queries.milestone_named)
def done(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    return form_page(
        request,
        milestone.project,
        DoneForm(request.POST or None, request.FILES or None, initial={"done_on": timezone.localdate()}),
        lambda said: actions.complete_milestone(
            milestone=milestone, **said, by=request.user, at=timezone.now()
        ),
        heading=_("Done: %(title)s") % {"title": milestone.title},
        submit=_("It is done"),
        done=_("The milestone is done."),
    )


@door("knowledge.view_milestone", get=queries.milestone_named)
def proof(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    """The file as it arrived, to be saved: never shown within our pages, and never if its fingerprint is another."""
    if not milestone.file:
        raise Http404
    with milestone.file.open("rb") as stream:
        content = stream.read()  # bounded by EVIDENCE_MAX_MEGABYTES
    if sha256(content).hexdigest() != milestone.sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect("knowledge:application", pk=milestone.project_id)
    name = content_disposition_header(as_attachment=True, filename=milestone.file_name)
    headers = {
        "Content-Disposition": name or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=milestone.media_type, headers=headers)


@door("knowledge.carry_out_project", get=queries.project_named)
def spending(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    form = SpendingForm(request.POST or None, lines=queries.lines_spent(project))
    return form_page(
        request,
        project,
        form,
        lambda said: actions.record_spending(
            project=project, **{**said, "line": int(said["line"])}, by=request.user, at=timezone.now()
        ),
        heading=_("Record a payment"),
        submit=_("Record it"),
        done=_("The payment is recorded."),
    )


@door("knowledge.carry_out_project", get=queries.project_named)
def leaving(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        LeavingForm(request.POST or None, project=project),
        lambda said: actions.let_partner_leave(
            project=project, **{**said, "partner": int(said["partner"])}, by=request.user, at=timezone.now()
        ),
        heading=_("A partner leaves"),
        submit=_("The partner leaves"),
        done=_("The partner has left; the rule was checked anew."),
        intro=_("Without all three fields the project does not count as a model project."),
        tone="danger",
    )


@door("knowledge.carry_out_project", get=queries.project_named)
def report(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    names = ("results", "lessons", "adaptability")
    return form_page(
        request,
        project,
        ReportForm(request.POST or None, initial={name: getattr(project, name) for name in names}),
        lambda said: actions.send_report(project=project, **said, by=request.user, at=timezone.now()),
        heading=_("Final report"),
        submit=_("Hand the report in"),
        done=_("The report is handed in."),
    )


@door("knowledge.manage_projects", get=queries.project_named)
def return_report(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        ProjectReasonForm(request.POST or None),
        lambda said: actions.return_report(
            project=project, reason=said["reason"], by=request.user, at=timezone.now()
        ),
        heading=_("Return the report"),
        submit=_("Return"),
        done=_("The report is returned, and the applicant got a letter."),
    )


@door("knowledge.manage_projects", get=queries.project_named)
def complete(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        DayForm(request.POST or None, initial={"completed_on": timezone.localdate()}),
        lambda said: actions.complete_project(
            project=project, completed_on=said["completed_on"], by=request.user, at=timezone.now()
        ),
        heading=_("Accept the report"),
        submit=_("The project is completed"),
        done=_("The project is completed."),
    )


@door("knowledge.manage_projects", get=queries.project_named)
def end(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        EndForm(request.POST or None, initial={"ended_on": timezone.localdate()}),
        lambda said: actions.end_project(project=project, **said, by=request.user, at=timezone.now()),
        heading=_("End before completion"),
        submit=_("End the project"),
        done=_("The project has ended; it stays among the contracted ones."),
        tone="danger",
    )
