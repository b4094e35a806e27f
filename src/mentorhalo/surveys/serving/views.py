"""The addresses of the interface for programs."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ..exporting.codebook.ddi import write_ddi
from ..exporting.order import Order
from ..models import Instrument
from ..queries import data as queries
from ..queries.exports import plan_for
from ..queries.walking import Rows, Walk
from ..views.codebooks import kept_codebook
from .asked import FORMAT, Asked, read_asked
from .attachments import Attachment, attachments_of, content_of
from .cells import Column, columns_of, row_as_json
from .described import codebook_as_json, instrument_as_json, study_as_json
from .openapi import description
from .problems import Problem, problem_document
from .signin import BEARER, Reader, public, read_by_key

DDI = "application/xml; charset=utf-8"
# What is being read while this is asked for comes with the next question.
OVERLAP = timedelta(minutes=2)

door = read_by_key(problem_document, asks_for=BEARER)


@public
def openapi(request: HttpRequest) -> HttpResponse:
    return _json(
        description(request.build_absolute_uri(reverse("data_api:studies")).removesuffix("/studies"))
    )


@door
def studies(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A key opens one study."""
    return _json({"studies": [_study(request, reader)]})


@door
def study(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    if pk != reader.study.pk:
        raise Problem("not-found")
    return _json(_study(request, reader))


@door
def instrument(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    return _json(_instrument(request, instrument_of(reader, pk)))


@door
def codebook(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    found = instrument_of(reader, pk)
    plan = plan_for(found, Order(FORMAT))
    if plan is None:
        raise not_published()
    return _json(codebook_as_json(found, plan.layout))


@door
def codebook_ddi(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    book = kept_codebook(instrument_of(reader, pk))
    if book is None:
        raise not_published()
    return HttpResponse(write_ddi(book), content_type=DDI)


@door
def responses(request: HttpRequest, reader: Reader, *, pk: UUID) -> HttpResponse:
    """A page of them; `next` is the address of the next one."""
    found = instrument_of(reader, pk)
    plan = plan_for(found, Order(FORMAT))
    if plan is None:
        raise not_published()
    asked = read_asked(request.GET, found, plan.editions)
    as_of = timezone.now() - OVERLAP
    walk = _walk(found, asked)
    names = walk.names(asked.after, asked.limit + 1)
    page = names[: asked.limit]
    tables = _tables(walk)
    answer: dict[str, Any] = {
        "as_of": as_of.isoformat(timespec="seconds"),
        "responses": [_response(tables, rows) for _name, rows in walk.rows(page)],
    }
    if len(names) > len(page):
        answer["next"] = _next_address(request, page[-1][0])
    response = _json(answer)
    if "next" in answer:
        response.headers["Link"] = f'<{answer["next"]}>; rel="next"'
    return response


@door
def response(request: HttpRequest, reader: Reader, *, pk: UUID, name: str) -> HttpResponse:
    """By the name it goes by outside."""
    walk = Walk.through(instrument_of(reader, pk), Order(FORMAT))
    named = walk.find(name) if walk is not None else None
    if walk is None or named is None:
        raise Problem("not-found", _("There is no accepted response of this name."))
    for _name, rows in walk.rows([named]):
        return _json(_response(_tables(walk), rows))
    raise Problem("not-found")


@door
def attachments(request: HttpRequest, reader: Reader, *, pk: UUID, name: str) -> HttpResponse:
    """Photos and sounds of an accepted response, and where they belong."""
    listed = [
        one.as_json(request.build_absolute_uri(reverse("data_api:attachment", args=[pk, name, one.name])))
        for one in _attachments(reader, pk, name)
    ]
    return _json({"attachments": listed})


@door
def attachment(request: HttpRequest, reader: Reader, *, pk: UUID, name: str, file: str) -> HttpResponseBase:
    found = next((one for one in _attachments(reader, pk, name) if one.name == file), None)
    content = content_of(found) if found is not None else None
    if found is None or content is None:
        raise Problem("not-found", _("The response has no file of this name."))
    return StreamingHttpResponse(
        content,
        content_type=found.kind.value,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@door
def nowhere(request: HttpRequest, reader: Reader, *, rest: str) -> HttpResponse:
    raise Problem("not-found", _("The description of the interface lists its addresses: openapi.json."))


def instrument_of(reader: Reader, pk: UUID) -> Instrument:
    """Of the key's study; there is no other for this reader."""
    found = queries.instrument(pk)
    if found.study_id != reader.study.pk:
        raise Problem("not-found")
    return found


def _attachments(reader: Reader, pk: UUID, name: str) -> list[Attachment]:
    if not reader.key.opens_files:
        raise Problem(
            "not-by-this-key", _("It was made without photos and sounds: make one that opens them.")
        )
    walk = Walk.through(instrument_of(reader, pk), Order(FORMAT, files=True))
    named = walk.find(name) if walk is not None else None
    if walk is None or named is None:
        raise Problem("not-found", _("There is no accepted response of this name."))
    return attachments_of(walk, named)


def not_published() -> Problem:
    return Problem("not-found", _("No version of this questionnaire was published yet."))


def _walk(instrument: Instrument, asked: Asked) -> Walk:
    walk = Walk.through(instrument, asked.order, asked.since)
    if walk is None:
        raise not_published()
    return walk


def _study(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    instruments = queries.instruments_of(reader.study)
    return study_as_json(reader.study, [_instrument(request, one) for one in instruments])


def _instrument(request: HttpRequest, instrument: Instrument) -> dict[str, Any]:
    plan = plan_for(instrument, Order(FORMAT))
    names = {
        "self": "data_api:instrument",
        "codebook": "data_api:codebook",
        "codebook_ddi": "data_api:codebook_ddi",
        "responses": "data_api:responses",
        "odata": "odata:service",
    }
    links = {
        relation: request.build_absolute_uri(reverse(name, args=[instrument.pk]))
        for relation, name in names.items()
    }
    return instrument_as_json(instrument, plan.editions if plan else (), links)


def _tables(walk: Walk) -> list[tuple[str, tuple[Column, ...]]]:
    return [(sheet.name, columns_of(sheet)) for sheet in walk.plan.layout.sheets]


def _response(tables: list[tuple[str, tuple[Column, ...]]], rows: Rows) -> dict[str, Any]:
    """The row of the response, and those of its repeats by table."""
    made: dict[str, Any] = {"row": {}, "repeats": {}}
    for number, row in rows:
        name, columns = tables[number]
        as_written = row_as_json(columns, row)
        if number == 0:
            made["row"] = as_written
        else:
            made["repeats"].setdefault(name, []).append(as_written)
    return made


def _next_address(request: HttpRequest, after: str) -> str:
    query = [(name, value) for name, values in request.GET.lists() for value in values if name != "after"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('after', after)])}")


def _json(content: dict[str, Any]) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "allow_nan": False})
