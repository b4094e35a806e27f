"""The links of a wave by which people answer without an account: made, shown once, taken back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import moment, number

from ..actions import invitations as actions
from ..actions.invitations import InvitationRefused
from ..choices import InvitationKind
from ..codes import shown
from ..forms.inviting import LinksForm
from ..models import Invitation, Wave
from ..queries import drafts as queries
from ..queries.inviting import is_over, states_of, units_lacking_links, untouched
from .pages import ask_first, trail_of, ways_of

A_PAGE = 50


def wave(pk: UUID) -> Wave:
    return Wave.objects.select_related("study").get(pk=pk)


def invitation(pk: UUID) -> Invitation:
    return Invitation.objects.select_related("wave__study", "unit").get(pk=pk)


@door("surveys.invite", get=wave)
def links(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Those there are; and new ones, whose codes are shown this once."""
    form = LinksForm(request.POST or None, wave=wave)
    made: list[tuple[int, str, str]] = []
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
            numbers = queries.numbers_of(wave)
            made = sorted(
                (
                    numbers[one.pk],
                    shown(code),
                    request.build_absolute_uri(reverse("answering:invitation", args=[code])),
                )
                for one, code in invited
            )
            form = LinksForm(wave=wave)
    today = timezone.localdate()
    page = Paginator(queries.invitations_of(wave), A_PAGE).get_page(request.GET.get("page"))
    content = {
        "form": form,
        "wave": wave,
        "trail": trail_of(wave, (_("Links"), "")),
        "ways": ways_of(request, wave, "filling:links"),
        "made": made,
        "page": page,
        "states": states_of(page.object_list, today),
        "is_over": is_over(wave, today),
        "has_units": wave.units.exists(),
        "untouched": untouched(wave, today).count(),
        "waiting": _waiting(wave, today),
    }
    answer = render(request, "surveys/links.html", content)
    answer["Cache-Control"] = "no-store"
    return answer


def _waiting(wave: Wave, day: date) -> list[tuple[str, int, str]]:
    """Of each questionnaire how many units wait for a link, and where links are made."""
    return [
        (one.title, count, reverse("filling:unit_links", args=[wave.pk], query={"instrument": one.pk}))
        for one, count in units_lacking_links(wave, day)
    ]


@door("surveys.invite", get=wave)
def revoke_untouched(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """For when the page with new links was lost: they can be made anew."""
    count = untouched(wave, timezone.localdate()).count()
    asked = ask_first(
        request,
        heading=_("Take back the links that nobody has begun with?"),
        submit=_("Take back"),
        trail=trail_of(wave, (_("Links"), reverse("filling:links", args=[wave.pk]))),
        intro=ngettext(
            "%(count)s link of a unit: whoever has it already cannot answer by it any more. A new one can be made.",
            "%(count)s links of units: whoever has one already cannot answer by it any more. New ones can be made.",
            count,
        )
        % {"count": number(count)},
    )
    if asked is not None:
        return asked
    taken = actions.revoke_untouched(wave=wave, by=request.user, at=timezone.now())
    messages.success(
        request,
        ngettext("%(count)s link was taken back.", "%(count)s links were taken back.", taken)
        % {"count": number(taken)},
    )
    return redirect("filling:links", wave.pk)


@door("surveys.invite", get=invitation)
def revoke(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """From the page of its unit it leads back there."""
    place = queries.numbers_of(invitation.wave)[invitation.pk]
    name = f"{place}. {invitation.label or invitation.get_kind_display()}"
    if invitation.unit:
        name += f" ({invitation.unit.code})"
    unit = invitation.unit if "unit" in request.GET else None
    links = (_("Links"), reverse("filling:links", args=[invitation.wave_id]))
    asked = ask_first(
        request,
        heading=_("Take the link back?"),
        submit=_("Take back"),
        trail=trail_of(unit) if unit else trail_of(invitation.wave, links),
        intro=_("%(link)s, made %(day)s. Nobody can answer by it any more. This cannot be undone.")
        % {"link": name, "day": moment(invitation.created_at)},
    )
    if asked is not None:
        return asked
    actions.revoke(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The link takes no more answers."))
    return redirect("surveys:unit", unit.pk) if unit else redirect("filling:links", invitation.wave_id)
