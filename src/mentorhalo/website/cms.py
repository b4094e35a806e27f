"""The content editor behind our own door.

Wagtail brings hundreds of addresses. Each of them gets the same door: the unknown are sent to our sign-in, strangers are told 404,
membership of the editor's groups follows today's grants before anything is shown.

Its pages keep the strict content policy, with three exceptions: they may be framed by themselves (the preview beside the form), styles may
be written into the page (its text editor does), and the few script lines that Wagtail's own fields write into the page are known by
their shape and get a nonce.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import get_nonce
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from wagtail.admin import urls as wagtailadmin_urls

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .actions import seat_editor
from .checks import PageRefused

# Accounts and sign-in are the house's own; those of Wagtail stay shut.
CLOSED = ("users/", "groups/", "password_reset/", "login/")

POLICY: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "style-src-elem": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
}
PREVIEWED = "Content-Security-Policy"
FIELD_SCRIPT = re.compile(
    rb"<script(?: type=\"text/javascript\")?>(?=\s*(?:"
    rb"init(?:Date|DateTime|Time)Chooser\(\""
    rb"|new [\w.]+\(\""
    rb"|\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)\("
    rb"|if \(typeof window\.chooserUrls === "
    rb"|document\.addEventListener\('DOMContentLoaded', function\(\) \{\s*var selectAll = "
    rb"))"
)


def opened(view: Callable[..., HttpResponse], *, is_closed: bool) -> Callable[..., HttpResponseBase]:
    """A view of Wagtail's behind the door of the content editor."""

    @wraps(view)
    def seated(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if is_closed:
            raise Http404
        seat_editor(user=request.user, on=timezone.localdate())
        try:
            response = view(request, **kwargs)
        except PageRefused as refused:
            return back_to_the_page(request, refused)
        return with_nonces(request, response)

    return csp_override(POLICY)(xframe_options_sameorigin(door("website.edit")(seated)))


def back_to_the_page(request: HttpRequest, refused: PageRefused) -> HttpResponse:
    """What was done by approval, from a list or in a translation is not; the draft stands as it was saved."""
    messages.error(request, str(refused))
    return redirect("wagtailadmin_pages:edit", refused.page.pk)


def with_nonces(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with a nonce on the script lines of Wagtail's own fields, and on no other."""
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    if PREVIEWED in response:
        del response[
            PREVIEWED
        ]  # a preview comes with the policy of the page it shows, which nobody may frame
    marked = b'<script nonce="%s">' % str(get_nonce(request)).encode()
    response.content = FIELD_SCRIPT.sub(marked, response.content)
    return response


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
