"""A learning package in its frame: its files, the script it speaks with, and what it says of its learner.

The files are somebody else's program. Each answer is a page of no origin (`sandbox`), or of the packages' own host, which may load from the package and from nowhere
else, sends no form, and knows neither our cookies nor our pages. The secret word in the address lets it in.
"""

import json
import re
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mentorhalo.core.bundles import script_url
from mentorhalo.core.doors import door

from .. import actions
from ..apart import is_apart, sandbox
from ..keys import Playing, playing_by
from ..packages import PAGES, file_in
from ..queries import materials
from ..reports import Report, read_report

PLAYER = "scorm-player"
LARGEST_REPORT = 512 * 1024
IN_ONE_PIECE = 1024 * 1024  # what is larger (a film) is sent bit by bit
ASKS_FOR_HEAD = re.compile(rb"<head\b[^>]*>", re.IGNORECASE)
ASKS_FOR_ROOT = re.compile(rb"<html\b[^>]*>|<!doctype[^>]*>", re.IGNORECASE)
UNSAFE_IN_JSON = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def _file_asked(word: str, name: str) -> tuple[Playing, Path]:
    """Raises `DoesNotExist` for a forged word."""
    playing = playing_by(word)
    found = file_in(playing.version.sha256, name)
    if found is None:
        raise playing.version.DoesNotExist
    return playing, found


@xframe_options_exempt
@door("training.play", get=_file_asked)
@require_GET
def play(request: HttpRequest, asked: tuple[Playing, Path]) -> HttpResponseBase:
    """A file of the package; into a page goes the script that stands for the learning platform."""
    playing, path = asked
    media_type, encoding = guess_type(path.name)
    answer: HttpResponseBase
    if path.suffix.lower() in PAGES:
        answer = HttpResponse(_with_player(request, playing, path.read_bytes()), content_type="text/html")
    else:
        known = media_type if media_type and not encoding else "application/octet-stream"
        is_small = path.stat().st_size <= IN_ONE_PIECE
        answer = HttpResponse(path.read_bytes()) if is_small else FileResponse(path.open("rb"))
        answer["Content-Type"] = known
    answer["Content-Security-Policy"] = _policy(request, playing)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, max-age=600"
    answer["Access-Control-Allow-Origin"] = "*"  # of no origin, it is a stranger to its own files
    return answer


@csrf_exempt
@door("training.play", get=playing_by)
@require_POST
def report(request: HttpRequest, playing: Playing) -> HttpResponse:
    """What the package says: done or not, points, and what it wants to find the next time."""
    found = read_report(request.read(LARGEST_REPORT + 1)) if _is_small(request) else None
    if found is not None and playing.enrolment is not None:
        _keep(playing, found)
    answer = JsonResponse({"result": found is not None, "errorCode": 0 if found is not None else 101})
    answer["Access-Control-Allow-Origin"] = "*"
    answer.status_code = 200 if found is not None else 400
    return answer


def _keep(playing: Playing, found: Report) -> None:
    assert playing.enrolment is not None
    actions.keep_progress(
        version=playing.version,
        enrolment=playing.enrolment,
        is_done=found.is_done,
        score=found.score,
        kept=found.kept,
        at=timezone.now(),
    )


def _is_small(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    return length.isascii() and length.isdigit() and int(length) <= LARGEST_REPORT


def _with_player(request: HttpRequest, playing: Playing, page: bytes) -> bytes:
    """Before the first script of the page. A page in UTF-16 stays as it is."""
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page
    reading = materials.reading_of(playing.enrolment, playing.version) if playing.enrolment else None
    told: dict[str, Any] = {
        "kind": playing.version.package,
        "report": request.build_absolute_uri(reverse("training:play_report", args=[playing.word])),
        "learner": str(playing.enrolment.pk) if playing.enrolment else "",
        "kept": json.loads(reading.kept) if reading and reading.kept else None,
    }
    data = json.dumps(told, ensure_ascii=True).translate(UNSAFE_IN_JSON)
    source = request.build_absolute_uri(script_url(PLAYER))
    script = (
        f'<script type="application/json" id="mh-package">{data}</script><script src="{source}"></script>'
    ).encode("ascii")
    place = ASKS_FOR_HEAD.search(page) or ASKS_FOR_ROOT.search(page)
    at = place.end() if place else 0
    return page[:at] + script + page[at:]


def _policy(request: HttpRequest, playing: Playing) -> str:
    own = request.build_absolute_uri(reverse("training:play", args=[playing.word, "x"]))[:-1]
    report = request.build_absolute_uri(reverse("training:play_report", args=[playing.word]))
    player = request.build_absolute_uri(script_url(PLAYER))
    return "; ".join(
        (
            f"sandbox {sandbox(apart=is_apart(request))}",
            "default-src 'none'",
            f"script-src {own} {player} 'unsafe-inline' 'unsafe-eval'",
            f"style-src {own} 'unsafe-inline'",
            f"img-src {own} data: blob:",
            f"media-src {own} data: blob:",
            f"font-src {own} data:",
            f"connect-src {own} {report}",
            f"frame-src {own}",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def page_of(playing_word: str, entry: str) -> str:
    """The address a package begins at, on the host of the packages where there is one."""
    path, mark, query = entry.partition("?")
    return settings.PACKAGES_URL + reverse("training:play", args=[playing_word, path]) + mark + query
