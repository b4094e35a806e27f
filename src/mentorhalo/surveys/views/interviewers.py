"""Interviewers: who they are, in which study, what they have in hand, how their phones sign in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import interviewers as actions
from ..actions.interviewers import InterviewerRefused
from ..forms.fields import show_refusal
from ..forms.interviewers import EndEnrolmentForm, EnrolForm
from ..models import Enrolment, Interviewer, Study
from ..queries import interviewers as queries
from ..queries import studies
from ..queries.reach import counties_of
from .pages import form_page, trail_of

A_PAGE = 50


@door("surveys.view_interviewers")
def interviewers(request: SignedInRequest) -> HttpResponse:
    """Those enrolled today; a group leader sees those of their county."""
    today, text = timezone.localdate(), request.GET.get("q", "")
    counties = (
        None if request.user.has_perm("surveys.manage_interviewers") else counties_of(request.user, today)
    )
    found = queries.interviewers(text, counties=counties, day=today)
    content = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "trail": trail_of(None, (_("Interviewers"), "")),
        "studies": studies.studies() if request.user.has_perm("surveys.manage_interviewers") else [],
    }
    return render(request, "surveys/interviewers.html", content)


@door("surveys.view_interviewer", get=queries.interviewer)
def interviewer(request: SignedInRequest, interviewer: Interviewer) -> HttpResponse:
    today = timezone.localdate()
    may_manage = request.user.has_perm("surveys.manage_interviewers")
    content = {
        "interviewer": interviewer,
        "trail": [(_("Interviewers"), reverse("surveys:interviewers")), (interviewer.name, "")]
        if request.user.has_perm("surveys.view_interviewers")
        else [],
        "facts": [
            (_("Code"), interviewer.code),
            (_("Mentor"), _("yes") if interviewer.mentor_id else _("no")),
            (_("County where they work"), interviewer.county.name if interviewer.county else _("any")),
            (_("Account"), _("linked") if interviewer.user_id else _("none")),
            (_("Device"), _("may sign in") if interviewer.device_ha1 else _("not set up")),
        ],
        "enrolments": queries.enrolments_of(interviewer),
        "in_hand": queries.in_hand_of(interviewer, today),
        "today": today,
        "may_manage": may_manage,
        "may_assign": request.user.has_perm("surveys.run_fieldwork"),
    }
    return render(request, "surveys/interviewer.html", content)


@door("surveys.manage_interviewers", get=studies.study)
def enrol_interviewer(request: SignedInRequest, study: Study) -> HttpResponse:
    today = timezone.localdate()
    form = EnrolForm(request.POST or None, initial={"starts_on": today}, study=study, today=today)
    if form.is_valid():
        try:
            enrolment = actions.enrol_interviewer(
                study=study,
                who=form.who(),
                starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["ends_on"],
                by=request.user,
                at=timezone.now(),
            )
        except InterviewerRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Enrolled. Now set up the device, or give units."))
            return redirect("surveys:interviewer", enrolment.interviewer_id)
    return form_page(
        request,
        form,
        heading=_("Enrol an interviewer"),
        submit=_("Enrol"),
        trail=trail_of(study),
        intro=f"{study.title}. "
        + _("Choose one: a mentor, an earlier interviewer, or somebody new by name."),
    )


@door("surveys.manage_interviewers", get=queries.enrolment)
def end_enrolment(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    form = EndEnrolmentForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_enrolment(
                enrolment=enrolment, ends_on=form.cleaned_data["ends_on"], by=request.user, at=timezone.now()
            )
        except InterviewerRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The enrolment ends. What is still in hand can be handed over."))
            return redirect("surveys:interviewer", enrolment.interviewer_id)
    return form_page(
        request,
        form,
        heading=_("End the enrolment"),
        submit=_("End it"),
        trail=trail_of(enrolment.interviewer),
        intro=enrolment.study.title,
    )


@door("surveys.renew_device", get=queries.interviewer)
@never_cache
def renew_device(request: SignedInRequest, interviewer: Interviewer) -> HttpResponse:
    """New secrets, on the one page that will ever show them; who opens that page anew is told so."""
    if request.method != "POST":
        messages.info(
            request,
            _("The secrets were shown once and cannot be shown again. Give new ones here if need be."),
        )
        return redirect("surveys:interviewer", interviewer.pk)
    made = actions.renew_device(interviewer=interviewer, by=request.user, at=timezone.now())
    content = {
        "interviewer": interviewer,
        "trail": trail_of(interviewer, (_("Device"), "")),
        "secrets": made,
        "facts": [(_("Name"), made.name), (_("Passphrase"), made.passphrase)],
    }
    return render(request, "surveys/device.html", content)


@door("surveys.renew_device", get=queries.interviewer)
@require_POST
def shut_device(request: SignedInRequest, interviewer: Interviewer) -> HttpResponse:
    actions.shut_device(interviewer=interviewer, by=request.user, at=timezone.now())
    messages.success(request, _("No phone can sign in any more with the earlier passphrase or address."))
    return redirect("surveys:interviewer", interviewer.pk)
