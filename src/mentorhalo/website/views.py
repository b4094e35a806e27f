"""The public site: Mentorhálózat, its counties and its people."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import public_mentor, public_mentors
from mentorhalo.programmes.queries import programme_of
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import county_label

from . import queries

COMMUNITIES_A_PAGE = 30


@door("core.public")
def home(request: HttpRequest) -> HttpResponse:
    programme, today = programme_of(request), timezone.localdate()
    if programme is None:
        return render(request, "website/before.html")
    people = public_mentors(programme, today)
    rows = queries.county_rows(programme, today, people)
    view_box, counties = queries.drawn_counties(rows)
    return render(
        request,
        "website/home.html",
        {
            "programme": programme,
            "today": today,
            "figures": queries.shown_figures(programme, today),
            "rows": rows,
            "counties": counties,
            "view_box": view_box,
            "mentor_count": len(people),
        },
    )


@door("core.public")
def county(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(County, pk=code)
    programme, today = programme_of(request), timezone.localdate()
    if programme is None or not programme.counties.filter(county_code=code).exists():
        raise Http404
    communities = Paginator(queries.communities_of_county(code), COMMUNITIES_A_PAGE)
    return render(
        request,
        "website/county.html",
        {
            "programme": programme,
            "county": found,
            "label": county_label(found, today),
            "trail": [(_("Mentor network"), reverse("website:home")), (found.name, "")],
            "figures": queries.shown_figures(programme, today, county=code),
            "people": queries.mentors_of_county(programme, today, code),
            "consortia": queries.consortia_of_county(programme, code),
            "page": communities.get_page(request.GET.get("page")),
        },
    )


@door("core.public")
def mentors(request: HttpRequest) -> HttpResponse:
    programme, today = programme_of(request), timezone.localdate()
    people = public_mentors(programme, today) if programme else []
    return render(
        request,
        "website/mentors.html",
        {"programme": programme, "today": today, "count": len(people), "groups": queries.by_county(people)},
    )


@door("core.public")
def mentor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A mentor's own page, as far as they let themselves be shown; without leave to show the name there is none."""
    record = get_object_or_404(Mentor, pk=pk)
    programme = programme_of(request)
    person = public_mentor(record, programme, timezone.localdate()) if programme else None
    if person is None or not person.name:
        raise Http404
    trail = [
        (_("Who the mentors are"), reverse("website:mentors")),
        (person.county_name, reverse("website:county", args=[person.county])),
        (person.name, ""),
    ]
    return render(request, "website/mentor.html", {"person": person, "trail": trail, "no_more": ()})
