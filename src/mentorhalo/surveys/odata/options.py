"""The query options of OData: what we can do, what we say we cannot, and how a next page is asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..serving.problems import Problem
from .expanding import Expand, chosen_columns, read_expand
from .filters import Predicate, read_filter
from .tables import Table

PAGE = 2_000
OURS = frozenset(
    {"$filter", "$select", "$expand", "$top", "$skip", "$count", "$orderby", "$skiptoken", "$format"}
)
OTHERS = frozenset(
    {"$search", "$apply", "$compute", "$levels", "$index", "$schemaversion", "$deltatoken", "$id"}
)
PREFERRED = re.compile(r"(?:odata\.)?maxpagesize\s*=\s*([0-9]{1,6})", re.IGNORECASE)
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Options:
    """`shown`: places of the columns chosen, None for all. `expand`: what stands within. `by_row`: order of rows within a response."""

    predicate: Predicate | None = None
    shown: tuple[int, ...] | None = None
    expand: tuple[Expand, ...] = ()
    top: int | None = None
    skip: int = 0
    is_counted: bool = False
    is_descending: bool = False
    by_row: str = ""
    after: str = ""
    page: int = PAGE


def read_options(
    request: HttpRequest, tables: Sequence[Table], table: Table, *, only: Sequence[str] = ()
) -> Options:
    """Raises `Problem`. `only`: the options that make sense at this address; none: all."""
    query, columns = request.GET, table.columns
    for name in query:
        if name in OTHERS or (only and name in OURS and name not in only):
            raise Problem(
                "not-supported", _("“%(name)s” is not supported here.") % {"name": name}, parameter=name
            )
        if name.startswith("$") and name not in OURS:
            raise _wrong(name, _("OData has no such option."))
        if name.startswith("$") and len(query.getlist(name)) > 1:
            raise _wrong(name, _("It is given twice."))
    is_descending, by_row = _order(query.get("$orderby", ""), table)
    return Options(
        predicate=read_filter(query["$filter"], columns) if query.get("$filter", "").strip() else None,
        shown=chosen_columns(query.get("$select", ""), table),
        expand=read_expand(query.get("$expand", ""), tables, table),
        top=_whole(query["$top"], "$top") if "$top" in query else None,
        skip=_whole(query["$skip"], "$skip") if "$skip" in query else 0,
        is_counted=_truth(query.get("$count", "false")),
        is_descending=is_descending,
        by_row=by_row,
        after=query.get("$skiptoken", ""),
        page=_page(request),
    )


def next_link(request: HttpRequest, address: str, *, after: str, skip: int, top: int | None) -> str:
    """The same question from where this page ended; the count is told on the first page."""
    kept = {
        name: request.GET[name]
        for name in request.GET
        if name not in ("$count", "$skip", "$top", "$skiptoken")
    }
    if top is not None:
        kept["$top"] = str(top)
    if skip:
        kept["$skip"] = str(skip)
    kept["$skiptoken"] = after
    return f"{address}?{urlencode(kept, safe='$', quote_via=quote)}"


def _order(text: str, table: Table) -> tuple[bool, str]:
    """Rows stand in the order of their key; that may be turned round, and nothing else."""
    wishes = [wish.split() for wish in text.split(",") if wish.strip()]
    names = [wish[0] for wish in wishes]
    known = {column.name for column in table.columns}
    for wish in wishes:
        if wish[0] not in known:
            raise _wrong("$orderby", _("The table has no column “%(name)s”.") % {"name": wish[0]})
        if len(wish) > 2 or wish[1:] not in ([], ["asc"], ["desc"]):
            raise _wrong("$orderby", _("“asc” or “desc” is expected behind the column."))
    if tuple(names) != table.key[: len(names)]:
        raise Problem(
            "not-supported", _("Rows can be put in the order of their key alone."), parameter="$orderby"
        )
    directions = [wish[1] if len(wish) > 1 else "asc" for wish in wishes]
    return directions[:1] == ["desc"], directions[1] if len(directions) > 1 else ""


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise _wrong(name, _("A whole number is wanted."))
    return int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise _wrong("$count", _("“true” or “false” is wanted."))
    return text == "true"


def _page(request: HttpRequest) -> int:
    wished = PREFERRED.search(request.headers.get("Prefer", ""))
    return min(PAGE, max(1, int(wished[1]))) if wished else PAGE


def _wrong(name: str, detail: str) -> Problem:
    return Problem("not-understood", detail, parameter=name)
