"""What the website itself offers to its pages: figures, the county map, news, people. Signed in by `apps.py`.

Answers are asked for once in each request, however many blocks of a page want them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import LiveSource, registry
from mentorhalo.indicators.queries import in_language, published
from mentorhalo.network.queries import PublicMentor, public_mentors
from mentorhalo.programmes.models import Programme, Topic
from mentorhalo.programmes.queries import programme_of
from mentorhalo.territory.models import County

from . import queries
from .models.news import NewsPage, teaser


def once[T](request: HttpRequest, what: str, ask: Callable[[], T]) -> T:
    """The answer of `ask`, kept with the request."""
    kept: dict[str, Any] = request.__dict__.setdefault("_live", {})
    if what not in kept:
        kept[what] = ask()
    answer: T = kept[what]
    return answer


def _people(request: HttpRequest, programme: Programme, today: date) -> list[PublicMentor]:
    return once(request, "people", lambda: public_mentors(programme, today))


def shown_figures(request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any] | None:
    programme, today = programme_of(request), timezone.localdate()
    if programme is None:
        return None
    figures = once(request, "figures", lambda: queries.shown_figures(programme, today))
    wanted = [code for code in options.get("figures") or () if code]
    by_code = {shown.figure.code: shown for shown in figures}
    return {"figures": [by_code[code] for code in wanted if code in by_code] if wanted else figures}


def shown_map(request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any] | None:
    programme, today = programme_of(request), timezone.localdate()
    if programme is None:
        return None
    rows = once(
        request,
        "rows",
        lambda: queries.county_rows(programme, today, _people(request, programme, today)),
    )
    view_box, counties = queries.drawn_counties(rows)
    return {"rows": rows, "counties": counties, "view_box": view_box}


def shown_news(request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any] | None:
    news = NewsPage.objects.shown(get_language() or "hu").about(options.get("topic") or "")
    rows = news.teased()[: options.get("count") or 3]
    items = [teaser(row, request) for row in rows]
    return {"items": items} if items else None


def shown_people(request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any] | None:
    programme, today = programme_of(request), timezone.localdate()
    if programme is None:
        return None
    people = _people(request, programme, today)
    return {"people": [person for person in people if person.county == options.get("county")]}


def offered_figures() -> list[tuple[str, str]]:
    return [
        (code, in_language(row.indicator, "name"))
        for code, row in published().items()
        if row.indicator.is_public
    ]


def offered_topics() -> list[tuple[str, str]]:
    return [(topic.code, topic.name) for topic in Topic.objects.in_use()]


def offered_counties() -> list[tuple[str, str]]:
    return [(county.code, county.name) for county in County.objects.order_by("name_sort", "code")]


def sign_in() -> None:
    registry.add_choices("figure", offered_figures)
    registry.add_choices("topic", offered_topics)
    registry.add_live("figures", LiveSource(_("figures"), shown_figures))
    registry.add_live("county_map", LiveSource(_("county map"), shown_map))
    registry.add_live("news", LiveSource(_("news"), shown_news))
    registry.add_live("people", LiveSource(_("mentors"), shown_people))
