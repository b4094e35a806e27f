"""Registrations as the county group sees them: who waits, until when, and the answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door

from .. import actions
from ..actions import RegistrationRefused
from ..choices import RegistrationState
from ..forms.registering import AnswerForm
from ..models import Registration
from ..queries import registrations as queries
from .people import user_of

A_PAGE = 25


@door("mentoring.view_registrations")
def registrations(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most urgent first; the answered ones on a second list."""
    is_answered = request.GET.get("answered") == "1"
    rows = queries.registrations_for(user_of(request), timezone.localdate())
    if is_answered:
        rows = rows.exclude(state=RegistrationState.RECEIVED).order_by("-decided_at", "pk")
    else:
        rows = rows.filter(state=RegistrationState.RECEIVED).order_by("due_at", "pk")
    content = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "is_answered": is_answered,
        "now": timezone.now(),
        "tabs": [
            (_("Waiting"), reverse("mentoring:registrations"), not is_answered),
            (_("Answered"), reverse("mentoring:registrations") + "?answered=1", is_answered),
        ],
    }
    return render(request, "mentoring/registrations.html", content)


@door("mentoring.answer_registration", get=queries.registration)
def registration(request: HttpRequest, registration: Registration) -> HttpResponse:
    """One registration, with the answer beside it."""
    form = AnswerForm(request.POST or None, initial={"decision": "accept"})
    if form.is_valid():
        accepts = form.cleaned_data["decision"] == "accept"
        act = actions.accept_registration if accepts else actions.decline_registration
        try:
            act(
                registration=registration,
                answer=form.cleaned_data["answer"],
                by=user_of(request),
                at=timezone.now(),
            )
        except RegistrationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("mentoring:registrations")
    party = registration.party
    content = {
        "registration": registration,
        "party": party,
        "card": reverse(f"partners:{party.party_type}", args=[party.pk]) if party else "",
        "form": form,
        "now": timezone.now(),
        "trail": [
            (_("Registrations"), reverse("mentoring:registrations")),
            (str(party or registration.proposed_name or registration.name), ""),
        ],
    }
    return render(request, "mentoring/registration.html", content)
