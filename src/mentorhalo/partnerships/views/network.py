"""The network of parties over time: picture, table, matrix, measures, files, and from a tie to its evidence."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network.queries import group_of, led_group, mentor_of
from mentorhalo.programmes.queries import county_names

from .. import actions, exports
from ..forms.network import NetworkForm
from ..graphs.network import Network
from ..models import Scale
from ..pictures import drawn, matrix_of, sector_matrix, tie_rows
from ..queries import network as queries
from ..queries import scales as scale_queries
from ..queries import ties as tie_queries
from ..queries.naming import named, sector_labels

A_PAGE = 50
BETWEENNESS = "betweenness"


@dataclass(frozen=True)
class View:
    """What is looked at."""

    county: str
    scale: Scale
    scales: list[Scale]
    found: Network
    place: int
    today: date

    @property
    def query(self) -> str:
        return urlencode(
            {"county": self.county, "day": self.found.days[self.place].isoformat(), "scale": self.scale.code}
        )


@door("partnerships.view")
def network(request: SignedInRequest) -> HttpResponse:
    """The picture with its table and matrix beside it, for one day."""
    view = _view(request)
    found, place = view.found, view.place
    names = named([found.refs[node] for node in queries.present(found, place)], request.user)
    page = Paginator(tie_rows(found, place, names), A_PAGE).get_page(request.GET.get("page"))
    content = {
        **_frame(request, view, "network"),
        "page": page,
        "levels": {level.value: level.name for level in view.scale.levels.all()},
        "labels": sector_labels(),
        "there": {row.sector for row in names.values()},
        "parties": len(names),
        "data_url": f"{reverse('partnerships:network_data')}?{view.query}",
        "tie_url": reverse("partnerships:tie"),
    }
    return render(request, "partnerships/network.html", content)


@door("partnerships.view")
def matrix(request: SignedInRequest) -> HttpResponse:
    """Who to whom: by party where they are few, always by sector."""
    view = _view(request)
    found, place = view.found, view.place
    names = named([found.refs[node] for node in queries.present(found, place)], request.user)
    content = {
        **_frame(request, view, "matrix"),
        "by_sector": sector_matrix(found, place, names),
        "by_party": matrix_of(found, place, names),
        "labels": sector_labels(),
    }
    return render(request, "partnerships/matrix.html", content)


@door("partnerships.view")
def measures(request: SignedInRequest) -> HttpResponse:
    """Of the chosen network, quarter by quarter; of every county on the chosen day; who holds it together."""
    view = _view(request)
    counties = county_names()
    there = queries.networks(view.scale, view.today)
    chosen = queries.measures_of(view.county, view.scale, view.today, view.place)
    nodes = queries.present(view.found, view.place)
    ranked = sorted(range(len(nodes)), key=lambda one: -chosen.measured.betweenness[one])[:10]
    names = named([view.found.refs[nodes[one]] for one in ranked], request.user)
    content = {
        **_frame(request, view, "measures"),
        "quarters": [
            queries.measures_of(view.county, view.scale, view.today, place)
            for place in range(len(view.found.days))
        ],
        "shapes": [
            (_("With mentors"), chosen.measured.whole),
            (_("Without mentors"), chosen.measured.without_mentors),
        ],
        "by_county": [
            (counties.get(code, code), queries.measures_of(code, view.scale, view.today, view.place))
            for code in sorted(there, key=lambda code: counties.get(code, code))
            if code
        ],
        "holding": [
            (
                names[view.found.refs[nodes[one]]],
                chosen.measured.betweenness[one],
                chosen.measured.constraint[one],
            )
            for one in ranked
            if chosen.measured.betweenness[one] > 0 and view.found.refs[nodes[one]] in names
        ],
        "labels": sector_labels(),
    }
    return render(request, "partnerships/measures.html", content)


@door("partnerships.view")
def network_data(request: SignedInRequest) -> JsonResponse:
    """What the picture is drawn from: every node once, every tie with its level on each day. 202 as long as it is being laid out."""
    view = _view(request)
    spots = queries.spots_of(view.found)
    if spots is None:
        actions.order_layout(found=view.found, county=view.county, at=timezone.now())
        return JsonResponse({"state": "waiting"}, status=HTTPStatus.ACCEPTED)
    names = named(view.found.refs, request.user)
    sizes = None
    if request.GET.get("size") == BETWEENNESS:
        sizes = [_sizes(view, place) for place in range(len(view.found.days))]
    return JsonResponse(drawn(view.found, spots, names, sizes))


@door("partnerships.view")
def tie(request: SignedInRequest) -> HttpResponse:
    """Two parties: the partnerships they share, what was seen between them, what both said."""
    one, other = request.GET.get("one", ""), request.GET.get("other", "")
    try:
        first, second = tie_queries.tie_between(one, other, request.user)
    except ObjectDoesNotExist:
        raise Http404 from None
    scales = scale_queries.scales()
    scale = next((each for each in scales if each.code == request.GET.get("scale")), scales[0])
    content = {
        "first": first,
        "second": second,
        "both": [first, second],
        "scale": scale,
        "shared": tie_queries.shared(one, other, scale, timezone.localdate()),
        "trail": [
            (_("Partnerships"), reverse("partnerships:partnerships")),
            (_("Network"), reverse("partnerships:network")),
            (f"{first.name} – {second.name}", ""),
        ],
    }
    return render(request, "partnerships/tie.html", content)


@door("partnerships.view")
def ties_csv(request: SignedInRequest) -> Any:
    view = _view(request)
    return exports.ties_csv(view.found, view.place, named(view.found.refs, request.user))


@door("partnerships.view")
def network_graphml(request: SignedInRequest) -> HttpResponse:
    view = _view(request)
    return exports.network_graphml(view.found, view.place, named(view.found.refs, request.user))


@door("partnerships.view")
def measures_csv(request: SignedInRequest) -> Any:
    """Every county and the whole, on each of the days."""
    view = _view(request)
    counties = county_names()
    rows = [
        (counties.get(code, code) or "*", queries.measures_of(code, view.scale, view.today, place))
        for code in sorted(queries.networks(view.scale, view.today))
        for place in range(len(view.found.days))
    ]
    return exports.measures_csv(rows, f"network-measures-{view.today.isoformat()}.csv")


def _sizes(view: View, place: int) -> dict[int, float]:
    nodes = queries.present(view.found, place)
    measured = queries.measures_of(view.county, view.scale, view.today, place).measured
    return dict(zip(nodes, measured.betweenness, strict=True))


def _view(request: SignedInRequest) -> View:
    """The own county at first; a day that is not among the ends of quarters is the last one."""
    today = timezone.localdate()
    asked = request.GET
    scales = scale_queries.scales()
    scale = next((one for one in scales if one.code == asked.get("scale")), scales[0])
    county = asked["county"][:2] if "county" in asked else _own_county(request, today)
    found = queries.network_of(county, scale, today)
    days = [day.isoformat() for day in found.days]
    day = asked.get("day", "")
    return View(county, scale, scales, found, days.index(day) if day in days else len(days) - 1, today)


def _frame(request: SignedInRequest, view: View, here: str) -> dict[str, Any]:
    """What the three pages share: what is looked at, the way between them, the files."""
    day = view.found.days[view.place]
    form = NetworkForm(
        initial={"county": view.county, "day": day.isoformat(), "scale": view.scale.code},
        days=view.found.days,
        scales=view.scales,
    )
    ways = [
        (_("Picture and table"), "network"),
        (_("Who to whom"), "matrix"),
        (_("Measures"), "measures"),
    ]
    return {
        "form": form,
        "scale": view.scale,
        "day": day,
        "county_name": county_names().get(view.county, "") or _("the whole country"),
        "ways": [
            (words, f"{reverse(f'partnerships:{name}')}?{view.query}", name == here) for words, name in ways
        ],
        "files": [
            (words, f"{reverse(f'partnerships:{name}')}?{view.query}")
            for words, name in (
                (_("Ties as CSV"), "ties_csv"),
                (_("The graph as GraphML"), "network_graphml"),
                (_("Measures as CSV"), "measures_csv"),
            )
        ],
        "trail": [
            (_("Partnerships"), reverse("partnerships:partnerships")),
            (_("Network"), ""),
        ],
    }


def _own_county(request: SignedInRequest, today: date) -> str:
    mentor = mentor_of(request.user)
    group = group_of(mentor, today) if mentor else led_group(request.user, today)
    return str(group.county_id) if group else ""
