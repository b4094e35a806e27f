"""Whole pages kept for visitors who are nobody in particular: made once for each edition, then handed out."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from .throttle import keyed_hash

View = Callable[..., HttpResponse]

KEPT_SECONDS = 300  # what stands around the content (menus, funding) may be as old as that
SECRET = re.compile(rb'("X-CSRFToken": "|name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+')
PLACE = rb"\1@csrf@"
HELD = b"@csrf@"


def kept(edition: Callable[[], Any]) -> Callable[[View], View]:
    """Keep what a GET of somebody without session and messages gets, for each address, language and edition.

    `edition()` says what the page was made of: it is another one as soon as anything shown may be other. The CSRF token is put in
    anew for each visitor. Where the page is there, it costs what `edition` costs.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _is_anybody(request):
                return view(request, *args, **kwargs)
            return _kept(request, edition(), lambda: view(request, *args, **kwargs))

        return answered

    return decorate


def _kept(request: HttpRequest, edition: Any, make: Callable[[], HttpResponse]) -> HttpResponse:
    key = _key(request, edition)
    page = cache.get(key)
    if page is None:
        response = make()
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if response.status_code != 200:
            return response
        body = SECRET.sub(PLACE, response.content)
        page = (hashlib.sha256(body).hexdigest()[:32], body, response["Content-Type"])
        cache.set(key, page, KEPT_SECONDS)
    return _handed_out(request, *page)


def _handed_out(request: HttpRequest, print_: str, body: bytes, content_type: str) -> HttpResponse:
    token = get_token(request)
    # A browser may ask about a page it got before its CSRF cookie changed: the forms in that one would be refused.
    etag = f'"{print_}-{keyed_hash(request.META["CSRF_COOKIE"])[:12]}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body.replace(HELD, token.encode()), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def _is_anybody(request: HttpRequest) -> bool:
    """Somebody without an account, to whom no earlier page left a message to show."""
    cookies = request.COOKIES
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in cookies
        and "messages" not in cookies
        and "HX-Request" not in request.headers
    )


def _key(request: HttpRequest, edition: Any) -> str:
    asked = f"{get_language()} {request.get_host()} {request.get_full_path()} {edition}"
    return f"page:{hashlib.sha256(asked.encode()).hexdigest()}"
