"""The Week of Communities for everybody: its page, joining, a poster."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mentorhalo.core import door_codes
from mentorhalo.core.doors import door
from mentorhalo.core.papers import PaperRefused, as_pdf
from mentorhalo.core.throttle import is_within, network_of

from .. import actions, keys
from ..actions import OccasionRefused
from ..calendars import where
from ..forms.week import JoinForm
from ..models import Edition, Invitation, Occasion
from ..queries import occasions
from ..queries import week as queries
from .metadata import page_address

JOINED_AN_HOUR = 120  # of one network address: a county's house of culture may write for many


@door("events.read")
def week(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The edition of the year, or the one that is on or comes next."""
    try:
        edition = queries.current_edition() if year is None else queries.edition_of(year)
    except Edition.DoesNotExist:
        raise Http404 from None
    now = timezone.now()
    content: dict[str, Any] = {"edition": edition, "others": queries.editions(), "nothing": ()}
    if edition is not None:
        counties = queries.by_county(edition)
        content |= {
            "is_open": edition.takes_joiners(now),
            "is_early": now < edition.opens_at,
            "counties": [
                (name, count, f"{reverse('events:calendar')}?kind=week&county={code}")
                for code, name, count in counties
            ],
            "joined": sum(count for _code, _name, count in counties),
            "quotes": queries.quotes(edition),
            "is_past": timezone.localdate(now) > edition.ends_on,
        }
    content |= {
        "may_keep": request.user.has_perm("events.keep_edition"),
        "may_check": request.user.has_perm("events.week_desk"),
        "may_invite": request.user.has_perm("events.week_mine"),
        "trail": [(_("Events"), reverse("events:calendar")), (_("Week of Communities"), "")],
    }
    return render(request, "events/week.html", content)


@door("events.read")
def join(request: HttpRequest, year: int) -> HttpResponse:
    try:
        edition = queries.edition_of(year)
    except Edition.DoesNotExist:
        raise Http404 from None
    return _joining(request, edition, None)


@door("events.open_own", get=keys.invitation_by)
def invited(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The same form by a mentor's own link, with what the mentor knows filled in."""
    if request.method == "GET":
        actions.open_invitation(invitation=invitation, at=timezone.now())
    return _joining(request, invitation.edition, invitation)


@door("events.read")
def joined(request: HttpRequest) -> HttpResponse:
    """What a joiner does next."""
    return render(request, "events/week_joined.html", {"trail": _trail(_("Look into your mailbox"))})


@door("events.view_occasion", get=occasions.occasion)
def poster(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """A programme of the Week for the notice board, as an accessible PDF."""
    programme = queries.programme_of(occasion)
    if programme is None or occasion.is_taken_down:
        raise Http404
    address = page_address(occasion)
    content = {
        "occasion": occasion,
        "programme": programme,
        "edition": programme.joiner.edition,
        "where": where(occasion),
        "address": address,
        "picture": door_codes.as_picture(address),
        "language": translation.get_language() or "hu",
    }
    try:
        made = as_pdf("events/poster.html", content)
    except PaperRefused:
        return redirect("events:occasion", pk=occasion.pk)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{occasion.pk}.pdf"'
    return answer


def _joining(request: HttpRequest, edition: Edition, invitation: Invitation | None) -> HttpResponse:
    form = JoinForm(request.POST or None, invitation=invitation)
    if form.is_valid() and _is_heard(request, form):
        try:
            actions.join(edition=edition, draft=form.draft(), at=timezone.now())
        except OccasionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("events:week_joined")
    content = {
        "edition": edition,
        "form": form,
        "is_open": edition.takes_joiners(timezone.now()),
        "invitation": invitation,
        "draft_key": f"week-{edition.pk}",
        "trail": _trail(_("Join")),
    }
    return render(request, "events/week_join.html", content)


def _trail(words: str) -> list[tuple[str, str]]:
    return [
        (_("Events"), reverse("events:calendar")),
        (_("Week of Communities"), reverse("events:week")),
        (words, ""),
    ]


def _is_heard(request: HttpRequest, form: JoinForm) -> bool:
    heard = is_within("events.join", network_of(request), most=JOINED_AN_HOUR, seconds=3600)
    if not heard:
        form.add_error(
            None,
            _(
                "Many registrations came from your network just now. Please send it again later; nothing was lost."
            ),
        )
    return heard
