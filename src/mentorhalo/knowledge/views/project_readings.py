"""Readers of an application: asked, scoring, and what follows where they disagree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import projects as actions
from ..actions.projects import ProjectRefused
from ..forms.projects import ReadersForm, ReadingForm, TalkForm, ThirdReaderForm
from ..models.projects import ModelProject
from ..queries import projects as queries
from .project_parts import form_page, show_refusal, trail_of


@door("knowledge.manage_projects", get=queries.project_named)
def ask_readers(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    readers = queries.possible_readers(project, timezone.localdate())
    by_id = {str(one.pk): one for one in readers}
    return form_page(
        request,
        project,
        ReadersForm(request.POST or None, readers=readers),
        lambda said: actions.ask_readers(
            project=project,
            first=by_id[said["first"]],
            second=by_id[said["second"]],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("Ask two readers"),
        submit=_("Ask them"),
        done=_("Both readers got a letter."),
    )


@door("knowledge.manage_projects", get=queries.project_named)
def ask_third(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    readers = queries.possible_readers(project, timezone.localdate())
    by_id = {str(one.pk): one for one in readers}
    return form_page(
        request,
        project,
        ThirdReaderForm(request.POST or None, readers=readers),
        lambda said: actions.ask_third_reader(
            project=project, reader=by_id[said["reader"]], by=request.user, at=timezone.now()
        ),
        heading=_("Ask a third reader"),
        submit=_("Ask"),
        done=_("The third reader got a letter."),
        intro=_(
            "The third one scores without seeing the first two. The mean of their points and of the nearer one counts."
        ),
    )


@door("knowledge.manage_projects", get=queries.project_named)
def talk(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    return form_page(
        request,
        project,
        TalkForm(request.POST or None),
        lambda said: actions.settle_by_talk(project=project, **said, by=request.user, at=timezone.now()),
        heading=_("The readers talked it over"),
        submit=_("Keep what they agreed on"),
        done=_("It can be decided now."),
    )


@door("knowledge.score_application", get=queries.project_named)
def read(request: SignedInRequest, project: ModelProject) -> HttpResponse:
    """The reader's page: the application, and points with a reason for each criterion."""
    reading = project.readings.get(reader=request.user)
    if reading.handed_in_at is not None:
        messages.info(request, _("You have handed your scores in: they stay as they are."))
        return redirect("knowledge:application", pk=project.pk)
    initial = {f"score_{code}": points for code, points in reading.scores.items()}
    initial |= {f"reason_{code}": words for code, words in reading.reasons.items()}
    form = ReadingForm(
        request.POST or None, call=project.call, initial={**initial, "opinion": reading.opinion}
    )
    if form.is_valid():
        keeps = "keep" in request.POST
        act = actions.save_reading if keeps else actions.hand_in_reading
        try:
            act(reading=reading, **form.said(), by=request.user, at=timezone.now())
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            words = (
                _("Kept; nobody else sees it yet.") if keeps else _("Your scores are handed in. Thank you.")
            )
            messages.success(request, words)
            return redirect("knowledge:application", pk=project.pk)
    content = {
        "form": form,
        "project": project,
        "lines": queries.lines_spent(project),
        "parts": [
            (ModelProject.part_name(name), getattr(project, name))
            for name in ("summary", "need", "audience", "plan", "participation", "afterwards")
        ],
        "trail": trail_of(project, _("Score")),
    }
    return render(request, "knowledge/projects/read.html", content)
