"""An occasion's page, and registering for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from .. import actions, keys, pictures
from ..actions import OccasionRefused
from ..actions.seats import free_seats
from ..calendars import calendar_of, where
from ..choices import OccasionState
from ..forms.registering import RegisterForm
from ..models import Occasion, OccasionFile
from ..queries import desk, occasions, week
from .answers import calendar_answer
from .metadata import event_data, page_address
from .people import member_asking

REGISTRATIONS_AN_HOUR = 40  # of one network address: a whole office may stand behind it


@door("events.view_occasion", get=occasions.occasion)
def occasion(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    if occasion.is_taken_down:
        return _taken_down(request, occasion)
    member, now = member_asking(request), timezone.now()
    own = occasions.attendee_of(member, occasion) if member else None
    of_week = week.programme_of(occasion) if occasion.is_of_week else None
    picture = pictures.programme_address(occasion) if of_week else ""
    free = free_seats(occasion)
    content = {
        "occasion": occasion,
        "where": where(occasion),
        "agenda": [line.strip() for line in occasion.agenda.splitlines() if line.strip()],
        "own_href": reverse("events:own", args=[keys.key_of(own)]) if own else "",
        "is_open": occasion.takes_registrations(now),
        "free": free,
        "is_full": free == 0,
        "is_cancelled": occasion.state == OccasionState.CANCELLED,
        "is_over": occasion.ends_at < now,
        "may_take_down": of_week is not None and request.user.has_perm("events.take_down", of_week),
        "may_manage": request.user.has_perm("events.manage", occasion),
        "files": [
            {
                "name": one.name,
                "href": reverse("events:file", args=[one.pk]),
                "size": one.size,
                "sha256": one.sha256,
                "note": "",
            }
            for one in desk.files_of(occasion, is_public_only=True)
        ],
        "of_week": of_week,
        "photos": week.shown_photos(of_week) if of_week else [],
        "picture": picture,
        "metadata": event_data(occasion, pictures=[picture] if picture else [])
        if occasion.is_public and occasion.is_announced
        else "",
        "address": page_address(occasion),
        "trail": [(_("Events"), reverse("events:calendar")), (occasion.title, "")],
        "nothing": (),
    }
    return render(request, "events/occasion.html", content)


@door("events.view_occasion", get=occasions.occasion)
def register(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """A guest gets a letter to confirm; a member has a place, or waits for one, at once."""
    member = member_asking(request)
    form = RegisterForm(request.POST or None, occasion=occasion, member=member)
    if form.is_valid() and _is_heard(request, form):
        try:
            attendee = actions.register(occasion=occasion, draft=form.draft(), by=member, at=timezone.now())
        except OccasionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if member is None:
                return redirect("events:registered", pk=occasion.pk)
            messages.success(request, _("It is written down. A letter is on its way, too."))
            return redirect("events:own", key=keys.key_of(attendee))
    content = {
        "occasion": occasion,
        "where": where(occasion),
        "form": form,
        "draft_key": f"register-{occasion.pk}",
        "is_open": occasion.takes_registrations(timezone.now()),
        "is_full": free_seats(occasion) == 0,
        "trail": _trail(occasion, _("Register for it")),
    }
    return render(request, "events/register.html", content)


@door("events.view_occasion", get=occasions.occasion)
def registered(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """What a guest does next."""
    return render(
        request,
        "events/registered.html",
        {"occasion": occasion, "trail": _trail(occasion, _("Look into your mailbox"))},
    )


@door("events.view_occasion", get=occasions.occasion)
def occasion_calendar(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """This occasion for one's own calendar."""
    return calendar_answer(request, calendar_of([occasion], name=occasion.title), f"{occasion.pk}.ics")


@door("events.view_file", get=desk.file)
def file(request: HttpRequest, file: OccasionFile) -> HttpResponse:
    """A document of an occasion, never run by the browser."""
    with file.file.open("rb") as stream:
        answer = HttpResponse(stream.read(), content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    )
    return answer


def _taken_down(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """That it was there, when and where, and why it is not any more."""
    content = {
        "occasion": occasion,
        "where": where(occasion),
        "trail": [(_("Events"), reverse("events:calendar")), (occasion.title, "")],
    }
    return render(request, "events/taken_down.html", content, status=410)


def _trail(occasion: Occasion, words: str) -> list[tuple[str, str]]:
    return [
        (_("Events"), reverse("events:calendar")),
        (occasion.title, reverse("events:occasion", args=[occasion.pk])),
        (words, ""),
    ]


def _is_heard(request: HttpRequest, form: RegisterForm) -> bool:
    heard = is_within("events.register", network_of(request), most=REGISTRATIONS_AN_HOUR, seconds=3600)
    if not heard:
        form.add_error(
            None,
            _(
                "Many registrations came from your network just now. Please send it again later; nothing was lost."
            ),
        )
    return heard
