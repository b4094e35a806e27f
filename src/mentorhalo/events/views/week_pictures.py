"""Pictures that go with a link to a programme of the Week, and a joiner's own page for everybody."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.placards import Placard, PlacardRefused, as_png

from .. import pictures
from ..calendars import where
from ..models import Joiner, Occasion
from ..queries import occasions
from ..queries import week as queries

KEPT_SECONDS = 24 * 3600
SHOWN_SECONDS = 3600


@door("events.view_occasion", get=occasions.occasion)
def picture(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """Of a programme: 1200 by 630 points."""
    programme = queries.programme_of(occasion)
    if programme is None or occasion.is_taken_down:
        raise Http404
    return _as_picture(pictures.of_programme(occasion, programme.joiner.edition), f"{occasion.pk}.png")


@door("events.view_joiner", get=queries.joiner)
def joiner_picture(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    """Of all that a joiner holds."""
    placard = pictures.of_joiner(joiner, queries.published_by(joiner))
    return _as_picture(placard, f"{joiner.pk}.png")


@door("events.view_joiner", get=queries.joiner)
def joiner_page(request: HttpRequest, joiner: Joiner) -> HttpResponse:
    """What a joiner holds in the Week, to be shared."""
    found = queries.published_by(joiner)
    if not found:
        raise Http404
    picture = reverse("events:week_joiner_picture", args=[joiner.pk])
    content = {
        "joiner": joiner,
        "edition": joiner.edition,
        "lines": [
            {
                "occasion": one,
                "where": where(one),
                "href": reverse("events:occasion", args=[one.pk]),
                "is_long": len(one.days) > 1,
            }
            for one in found
        ],
        "picture": picture,
        "picture_address": pictures.joiner_address(joiner),
        "address": pictures.page_of(joiner),
        "trail": [
            (_("Events"), reverse("events:calendar")),
            (str(joiner.edition), reverse("events:week_of", args=[joiner.edition.year])),
            (joiner.name, ""),
        ],
    }
    return render(request, "events/week_joiner.html", content)


def _as_picture(placard: Placard, name: str) -> HttpResponse:
    """Drawn once for each wording; what stands on it is the key."""
    key = f"events.placard:{get_language()}:{placard.fingerprint}"
    drawn = cache.get(key)
    if drawn is None:
        try:
            drawn = as_png(placard)
        except PlacardRefused:
            raise Http404 from None
        cache.set(key, drawn, KEPT_SECONDS)
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = f"public, max-age={SHOWN_SECONDS}"
    return answer
