"""Answers that are no pages."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response


def calendar_answer(request: HttpRequest, made: bytes, name: str) -> HttpResponse:
    """An iCalendar file; a program that has it already is told so."""
    etag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["ETag"] = etag
    kept = get_conditional_response(request, etag=etag, response=answer)
    return kept if isinstance(kept, HttpResponse | HttpResponseNotModified) else answer
