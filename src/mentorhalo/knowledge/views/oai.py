"""What programs read of this room: harvesters of open archives (OAI-PMH 2.0), and whoever takes all practices at once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mentorhalo.core.doors import door

from ..oai.downloads import csv_parts, json_parts
from ..oai.protocol import answer


@csrf_exempt
@door("knowledge.read_practices")
def oai(request: HttpRequest) -> HttpResponse:
    """Arguments come in the address or, by POST, in the body; nothing is ever written."""
    said = request.POST if request.method == "POST" else request.GET
    body = answer(
        dict(said.lists()),
        address=settings.SITE_URL + reverse("knowledge_open:oai"),
        email=settings.DEFAULT_FROM_EMAIL,
    )
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


@door("knowledge.read_practices")
@require_http_methods(["GET", "HEAD"])
def practices_json(request: HttpRequest) -> StreamingHttpResponse:
    """Every published practice as JSON-LD."""
    return StreamingHttpResponse(json_parts(), content_type="application/ld+json; charset=utf-8")


@door("knowledge.read_practices")
@require_http_methods(["GET", "HEAD"])
def practices_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every published practice as a table."""
    return StreamingHttpResponse(
        csv_parts(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="practices.csv"'},
    )
