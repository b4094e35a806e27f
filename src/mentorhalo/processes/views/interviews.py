"""Interviews: summed up for all who see the process, each alone for those who work in it, the name for fewer still."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..actions import InterviewDraft
from ..actions.interviews import NAME_KEPT, TEXT_KEPT
from ..choices import Purpose
from ..forms.interviews import InterviewForm, ThemesForm
from ..models import CommunityInterview, Process
from ..queries import interviews as queries
from ..queries.phases import process_named
from .parts import Trail, form_page, trail_of

NAMES = ("held_on", "said", "contribution", "is_quotable", "themes", "text_until", "name", "contact", "name_until", "wording")  # fmt: skip


@door("processes.view", get=process_named)
def interviews(request: SignedInRequest, process: Process) -> HttpResponse:
    """Themes are summed up; below a handful they are shown to those alone who read the texts anyway."""
    may = request.user.has_perm
    reads = may("processes.read_interviews", process)
    rows = queries.interviews_of(process)
    enough = reads or len(rows) >= queries.ENOUGH
    content = {
        "process": process,
        "many": len(rows),
        "enough": enough,
        "at_least": queries.ENOUGH,
        "themes": queries.theme_rows(process) if enough else [],
        "contributions": queries.quotable_contributions(process) if enough else [],
        "reads": reads,
        "interviews": rows if reads else [],
        "may_record": may("processes.record_interview", process),
        "trail": trail_of(process, (_("Interviews"), "")),
    }
    return render(request, "processes/interviews/interviews.html", content)


@door("processes.record_interview", get=process_named)
def record_interview(request: SignedInRequest, process: Process) -> HttpResponse:
    today, wording = timezone.localdate(), queries.wording_asked(Purpose.INTERVIEW)
    form = InterviewForm(
        request.POST or None,
        offered=queries.themes_offered(),
        asked=wording,
        initial={
            "held_on": today,
            "wording": wording.number,
            "text_until": today + TEXT_KEPT,
            "name_until": today + NAME_KEPT,
        },
    )
    return form_page(
        request,
        form,
        lambda said: actions.record_interview(
            draft=InterviewDraft(
                process=process.pk,
                **{name: said[name] for name in NAMES},
                **({"id": said["key"]} if said["key"] else {}),
            ),
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("New interview"),
        submit=_("Keep the interview"),
        done=_("The interview is kept, under a number."),
        back=_page(process),
        trail=_trail(process),
    )


@door("processes.read_interviews", get=queries.interview_named)
def interview(request: SignedInRequest, interview: CommunityInterview) -> HttpResponse:
    may = request.user.has_perm
    content = {
        "interview": interview,
        "process": interview.process,
        "text": queries.text_of(interview),
        "themes": list(interview.themes.all()),
        "may_write": may("processes.record_interview", interview),
        "may_know": may("processes.know_respondent", interview),
        "trail": [*_trail(interview.process), (interview.code, "")],
    }
    return render(request, "processes/interviews/interview.html", content)


@door("processes.record_interview", get=queries.interview_named)
def set_themes(request: SignedInRequest, interview: CommunityInterview) -> HttpResponse:
    chosen = list(interview.themes.values_list("code", flat=True))
    form = ThemesForm(request.POST or None, offered=queries.themes_offered(), initial={"themes": chosen})
    return form_page(
        request,
        form,
        lambda said: actions.set_themes(interview=interview, **said, by=request.user, at=timezone.now()),
        heading=_("Themes of interview %(code)s") % {"code": interview.code},
        submit=_("Save"),
        done=_("The themes are kept."),
        back=reverse("processes:interview", args=[interview.pk]),
        trail=_trail(interview.process),
    )


@door("processes.know_respondent", get=queries.interview_named)
def respondent(request: SignedInRequest, interview: CommunityInterview) -> HttpResponse:
    """Looking at it leaves an audit line; sent, the name is deleted."""
    if request.method == "POST":
        return form_page(
            request,
            forms.Form(request.POST),
            lambda _said: actions.forget_respondent(interview=interview, by=request.user, at=timezone.now()),
            heading=_("Respondent"),
            submit=_("Delete the name"),
            done=_("The name is deleted."),
            back=reverse("processes:interview", args=[interview.pk]),
            trail=_trail(interview.process),
        )
    content = {
        "interview": interview,
        "respondent": actions.read_respondent(interview=interview, by=request.user, at=timezone.now()),
        "trail": [*_trail(interview.process), (_("Respondent"), "")],
    }
    return render(request, "processes/interviews/respondent.html", content)


@door("processes.read_interviews", get=queries.interview_named)
def withdraw(request: SignedInRequest, interview: CommunityInterview) -> HttpResponse:
    return form_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _said: actions.withdraw_interview(interview=interview, by=request.user, at=timezone.now()),
        heading=_("The respondent takes it back"),
        submit=_("Delete the interview"),
        done=_("The interview is deleted with all that was said in it."),
        back=_page(interview.process),
        trail=_trail(interview.process),
        intro=_("Text, name and themes of interview %(code)s are deleted at once and cannot be brought back.")
        % {"code": interview.code},
        tone="danger",
    )


def _page(process: Process) -> str:
    return reverse("processes:interviews", args=[process.pk])


def _trail(process: Process) -> Trail:
    return trail_of(process, (_("Interviews"), _page(process)))
