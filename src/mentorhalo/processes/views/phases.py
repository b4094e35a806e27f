"""Processes: the list, the board of one, and the steps of its phases."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network.queries import mentor_of
from mentorhalo.partners.models import Consortium
from mentorhalo.territory.queries import county_choices

from .. import actions
from ..actions import ProcessDraft
from ..forms.phases import BeginForm, CompleteForm, EndForm, OpenForm, ReasonForm, ReviseForm
from ..models import Process, ProcessPhase
from ..queries import phases as queries
from .parts import ends_here, form_page, trail_of

A_PAGE = 30


@door("processes.list")
def processes(request: SignedInRequest) -> HttpResponse:
    """A mentor's own first, the network's on demand; a representative sees those they take part in."""
    today = timezone.localdate()
    sees_all = request.user.has_perm("mentoring.view")
    mentor = mentor_of(request.user)
    own = mentor is not None and request.GET.get("whose") != "all"
    rows = Process.objects.all() if sees_all else queries.processes_of(request.user, today)
    if sees_all and own and mentor is not None:
        rows = rows.filter(mentor=mentor)
    counties = dict(county_choices())
    county = request.GET.get("county", "")
    county = county if county in counties else ""
    text = request.GET.get("q", "")
    found = queries.narrowed(rows, text=text, county=county)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    here = reverse("processes:processes")
    content = {
        "page": page,
        "rows": queries.rows_of(page.object_list),
        "text": text,
        "county": county,
        "counties": counties,
        "own": own,
        "sees_all": sees_all,
        "ways": [(_("Mine"), here, own), (_("The network's"), f"{here}?whose=all", not own)]
        if mentor is not None and sees_all
        else [],
        "may_open": request.user.has_perm("processes.open"),
        "may_set_words": request.user.has_perm("processes.set_words"),
    }
    return render(request, "processes/list.html", content)


@door("processes.view", get=queries.process_named)
def process(request: SignedInRequest, process: Process) -> HttpResponse:
    """The board: every phase under its state, and why it is blocked."""
    may = request.user.has_perm
    content = {
        "process": process,
        "columns": queries.board_of(process),
        "may_steer": may("processes.steer", process),
        "may_contribute": may("processes.contribute", process),
        "trail": ends_here(trail_of(process)),
        "nothing": (),
    }
    return render(request, "processes/process.html", content)


@door("processes.open", get=queries.consortium_named)
def open_process(request: SignedInRequest, consortium: Consortium) -> HttpResponse:
    today = timezone.localdate()
    settlements = queries.settlements_of(consortium)
    mentor = mentor_of(request.user)
    mentors = queries.mentors_in(
        {one.county_id for one in settlements}, consortium.programme_id, today, beside=mentor
    )
    form = OpenForm(
        request.POST or None,
        settlements=settlements,
        communities=queries.communities_in(settlements),
        mentors=mentors,
        initial={"starts_on": today, "mentor": mentor.pk if mentor else ""},
    )
    return form_page(
        request,
        form,
        lambda said: actions.open_process(
            draft=ProcessDraft(
                programme=consortium.programme_id,
                consortium=consortium.pk,
                **{name: said[name] for name in ("settlement", "area", "community", "mentor", "starts_on")},
                **({"id": said["key"]} if said["key"] else {}),
            ),
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("Open a process"),
        submit=_("Open the process"),
        done=_("The process is open; its phases wait on the board."),
        back=reverse("processes:processes") + "?whose=all",
        trail=trail_of(),
        intro=_("For one target area of the grant “%(title)s”.") % {"title": consortium.title},
        draft=f"process-new-{consortium.pk}",
    )


@door("processes.steer", get=queries.process_named)
def revise_process(request: SignedInRequest, process: Process) -> HttpResponse:
    form = ReviseForm(
        request.POST or None,
        communities=queries.communities_for(process),
        mentors=queries.mentors_for(process, timezone.localdate()),
        initial={
            "area": process.area,
            "community": process.community_id or "",
            "mentor": process.mentor_id or "",
        },
    )
    return form_page(
        request,
        form,
        lambda said: actions.revise_process(process=process, **said, by=request.user, at=timezone.now()),
        heading=_("Change the process"),
        submit=_("Save"),
        done=_("The process is changed."),
        back=_board(process.pk),
        trail=trail_of(process),
    )


@door("processes.steer", get=queries.process_named)
def end_process(request: SignedInRequest, process: Process) -> HttpResponse:
    return form_page(
        request,
        EndForm(request.POST or None, initial={"ended_on": timezone.localdate()}),
        lambda said: actions.end_process(process=process, **said, by=request.user, at=timezone.now()),
        heading=_("End the process"),
        submit=_("End the process"),
        done=_("The process has ended."),
        back=_board(process.pk),
        trail=trail_of(process),
        intro=_("What was done stays and can be read; nothing more can be written."),
        tone="danger",
    )


@door("processes.steer", get=queries.phase_named)
def begin_phase(request: SignedInRequest, phase: ProcessPhase) -> HttpResponse:
    reason = queries.card_of(phase).reason
    return form_page(
        request,
        BeginForm(request.POST or None, initial={"began_on": timezone.localdate()}),
        lambda said: actions.begin_phase(phase=phase, **said, by=request.user, at=timezone.now()),
        heading=_("Begin: %(phase)s") % {"phase": phase.kind},
        submit=_("It has begun"),
        done=_("The phase is under way."),
        back=_board(phase.process_id),
        trail=trail_of(phase.process),
        intro=reason,
    )


@door("processes.steer", get=queries.phase_named)
def complete_phase(request: SignedInRequest, phase: ProcessPhase) -> HttpResponse:
    initial = {"done_on": timezone.localdate(), "findings": phase.findings, "opinion": phase.opinion}
    return form_page(
        request,
        CompleteForm(request.POST or None, initial=initial),
        lambda said: actions.complete_phase(phase=phase, **said, by=request.user, at=timezone.now()),
        heading=_("Complete: %(phase)s") % {"phase": phase.kind},
        submit=_("It is completed"),
        done=_("The phase is completed."),
        back=_board(phase.process_id),
        trail=trail_of(phase.process),
        draft=f"phase-{phase.pk}",
    )


@door("processes.steer", get=queries.phase_named)
def reopen_phase(request: SignedInRequest, phase: ProcessPhase) -> HttpResponse:
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: actions.reopen_phase(phase=phase, **said, by=request.user, at=timezone.now()),
        heading=_("Open again: %(phase)s") % {"phase": phase.kind},
        submit=_("Open it again"),
        done=_("The phase is under way again."),
        back=_board(phase.process_id),
        trail=trail_of(phase.process),
        intro=_("What was found is kept. Phases that build on it and have not begun are blocked again."),
    )


def _board(pk: UUID) -> str:
    return reverse("processes:process", args=[pk])
