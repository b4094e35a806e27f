"""The page of one's own registration, opened by the secret link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.papers import PaperRefused, as_pdf

from .. import actions, keys
from ..actions import OccasionRefused
from ..calendars import where
from ..choices import AttendeeState, OccasionState
from ..forms.registering import EvaluationForm
from ..models import Attendee
from ..queries.desk import days_attended


@never_cache
@door("events.open_own", get=keys.attendee_by)
def own(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    """Where it stands, and what one may do about it. Opening it changes nothing."""
    return _page(request, attendee, EvaluationForm())


@door("events.open_own", get=keys.attendee_by)
@require_POST
def confirm(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    try:
        attendee = actions.confirm_attendee(attendee=attendee, at=timezone.now())
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("You are on the waiting list.")
            if attendee.state == AttendeeState.WAITING
            else _("Thank you: you have a place."),
        )
    return redirect("events:own", key=keys.key_of(attendee))


@door("events.open_own", get=keys.attendee_by)
@require_POST
def withdraw(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    try:
        actions.withdraw_attendee(attendee=attendee, at=timezone.now())
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You are off the list; your name and address are deleted."))
    return redirect("events:own", key=keys.key_of(attendee))


@door("events.open_own", get=keys.attendee_by)
@require_POST
def evaluate(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _page(request, attendee, form)
    try:
        actions.evaluate(attendee=attendee, at=timezone.now(), **form.cleaned_data)
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you for telling us."))
    return redirect("events:own", key=keys.key_of(attendee))


@door("events.open_own", get=keys.attendee_by)
def certificate(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    """The certificate of participation, once the occasion is closed, as an accessible PDF."""
    days = days_attended(attendee)
    occasion = attendee.occasion
    if occasion.state != OccasionState.HELD or not days:
        messages.error(request, _("The certificate can be had once the organiser has closed the list."))
        return redirect("events:own", key=keys.key_of(attendee))
    content = {
        "attendee": attendee,
        "occasion": occasion,
        "where": where(occasion),
        "days": days,
        "language": translation.get_language() or "hu",
    }
    try:
        made = as_pdf("events/certificate.html", content)
    except PaperRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("events:own", key=keys.key_of(attendee))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{attendee.pk}.pdf"'
    return answer


def _page(request: HttpRequest, attendee: Attendee, form: EvaluationForm) -> HttpResponse:
    occasion, now = attendee.occasion, timezone.now()
    days = days_attended(attendee)
    is_standing = occasion.state == OccasionState.PUBLISHED
    has_place = attendee.state == AttendeeState.REGISTERED
    content = {
        "attendee": attendee,
        "occasion": occasion,
        "where": where(occasion),
        "key": keys.key_of(attendee),
        "form": form,
        "days": days,
        "is_cancelled": occasion.state == OccasionState.CANCELLED,
        "is_unconfirmed": attendee.state == AttendeeState.UNCONFIRMED,
        "is_withdrawn": attendee.state == AttendeeState.WITHDRAWN,
        "is_waiting": attendee.state == AttendeeState.WAITING,
        "has_place": has_place,
        "shows_link": has_place and is_standing and bool(occasion.online_url),
        "may_withdraw": is_standing and has_place | (attendee.state == AttendeeState.WAITING) and not days,
        "may_evaluate": bool(days) and attendee.evaluated_at is None and occasion.ends_at < now,
        "has_certificate": bool(days) and occasion.state == OccasionState.HELD,
    }
    return render(request, "events/own.html", content)
