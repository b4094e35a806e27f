from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door

from .. import queries
from ..forms import CommunityFilter, ConsortiumFilter, OrganisationFilter
from ..forms.filters import CountyFilter

ROWS_A_PAGE = 50
LISTS = ("communities", "organisations", "consortia")


@door("partners.view_lists")
def home(request: HttpRequest) -> HttpResponse:
    return redirect("partners:communities")


@door("partners.view_lists")
def organisations(request: HttpRequest) -> HttpResponse:
    filters = OrganisationFilter(request.GET)
    rows = queries.organisations(request.GET.get("q", ""), **filters.wanted())
    return _list(request, "organisations", filters, rows)


@door("partners.view_lists")
def communities(request: HttpRequest) -> HttpResponse:
    filters = CommunityFilter(request.GET)
    rows = queries.communities(request.GET.get("q", ""), **filters.wanted())
    return _list(request, "communities", filters, rows)


@door("partners.view_lists")
def consortia(request: HttpRequest) -> HttpResponse:
    filters = ConsortiumFilter(request.GET)
    rows = queries.consortia(request.GET.get("q", ""), **filters.wanted())
    return _list(request, "consortia", filters, rows)


def _list(request: HttpRequest, name: str, filters: CountyFilter, rows: Sequence[Any]) -> HttpResponse:
    words = {
        "communities": _("Communities"),
        "organisations": _("Institutions and organisations"),
        "consortia": _("Consortia"),
    }
    content = {
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "text": request.GET.get("q", ""),
        "tabs": [(words[each], reverse(f"partners:{each}"), each == name) for each in LISTS],
        "heading": words[name],
        "new_url": _address(request, "partners.register", f"partners:new_{NEW[name]}"),
        "import_url": _address(request, "partners.import", f"partners:import_{name}"),
    }
    return render(request, f"partners/{name}.html", content)


NEW = {"communities": "community", "organisations": "organisation", "consortia": "consortium"}


def _address(request: HttpRequest, perm: str, name: str) -> str:
    """The address, if this person may open it."""
    return reverse(name) if request.user.has_perm(perm) else ""
