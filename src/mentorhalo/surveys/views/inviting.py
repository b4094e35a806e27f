"""The links of a wave by which people answer without an account: made, shown once, taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import invitations as actions
from ..actions.invitations import InvitationRefused
from ..choices import InvitationKind
from ..codes import shown
from ..forms.inviting import LinksForm
from ..models import Invitation, Wave
from ..queries import drafts as queries
from .pages import trail_of, ways_of

A_PAGE = 50


def wave(pk: UUID) -> Wave:
    return Wave.objects.select_related("study").get(pk=pk)


def invitation(pk: UUID) -> Invitation:
    return Invitation.objects.get(pk=pk)


@door("surveys.invite", get=wave)
def links(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Those there are; and new ones, whose codes are shown this once."""
    form = LinksForm(request.POST or None, wave=wave)
    made: list[tuple[str, str]] = []
    if form.is_valid():
        typed = form.cleaned_data
        try:
            invited = actions.invite(
                wave=wave,
                instrument=typed["instrument"],
                kind=InvitationKind(typed["kind"]),
                count=typed["count"],
                label=typed["label"],
                closes_on=typed["closes_on"],
                by=request.user,
                at=timezone.now(),
            )
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            made = [
                (shown(code), request.build_absolute_uri(reverse("answering:invitation", args=[code])))
                for _invitation, code in invited
            ]
            form = LinksForm(wave=wave)
    content = {
        "form": form,
        "wave": wave,
        "trail": trail_of(wave, (_("Links"), "")),
        "ways": ways_of(request, wave, "filling:links"),
        "made": made,
        "page": Paginator(queries.invitations_of(wave), A_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    answer = render(request, "surveys/links.html", content)
    answer["Cache-Control"] = "no-store"
    return answer


@door("surveys.invite", get=invitation)
@require_POST
def revoke(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    actions.revoke(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The link takes no more answers."))
    return redirect("filling:links", invitation.wave_id)
