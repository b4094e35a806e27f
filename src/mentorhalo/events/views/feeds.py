"""Calendars to subscribe to, and what is new for feed readers."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.feeds import NOTHING_YET, FeedItem, feed_response
from mentorhalo.core.numbers import moment
from mentorhalo.programmes.queries import county_names

from ..calendars import calendar_of, where
from ..keys import calendar_key, user_by
from ..models import Occasion
from ..queries import occasions
from .answers import calendar_answer


@door("events.read")
def calendar_feed(request: HttpRequest, county: str = "") -> HttpResponse:
    """All public occasions, or a county's."""
    names = county_names()
    if county and county not in names:
        raise Http404
    name = f"Mentorháló: {names[county]}" if county else "Mentorháló"
    made = calendar_of(occasions.in_calendar(county, timezone.now()), name=name)
    return calendar_answer(request, made, f"mentorhalo{f'-{county}' if county else ''}.ics")


@door("events.open_own", get=user_by)
def own_feed(request: HttpRequest, user: User) -> HttpResponse:
    """What one registered for or organises, by a secret address."""
    made = calendar_of(occasions.of_person(user, timezone.now()), name=_("Mentorháló: my events"))
    return calendar_answer(request, made, "mentorhalo-own.ics")


@door("core.signed_in")
def mine(request: SignedInRequest) -> HttpResponse:
    """What one registered for, and the address of one's own calendar."""
    path = reverse("events:own_feed", args=[calendar_key(request.user)])
    content = {
        "rows": [
            (one, where(one) or _("online"), reverse("events:occasion", args=[one.pk]))
            for one in occasions.of_person(request.user, timezone.now())
        ],
        "address": settings.SITE_URL + path,
    }
    return render(request, "events/mine.html", content)


def _last_change(_request: HttpRequest, kind: str = "atom") -> datetime:
    return occasions.last_change() or NOTHING_YET


def _etag(request: HttpRequest, kind: str = "atom") -> str:
    return f'"{kind}-{get_language()}-{_last_change(request).timestamp():.6f}"'


@door("events.read")
@condition(etag_func=_etag, last_modified_func=_last_change)
def feed(request: HttpRequest, kind: str = "atom") -> HttpResponse:
    """The latest thirty announcements."""
    return feed_response(
        request,
        kind,
        title=_("Mentorháló: events"),
        home=reverse("events:calendar"),
        description=_("Workshops, professional days and meetings of the mentor network"),
        items=[_item(one) for one in occasions.latest()],
    )


def _item(occasion: Occasion) -> FeedItem:
    lines = (moment(occasion.starts_at), where(occasion) or _("online"), occasion.summary)
    return FeedItem(
        id=f"urn:uuid:{occasion.pk}",
        title=occasion.title,
        href=reverse("events:occasion", args=[occasion.pk]),
        text="\n".join(lines),
        published_at=occasion.published_at or NOTHING_YET,
        changed_at=occasion.changed_at,
        author=occasion.host,
        topics=(occasion.get_kind_display(),),
    )
