"""What is on: as a list, by month, on the map."""

from calendar import Calendar
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import number
from mentorhalo.programmes.queries import county_names

from ..calendars import where
from ..choices import OccasionKind
from ..models import Occasion
from ..queries import occasions
from ..queries.occasions import Asked

VIEWS = ("list", "month", "map")
MOST_ON_MAP = 400
MOST_IN_MONTH = 60  # with more of them the month shows how many there are on each day
A_PAGE = 20


@door("events.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """`?view=` list, month or map; `?county=` and `?kind=` narrow each; `?past=1` lists what is over, `?day=` a day's."""
    asked, counties = asked_for(request), county_names()
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "list"
    content: dict[str, Any] = {
        "asked": asked,
        "view": view,
        "is_past": bool(request.GET.get("past")),
        "counties": counties,
        "kinds": OccasionKind.choices,
        "views": _views(request, view),
        "feed": reverse("events:calendar_feed_county", args=[asked.county])
        if asked.county
        else reverse("events:calendar_feed"),
        "may_plan": request.user.has_perm("events.plan"),
    }
    content |= {"list": _as_list, "month": _as_month, "map": _as_map}[view](request, asked)
    return render(request, "events/calendar.html", content)


def asked_for(request: HttpRequest) -> Asked:
    county, kind = request.GET.get("county", ""), request.GET.get("kind", "")
    return Asked(
        county=county if county in county_names() else "",
        kind=kind if kind in OccasionKind.values else "",
    )


def _as_list(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    now, day = timezone.now(), _day(request.GET.get("day", ""))
    if day is not None:
        found = occasions.of_day(request.user, asked, day)
    elif request.GET.get("past"):
        found = occasions.over(request.user, asked, now)
    else:
        found = occasions.coming(request.user, asked, now)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    content: dict[str, Any] = {"page": page, "lines": _lines(list(page.object_list)), "day": day}
    if day is not None:
        content |= {
            "month": day.strftime("%Y-%m"),
            "day_before": (day - timedelta(days=1)).isoformat(),
            "day_after": (day + timedelta(days=1)).isoformat(),
        }
    return content


def _as_month(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    counts = occasions.days_of_month(request.user, asked, first)
    is_full = sum(counts.values()) > MOST_IN_MONTH
    days = {} if is_full else occasions.of_month(request.user, asked, first)
    weeks = [
        [(day, counts[day], day.month == first.month, day == today) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    return {
        "first": first,
        "weeks": weeks,
        "is_full": is_full,
        "counts": sorted(counts.items()),
        "days": [(day, _lines(found)) for day, found in days.items()],
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": occasions.next_month(first).strftime("%Y-%m"),
    }


def _as_map(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    rows = list(occasions.coming(request.user, asked, timezone.now())[:MOST_ON_MAP])
    placed = [(one.settlement.county, one.settlement) for one in rows if one.settlement is not None]
    by_county = Counter(county.pk for county, _settlement in placed)
    names = {county.pk: county.name for county, _settlement in placed}
    values: dict[str, dict[str, Any]] = {
        code: _shape(count, f"?view=list&county={code}") for code, count in by_county.items()
    }
    values |= {
        code: _shape(count, "")
        for code, count in Counter(settlement.pk for _county, settlement in placed).items()
    }
    return {
        "values": values,
        "by_county": [
            (names[code], count, f"?view=list&county={code}") for code, count in by_county.most_common()
        ],
        "online": sum(one.settlement is None for one in rows),
    }


def _shape(count: int, href: str) -> dict[str, Any]:
    words = ngettext("%(count)s event", "%(count)s events", count) % {"count": number(count)}
    return {"value": count, "label": words, "active": True, "href": href}


def _lines(rows: list[Occasion]) -> list[dict[str, Any]]:
    return [
        {
            "occasion": one,
            "where": where(one) or _("online"),
            "href": reverse("events:occasion", args=[one.pk]),
            "is_long": len(one.days) > 1,
        }
        for one in rows
    ]


def _views(request: HttpRequest, view: str) -> list[tuple[str, str, bool]]:
    kept = request.GET.copy()
    for name in ("view", "page", "month", "day", "past"):
        kept.pop(name, None)
    words = {"list": _("List"), "month": _("Month"), "map": _("Map")}
    rest = f"&{kept.urlencode()}" if kept else ""
    return [(words[one], f"?view={one}{rest}", one == view) for one in VIEWS]


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _month(written: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{written}-01")
    except ValueError:
        return today.replace(day=1)
    return first if 2000 <= first.year <= 2100 else today.replace(day=1)
