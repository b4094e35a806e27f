"""A mentor's own card, and what of it the public may see."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network import actions, queries
from mentorhalo.network.forms import OwnCardForm
from mentorhalo.network.models import Mentor


@door("network.own_card")
def own_card(request: SignedInRequest) -> HttpResponse:
    mentor = _mentor(request)
    initial = {name: getattr(mentor, name) for name in OwnCardForm.base_fields}
    form = OwnCardForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.introduce_oneself(mentor=mentor, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your card is saved."))
        return redirect("network:own_card")
    content = {
        "mentor": mentor,
        "form": form,
        "scopes": queries.scopes_of(mentor),
        "history": queries.consent_history(mentor),
    }
    return render(request, "network/own_card.html", content)


@door("network.own_card")
@require_POST
def consent(request: SignedInRequest) -> HttpResponse:
    """Give or withdraw one consent; it holds at once."""
    scope = request.POST.get("scope", "")
    deed = actions.withdraw_consent if request.POST.get("deed") == "withdraw" else actions.give_consent
    try:
        deed(mentor=_mentor(request), scope=scope, by=request.user, at=timezone.now())
    except actions.ConsentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It holds from now on."))
    return redirect("network:own_card")


def _mentor(request: SignedInRequest) -> Mentor:
    mentor = queries.mentor_of(request.user)
    if mentor is None:
        raise Http404
    return mentor
