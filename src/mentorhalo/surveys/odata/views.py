"""The addresses of a feed: the service document, `$metadata`, and the rows of a table."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..choices import ResponseState
from ..exporting.order import Order
from ..models import Instrument
from ..queries.walking import Rows, Walk
from ..serving.problems import Problem
from ..serving.signin import BASIC, Reader, read_by_key
from ..serving.views import instrument_of, not_published
from .expanding import Row, context_of, shown_with
from .metadata import write_metadata
from .negotiation import Wanted, refuse_other_versions, wanted_format
from .options import Options, next_link, read_options
from .reading import count, find_row, read_page, read_within
from .tables import Table, tables_of

FORMAT = "jsonl"
XML = "application/xml; charset=utf-8"
WITHIN = ("$filter", "$select", "$expand", "$top", "$skip", "$count", "$format")
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
    """A questionnaire's tables, at the address it was asked by: of accepted responses, or (`every_state`) of all."""

    def __init__(self, request: HttpRequest, reader: Reader, pk: UUID, *, every_state: bool) -> None:
        refuse_other_versions(request)
        self.request = request
        self.instrument: Instrument = instrument_of(reader, pk)
        order = Order(FORMAT, states=tuple(ResponseState.values)) if every_state else Order(FORMAT)
        walk = Walk.through(self.instrument, order)
        if walk is None:
            raise not_published()
        self.walk = walk
        self.tables = tables_of(walk.plan)
        self.address = request.build_absolute_uri(
            reverse("odata:whole_service" if every_state else "odata:service", args=[pk])
        )

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
def service(request: HttpRequest, reader: Reader, *, pk: UUID, every_state: bool = False) -> HttpResponse:
    feed = Feed(request, reader, pk, every_state=every_state)
    sets = [{"name": table.name, "kind": "EntitySet", "url": table.name} for table in feed.tables]
    return feed.answer({"value": sets}, wanted_format(request), "")


@door
def metadata(request: HttpRequest, reader: Reader, *, pk: UUID, every_state: bool = False) -> HttpResponse:
    feed = Feed(request, reader, pk, every_state=every_state)
    if request.GET.get("$format", "xml") not in ("xml", "application/xml"):
        raise Problem(
            "other-format", _("The description of the tables is given as XML."), parameter="$format"
        )
    editions = feed.walk.plan.editions
    written = write_metadata(feed.tables, get_language() or "", editions[-1].form.default_language)
    return _spoken(HttpResponse(written, content_type=XML))


@door
def rows(
    request: HttpRequest, reader: Reader, *, pk: UUID, name: str, every_state: bool = False
) -> HttpResponse:
    """A page of a table, or one row of it by its key."""
    feed = Feed(request, reader, pk, every_state=every_state)
    addressed = ADDRESSED.fullmatch(name)
    if addressed:
        return _one_row(feed, feed.table(addressed["name"]), addressed["key"])
    table = feed.table(name)
    options, wanted = read_options(request, feed.tables, table), wanted_format(request)
    content: dict[str, Any] = {}
    if options.is_counted:
        content["@odata.count"] = count(feed.walk, table, options)
    page = read_page(feed.walk, table, options)
    content["value"] = [_shown(table, options, *found) for found in page.rows]
    if page.after:
        content["@odata.nextLink"] = next_link(
            request, f"{feed.address}{table.name}", after=page.after, skip=page.skip, top=page.top
        )
    response = feed.answer(content, wanted, _context(table, options))
    if "maxpagesize" in request.headers.get("Prefer", "").lower():
        response.headers["Preference-Applied"] = f"odata.maxpagesize={options.page}"
    return response


@door
def number_of_rows(
    request: HttpRequest, reader: Reader, *, pk: UUID, name: str, every_state: bool = False
) -> HttpResponse:
    feed = Feed(request, reader, pk, every_state=every_state)
    table = feed.table(name)
    options = read_options(request, feed.tables, table, only=("$filter",))
    return _spoken(
        HttpResponse(str(count(feed.walk, table, options)), content_type="text/plain; charset=utf-8")
    )


@door
def rows_within_a_row(
    request: HttpRequest, reader: Reader, *, pk: UUID, name: str, within: str, every_state: bool = False
) -> HttpResponse:
    """What a program asks for that knows a row and looks into it."""
    feed = Feed(request, reader, pk, every_state=every_state)
    addressed = ADDRESSED.fullmatch(name)
    outer = feed.table(addressed["name"] if addressed else name)
    navigation = next((one for one in outer.within if one.name == within), None)
    if addressed is None or navigation is None:
        raise Problem("not-found", _("There is no table of this name."))
    found = find_row(feed.walk, outer, _key(outer, addressed["key"]))
    if found is None:
        raise Problem("not-found", _("The table has no row with this key."))
    table = feed.tables[navigation.number]
    options = read_options(request, feed.tables, table, only=WITHIN)
    inner = read_within(found, outer, table, options)
    content: dict[str, Any] = {"@odata.count": len(inner)} if options.is_counted else {}
    end = None if options.top is None else options.skip + options.top
    content["value"] = [_shown(table, options, *one) for one in inner[options.skip : end]]
    return feed.answer(content, wanted_format(request), _context(table, options))


@door
def nowhere(
    request: HttpRequest, reader: Reader, *, pk: UUID, rest: str, every_state: bool = False
) -> HttpResponse:
    """Deeper than rows within a row no address goes."""
    Feed(request, reader, pk, every_state=every_state)
    raise Problem("not-found", _("There is no table of this name."))


def _one_row(feed: Feed, table: Table, written: str) -> HttpResponse:
    key = _key(table, written)
    options = read_options(feed.request, feed.tables, table, only=("$select", "$expand", "$format"))
    found = find_row(feed.walk, table, key)
    if found is None:
        raise Problem("not-found", _("The table has no row with this key."))
    context = f"{_context(table, options)}/$entity"
    return feed.answer(_shown(table, options, *found), wanted_format(feed.request), context)


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


def _shown(table: Table, options: Options, row: Row, rows: Rows) -> dict[str, Any]:
    return shown_with(table, options.shown, options.expand, row, rows)


def _context(table: Table, options: Options) -> str:
    return f"#{table.name}{context_of(table, options.shown, options.expand)}"


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
