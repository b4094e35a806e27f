"""Noting what was seen of a partnership, its proof, taking it back; resuming what was ended."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..forms.observations import ObserveForm
from ..forms.partnerships import ReasonForm
from ..models import Observation, Partnership
from ..queries import partnerships as queries
from .parts import form_page


@door("partnerships.steer", get=queries.partnership)
def observe(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    form = ObserveForm(
        request.POST or None, request.FILES or None, partnership=partnership, user=request.user
    )
    return form_page(
        request,
        form,
        lambda: actions.observe(
            partnership=partnership,
            draft=form.draft(),
            upload=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("What was seen of it?"),
        submit=_("Note it"),
        done=_("It is noted and counts for how close they are."),
        partnership=partnership,
        intro=_(
            "One dated fact: something they did, shared or signed. How close they are is read from these."
        ),
        draft_key=f"observe-{partnership.pk}",
        multipart=True,
    )


@door("partnerships.steer", get=queries.observation)
def withdraw(request: SignedInRequest, observation: Observation) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: actions.withdraw_observation(
            observation=observation, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        heading=_("Withdraw: %(what)s") % {"what": observation.get_kind_display()},
        submit=_("Withdraw"),
        done=_("It is withdrawn: it counts no more."),
        partnership=observation.partnership,
        tone="danger",
    )


@door("partnerships.view", get=queries.observation)
def file(request: SignedInRequest, observation: Observation) -> HttpResponse:
    """The file as it arrived, to be saved: never shown within our pages, and never if its fingerprint is another."""
    if not observation.file:
        raise Http404
    with observation.file.open("rb") as stream:
        content = stream.read()  # bounded by EVIDENCE_MAX_MEGABYTES
    if sha256(content).hexdigest() != observation.sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect("partnerships:partnership", pk=observation.partnership_id)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=observation.file_name
            )
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


@door("partnerships.steer", get=queries.partnership)
@require_POST
def resume(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    try:
        actions.resume_partnership(partnership=partnership, by=request.user, at=timezone.now())
    except actions.PartnershipRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The partnership goes on."))
    return redirect("partnerships:partnership", pk=partnership.pk)
