"""A mentor's appointments."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door

from .. import actions
from ..actions import AppointmentRefused
from ..forms.fields import show_refusal
from ..forms.planning import AppointmentForm
from ..models import Appointment
from ..queries import appointments_of
from ..queries.records import appointment as appointment_named
from ..queries.records import engagements_of
from .people import mentor_asking, user_of

BEFORE, AFTER = timedelta(days=14), timedelta(days=90)


@door("mentoring.plan")
def appointments(request: HttpRequest) -> HttpResponse:
    """The last two weeks and the next three months."""
    mentor, today = mentor_asking(request), timezone.localdate()
    rows = appointments_of(mentor, today - BEFORE, today + AFTER)
    content = {
        "coming": [one for one in rows if timezone.localdate(one.starts_at) >= today],
        "past": [one for one in reversed(rows) if timezone.localdate(one.starts_at) < today],
    }
    return render(request, "mentoring/appointments.html", content)


@door("mentoring.plan")
def plan(request: HttpRequest) -> HttpResponse:
    """Put a visit or a call in the calendar."""
    mentor = mentor_asking(request)
    engagements = engagements_of([mentor])
    initial = {
        "on": timezone.localdate() + timedelta(days=1),
        "engagement": request.GET.get("engagement", ""),
    }
    form = AppointmentForm(request.POST or None, initial=initial, engagements=engagements)
    if form.is_valid():
        said = form.cleaned_data
        engagement = next((one for one in engagements if str(one.pk) == said["engagement"]), None)
        key: UUID | None = said["key"]
        try:
            actions.plan_appointment(
                mentor=mentor,
                title=said["title"],
                starts_at=form.starts_at(),
                minutes=said["minutes"],
                engagement=engagement,
                settlement=said["settlement"].pk if said["settlement"] else None,
                key=key,
                by=user_of(request),
                at=timezone.now(),
            )
        except AppointmentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is in the calendar."))
            return redirect("mentoring:appointments")
    back = reverse("mentoring:appointments")
    content = {
        "form": form,
        "heading": _("Plan a visit or call"),
        "submit": _("Plan"),
        "back": back,
        "intro": "",
        "trail": [(_("Appointments"), back), (_("Plan"), "")],
    }
    return render(request, "mentoring/form.html", content)


@door("mentoring.change_appointment", get=appointment_named)
@require_POST
def call_off(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """It will not take place."""
    try:
        actions.call_off_appointment(appointment=appointment, by=user_of(request), at=timezone.now())
    except AppointmentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Called off."))
    return redirect("mentoring:appointments")
