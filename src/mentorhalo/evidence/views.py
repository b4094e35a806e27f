from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mentorhalo.core.doors import door

from . import queries

SEALS_ON_PAGE = 50


@door("evidence.view_journal")
def journal(request: HttpRequest) -> HttpResponse:
    """How much the journal holds, up to where it is sealed, and how anybody can prove it."""
    return render(request, "evidence/journal.html", {"state": queries.journal_state()})


@door("core.public")
def seals(request: HttpRequest) -> HttpResponse:
    """The hashes of all seals, for whoever wants to write them down."""
    page = Paginator(queries.seals(), SEALS_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "evidence/seals.html", {"page": page})


@door("evidence.view_source")
def source(request: HttpRequest, source_type: str, source_id: str) -> HttpResponse:
    """Everything the journal ever said of one record, and by whose hand, as a role."""
    record = queries.record_in_journal(source_type, source_id, request=request)
    return render(request, "evidence/source.html", {"record": record})
