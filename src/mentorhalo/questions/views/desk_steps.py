"""Further steps arranged from a question, and the page behind a guest's own link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door

from ..actions import steps
from ..forms.desk import ReasonForm
from ..forms.desk_more import ArrangeForm, InviteForm, OfferForm, OutcomeForm
from ..models import FurtherStep, Question, StepGuest
from ..queries import desk as queries
from ..queries.steps import calendar_of, guest_by, key_of_guest
from ..queries.steps import step as step_named
from .desk_parts import REFUSALS, form_page, show_refusal, trail_of
from .people import user_of


@door("questions.redact", get=queries.question)
def offer_step(request: HttpRequest, question: Question) -> HttpResponse:
    form = OfferForm(request.POST or None)
    if form.is_valid():
        try:
            offered = steps.offer_step(
                question=question, **form.cleaned_data, by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("questions:step", pk=offered.pk)
    intro = _("When a written answer is not enough: peers talk it over, or come and look.")
    return form_page(
        request, question, form, heading=_("Offer a further step"), submit=_("Offer"), intro=intro
    )


@door("questions.view_step", get=step_named)
def step(request: HttpRequest, step: FurtherStep) -> HttpResponse:
    """One further step: when, where, who comes, what came of it."""
    content = {
        "step": step,
        "nothing": [],
        "guests": list(step.guests.order_by("pk")),
        "may_arrange": request.user.has_perm("questions.arrange_step", step) and step.state in steps.STANDING,
        "has_begun": step.starts_at is not None and step.starts_at <= timezone.now(),
        "trail": trail_of(step.question, step.get_kind_display()),
    }
    return render(request, "questions/desk_step.html", content)


@door("questions.arrange_step", get=step_named)
def arrange_step(request: HttpRequest, step: FurtherStep) -> HttpResponse:
    initial: dict[str, Any] = {"place": step.place, "agenda": step.agenda}
    for name, moment in (("starts", step.starts_at), ("ends", step.ends_at)):
        local = timezone.localtime(moment) if moment else None
        initial |= {f"{name}_on": local and local.date(), f"{name}_hour": local and local.time()}
    form = ArrangeForm(request.POST or None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            steps.arrange_step(
                step=step,
                starts_at=form.starts_at(),
                ends_at=form.ends_at(),
                place=said["place"],
                agenda=said["agenda"],
                by=user_of(request),
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("questions:step", pk=step.pk)
    return _page(request, step, form, _("Time and place"), _("Save"))


@door("questions.arrange_step", get=step_named)
def invite(request: HttpRequest, step: FurtherStep) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            asked = steps.invite_guests(
                step=step, guests=form.people(), by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Letters sent: %(count)s.") % {"count": len(asked)})
            return redirect("questions:step", pk=step.pk)
    return _page(request, step, form, _("Invite"), _("Send the letters"))


@door("questions.arrange_step", get=step_named)
def hold_step(request: HttpRequest, step: FurtherStep) -> HttpResponse:
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            steps.hold_step(
                step=step, outcome=form.cleaned_data["outcome"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("questions:step", pk=step.pk)
    return _page(request, step, form, _("It took place"), _("Save"))


@door("questions.arrange_step", get=step_named)
def call_off_step(request: HttpRequest, step: FurtherStep) -> HttpResponse:
    form = ReasonForm(request.POST or None, help_text=_("Everybody who was asked gets it by letter."))
    if form.is_valid():
        try:
            steps.call_off_step(
                step=step, reason=form.cleaned_data["reason"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("questions:step", pk=step.pk)
    return _page(request, step, form, _("Call off"), _("Call off"))


@door("questions.view_step", get=step_named)
def step_calendar(request: HttpRequest, step: FurtherStep) -> HttpResponse:
    return _calendar(step)


@door("questions.answer_invitation", get=guest_by)
def invitation(request: HttpRequest, guest: StepGuest) -> HttpResponse:
    """The page behind a guest's own link: opening it says nothing, the buttons do."""
    key = key_of_guest(guest)
    content = {
        "guest": guest,
        "step": guest.step,
        "nothing": [],
        "key": key,
        "is_open": guest.step.state == "arranged",
        "is_off": guest.step.state == "called_off",
    }
    return render(request, "questions/step_invitation.html", content)


@door("questions.answer_invitation", get=guest_by)
@require_POST
def answer_invitation(request: HttpRequest, guest: StepGuest) -> HttpResponse:
    try:
        steps.answer_invitation(guest=guest, is_coming=request.POST.get("coming") == "yes", at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you, we have got your answer."))
    return redirect("questions:invitation", key=key_of_guest(guest))


@door("questions.answer_invitation", get=guest_by)
def invitation_calendar(request: HttpRequest, guest: StepGuest) -> HttpResponse:
    return _calendar(guest.step)


def _calendar(step: FurtherStep) -> HttpResponse:
    response = HttpResponse(calendar_of(step), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mentorhalo.ics"'
    return response


def _page(request: HttpRequest, step: FurtherStep, form: object, heading: str, submit: str) -> HttpResponse:
    back = reverse("questions:step", args=[step.pk])
    trail = [
        *trail_of(step.question, step.get_kind_display())[:-1],
        (step.get_kind_display(), back),
        (heading, ""),
    ]
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": "",
        "tone": "",
        "back": back,
        "trail": trail,
        "question": step.question,
    }
    return render(request, "questions/desk_form.html", content)
