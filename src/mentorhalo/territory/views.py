from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import UNKNOWN, day, number
from mentorhalo.territory import drawing, queries
from mentorhalo.territory.forms import DayForm
from mentorhalo.territory.models import County, Settlement

SUGGESTED = 10
A_PAGE = 100


@door("territory.view")
def settlements(request: HttpRequest) -> HttpResponse:
    """Every settlement by name, or those a few letters mean."""
    text = request.GET.get("q", "")
    county = request.GET.get("county", "")
    page = Paginator(queries.listed(text, county), A_PAGE).get_page(request.GET.get("page"))
    content = {"page": page, "text": text, "county": county, "counties": queries.all_counties()}
    template = (
        "territory/settlements.html#rows"
        if request.headers.get("HX-Request")
        else "territory/settlements.html"
    )
    return render(request, template, content)


@door("territory.view", get=queries.settlement)
def settlement(request: HttpRequest, settlement: Settlement) -> HttpResponse:
    """What a settlement is, where it lies, and what it was on an earlier day."""
    today = timezone.localdate()
    form = DayForm(request.GET or None)
    on = form.chosen(today)
    history = queries.history(settlement)
    then = next((row for row in history if row.held_on(on)), None)
    populations = list(settlement.populations.order_by("-counted_on"))
    content = {
        "settlement": settlement,
        "trail": [(_("Settlements"), reverse("territory:settlements")), (settlement.name, "")],
        "form": form,
        "on": on,
        "then": then,
        "facts": _facts(settlement),
        "history": history,
        "populations": populations,
        **_drawn(settlement),
    }
    return render(request, "territory/settlement.html", content)


@door("territory.view")
def suggest(request: HttpRequest) -> JsonResponse:
    """What a suggestion box asks for: `?q=typed`."""
    found = queries.find_settlements(request.GET.get("q", ""), SUGGESTED)
    labels = queries.county_labels({one.county for one in found}, timezone.localdate()) if found else {}
    results = [{"value": one.code, "label": one.name, "note": labels[one.county_id]} for one in found]
    return JsonResponse({"results": results})


def _facts(settlement: Settlement) -> list[tuple[str, str]]:
    facts = [
        (_("KSH code"), settlement.code),
        (_("Postal code"), settlement.postal_code or UNKNOWN),
        (_("Area"), f"{number(settlement.area_ha)} ha" if settlement.area_ha else UNKNOWN),
        (_("Dwellings"), number(settlement.dwellings)),
    ]
    if settlement.ended_on:
        facts.append((_("Stood until"), day(settlement.ended_on)))
    return facts


def _drawn(settlement: Settlement) -> dict[str, object]:
    """The outline of the county with the settlement as a dot in it; nothing where the place is not known."""
    if settlement.lat is None or settlement.lon is None or not _is_drawn(settlement.county):
        return {"outline": None}
    x, y = drawing.project(settlement.lat, settlement.lon)
    return {"outline": drawing.county_path(settlement.county_id), "x": x, "y": y}


def _is_drawn(county: County) -> bool:
    return any(outline.code == county.code for outline in drawing.county_paths())
