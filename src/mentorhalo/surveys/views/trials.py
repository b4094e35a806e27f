"""A draft tried on a phone: its address is shown once, and closed by hand or with the draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import trials as actions
from ..actions.trials import TrialRefused
from ..models import InstrumentVersion
from ..queries.instruments import version as version_of
from .instruments import trail_to_version


@door("surveys.design", get=version_of)
@never_cache
def open_trial(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """A new address, on the one page that will ever show it; who opens that page anew is told so."""
    if request.method != "POST":
        messages.info(
            request, _("The address was shown once and cannot be shown again. Make a new one here.")
        )
        return redirect("surveys:version", version.pk)
    try:
        token = actions.open_trial(version=version, by=request.user, at=timezone.now())
    except TrialRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys:version", version.pk)
    content = {
        "version": version,
        "token": token,
        "name": _("Trial: %(title)s") % {"title": version.instrument.title},
        "trail": trail_to_version(version, (_("Try it on a phone"), "")),
    }
    return render(request, "surveys/trial.html", content)


@door("surveys.design", get=version_of)
@require_POST
def close_trial(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    actions.close_trial(version=version, by=request.user, at=timezone.now())
    messages.success(request, _("The address for trying is closed: no phone gets the draft by it any more."))
    return redirect("surveys:version", version.pk)
