"""The content editor behind our own door.

Wagtail brings hundreds of addresses. Each of them gets the same door: the unknown are sent to our sign-in, strangers are told 404,
membership of the editor's groups follows today's grants before anything is shown. Its pages need a content policy a little wider
than the site's, and only they get it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from wagtail.admin import urls as wagtailadmin_urls

from mentorhalo.core.doors import door

from .actions import seat_editor

# Accounts and sign-in are the house's own: of Wagtail's there is none.
CLOSED = ("users/", "groups/", "password_reset/", "login/")

POLICY = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
}


def opened(view: Callable[..., HttpResponse], *, is_closed: bool) -> Callable[..., HttpResponse]:
    """A view of Wagtail's behind the door of the content editor."""

    @wraps(view)
    def seated(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if is_closed:
            raise Http404
        seat_editor(user=request.user, on=timezone.localdate())
        return view(request, **kwargs)

    return csp_override(POLICY)(xframe_options_sameorigin(door("website.edit")(seated)))


def behind_the_door(patterns: list[Any], above: str = "") -> list[Any]:
    """The same patterns, each view behind the door; done once, when the addresses are read."""
    for pattern in patterns:
        route = f"{above}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            behind_the_door(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "door"):
            pattern.callback = opened(pattern.callback, is_closed=route.startswith(CLOSED))
    return patterns


urlpatterns = behind_the_door(wagtailadmin_urls.urlpatterns)
