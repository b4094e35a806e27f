"""The shell of the app: one page, its worker, its manifest, its icons. None of them holds anything about anybody."""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mentorhalo.core import bundles
from mentorhalo.core.doors import door

from ..icons import ICONS
from ..icons import icon as drawn
from ..words import words

PAPER, GREEN = "#fcf9f2", "#1e5b41"
ICON_NAMES = ("192", "512", "apple")


@door("field.use")
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps. It is the same for everybody, so that nobody else finds a name in what is kept."""
    return HttpResponse(render_to_string("field/shell.html", _content()))


@door("core.public")
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: what to keep under which version, then the program. Other bytes are a new version."""
    files = shell_files()
    page = render_to_string("field/shell.html", _content())
    version = sha256("\n".join([page, *files]).encode()).hexdigest()[:16]
    told = json.dumps(
        {"version": version, "language": get_language(), "files": files, "addresses": addresses()},
        ensure_ascii=False,
    )
    program = json.dumps(bundles.script_url("field-worker"))
    return HttpResponse(
        f"self.field = {told};\nimportScripts({program});\n",
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@door("core.public")
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks before it installs the app."""
    here = reverse("field:shell")
    told: dict[str, Any] = {
        "id": here,
        "name": _("Mentorháló in the field"),
        "short_name": "Mentorháló",
        "description": _("The week, the places and the log of a mentor, without a signal too"),
        "lang": get_language(),
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GREEN,
        "icons": [
            {"src": icon_url(name), "sizes": f"{ICONS[name][0]}x{ICONS[name][0]}", "type": "image/png"}
            | ({"purpose": "maskable"} if name == "maskable" else {})
            for name in ICONS
            if name != "apple"
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@door("core.public")
@require_GET
def icon(request: HttpRequest, name: str) -> HttpResponse:
    if name not in ICONS:
        raise Http404
    return HttpResponse(
        drawn(name), content_type="image/png", headers={"Cache-Control": "public, max-age=86400"}
    )


def _content() -> dict[str, Any]:
    return {"words": words(), "addresses": addresses()}


def addresses() -> dict[str, str]:
    """Where the app asks and sends, in the language of the page."""
    sending = (
        "send_entry",
        "send_photo",
        "send_questionnaire",
        "send_attempt",
        "send_practice",
        "send_practice_photo",
    )
    found = {name: reverse(f"field:{name}") for name in ("shell", "state", "settlements", "worker", *sending)}
    return found | {
        "sign_in": reverse("account_login"),
        "sign_out": reverse("account_logout"),
        "home": resolve_url(settings.LOGIN_REDIRECT_URL),
    }


def shell_files() -> list[str]:
    """All that the page is made of, beside itself."""
    icons = [icon_url(name) for name in ICON_NAMES]
    return [*bundles.files("field"), reverse("field:manifest"), *icons]


def icon_url(name: str) -> str:
    return reverse("field:icon", args=[name])
