"""The addresses of a feed: the service document, `$metadata`, and the rows of a table."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..exporting.order import Order
from ..models import Instrument
from ..queries.walking import Walk
from ..serving.problems import Problem
from ..serving.signin import BASIC, Reader, read_by_key
from ..serving.views import instrument_of, not_published
from .metadata import write_metadata
from .negotiation import Wanted, refuse_other_versions, wanted_format
from .options import next_link, read_options
from .reading import count, find_row, read_page, shown
from .tables import Table, tables_of

FORMAT = "jsonl"
XML = "application/xml; charset=utf-8"
ADDRESSED = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9_]*)\((?P<key>.*)\)", re.DOTALL)
PART = re.compile(r"\s*(?:(?P<name>[A-Za-z_]\w*)\s*=\s*)?'(?P<value>(?:[^']|'')*)'\s*(?:,|$)", re.ASCII)


def fault(request: HttpRequest, problem: Problem) -> HttpResponse:
    """As OData writes errors."""
    said: dict[str, Any] = {"code": problem.kind, "message": f"{problem.title}. {problem.detail}".strip()}
    if problem.parameter:
        said["target"] = problem.parameter
    return _spoken(
        HttpResponse(_written({"error": said}), content_type="application/json", status=problem.status)
    )


def _spoken(response: HttpResponse) -> HttpResponse:
    response.headers["OData-Version"] = "4.0"
    return response


class Feed:
    """A questionnaire's tables, at the address it was asked by."""

    def __init__(self, request: HttpRequest, reader: Reader, pk: UUID) -> None:
        refuse_other_versions(request)
        self.request = request
        self.instrument: Instrument = instrument_of(reader, pk)
        walk = Walk.through(self.instrument, Order(FORMAT))
        if walk is None:
            raise not_published()
        self.walk = walk
        self.tables = tables_of(walk.plan)
        self.address = request.build_absolute_uri(reverse("odata:service", args=[pk]))

    def table(self, name: str) -> Table:
        for table in self.tables:
            if table.name == name:
                return table
        raise Problem("not-found", _("There is no table of this name."))

    def answer(self, content: dict[str, Any], wanted: Wanted, context: str) -> HttpResponse:
        whole = {"@odata.context": f"{self.address}$metadata{context}"} if wanted.has_context else {}
        return _spoken(HttpResponse(_written({**whole, **content}), content_type=wanted.media_type))


door: Callable[[Callable[..., HttpResponse]], Any] = read_by_key(fault, asks_for=BASIC)


@door
def service(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    feed = Feed(request, reader, pk)
    sets = [{"name": table.name, "kind": "EntitySet", "url": table.name} for table in feed.tables]
    return feed.answer({"value": sets}, wanted_format(request), "")


@door
def metadata(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    feed = Feed(request, reader, pk)
    if request.GET.get("$format", "xml") not in ("xml", "application/xml"):
        raise Problem(
            "other-format", _("The description of the tables is given as XML."), parameter="$format"
        )
    editions = feed.walk.plan.editions
    written = write_metadata(feed.tables, get_language() or "", editions[-1].form.default_language)
    return _spoken(HttpResponse(written, content_type=XML))


@door
def rows(request: HttpRequest, reader: Reader, *, pk: UUID, name: str) -> HttpResponse:
    """A page of a table, or one row of it by its key."""
    feed = Feed(request, reader, pk)
    addressed = ADDRESSED.fullmatch(name)
    if addressed:
        return _one_row(feed, feed.table(addressed["name"]), addressed["key"])
    table = feed.table(name)
    options, wanted = read_options(request, table), wanted_format(request)
    content: dict[str, Any] = {}
    if options.is_counted:
        content["@odata.count"] = count(feed.walk, table, options)
    page = read_page(feed.walk, table, options)
    content["value"] = [shown(table, options.shown, row) for row in page.rows]
    if page.after:
        content["@odata.nextLink"] = next_link(
            request, f"{feed.address}{table.name}", after=page.after, skip=page.skip, top=page.top
        )
    response = feed.answer(content, wanted, f"#{table.name}{_chosen(table, options.shown)}")
    if "maxpagesize" in request.headers.get("Prefer", "").lower():
        response.headers["Preference-Applied"] = f"odata.maxpagesize={options.page}"
    return response


@door
def number_of_rows(request: HttpRequest, reader: Reader, *, pk: UUID, name: str) -> HttpResponse:
    feed = Feed(request, reader, pk)
    table = feed.table(name)
    options = read_options(request, table, only=("$filter",))
    return _spoken(
        HttpResponse(str(count(feed.walk, table, options)), content_type="text/plain; charset=utf-8")
    )


def _one_row(feed: Feed, table: Table, written: str) -> HttpResponse:
    key = _key(table, written)
    options = read_options(feed.request, table, only=("$select", "$format"))
    row = find_row(feed.walk, table, key)
    if row is None:
        raise Problem("not-found", _("The table has no row with this key."))
    context = f"#{table.name}{_chosen(table, options.shown)}/$entity"
    return feed.answer(shown(table, options.shown, row), wanted_format(feed.request), context)


def _key(table: Table, written: str) -> list[str]:
    """`'a'`, or `response_id='a',row='1'`; raises `Problem`."""
    found: dict[str, str] = {}
    at = 0
    while at < len(written):
        match = PART.match(written, at)
        if match is None or match.end() == at:
            raise _no_key(table)
        name = match["name"] or (table.key[0] if len(table.key) == 1 else "")
        found[name] = match["value"].replace("''", "'")
        at = match.end()
    if set(found) != set(table.key):
        raise _no_key(table)
    return [found[name] for name in table.key]


def _no_key(table: Table) -> Problem:
    return Problem("not-understood", _("The key of this table is: %(key)s.") % {"key": ", ".join(table.key)})


def _chosen(table: Table, places: Sequence[int] | None) -> str:
    return "" if places is None else f"({','.join(table.columns[place].name for place in places)})"


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
