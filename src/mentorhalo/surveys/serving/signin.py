"""Programs come with a reading key, in a header and never by cookie: as a Bearer token, or as the password of Basic, which is what Excel can."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from mentorhalo.core.throttle import is_used_up, is_within, network_of

from ..actions.data_keys import key_hash_of, note_use
from ..models import DataKey, Study
from ..openrosa.signin import may_use_basic
from ..queries.data import data_key_by_hash
from .problems import Problem

BEARER = 'Bearer realm="Mentorhalo"'
BASIC = 'Basic realm="Mentorhalo", charset="UTF-8"'
PERM = "surveys.export"
WRONG = "surveys.data.wrong-key"
MOST_WRONG, WRONG_SECONDS = 60, 600  # from one network
READ = "surveys.data.read"
MOST_READ, READ_SECONDS = 600, 60  # with one key
READING = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a key, and with it one study."""

    key: DataKey
    study: Study


type View = Callable[..., HttpResponseBase]
type Refusal = Callable[[HttpRequest, Problem], HttpResponse]


def read_by_key(refuse: Refusal, *, asks_for: str) -> Callable[[View], View]:
    """Let in whose key is valid today, in the reader's language; `refuse` writes what went wrong, `asks_for` names the way to sign in."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            language = get_language_from_request(request)
            response: HttpResponseBase
            with translation.override(language):
                try:
                    response = view(request, reader_calling(request, asks_for), **kwargs)
                except Problem as problem:
                    response = refuse(request, problem)
                    for name, value in problem.headers.items():
                        response.headers[name] = value
                except (ObjectDoesNotExist, ValidationError):
                    response = refuse(request, Problem("not-found"))
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers.setdefault("Content-Language", language)
            return response

        guarded.door = PERM  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[[HttpRequest], HttpResponse]) -> View:
    """What says nothing of any study, in the reader's language."""

    @csrf_exempt
    @wraps(view)
    def open_to_all(request: HttpRequest) -> HttpResponse:
        with translation.override(get_language_from_request(request)):
            return view(request)

    open_to_all.door = "core.public"  # type: ignore[attr-defined]
    return open_to_all


def reader_calling(request: HttpRequest, asks_for: str) -> Reader:
    """Raises `Problem`."""
    if request.method not in READING:
        raise Problem("read-only", headers={"Allow": ", ".join(READING)})
    network = network_of(request)
    if is_used_up(WRONG, network, most=MOST_WRONG):
        raise _too_often(WRONG_SECONDS)
    key = _key_of(request)
    if not key:
        raise _key_needed(asks_for, _("Send the key that was made on the study's page of data."))
    if not may_use_basic(request):
        raise _key_needed(asks_for, _("Keys are taken by https only, where nobody can listen."))
    now = timezone.now()
    found = data_key_by_hash(key_hash_of(key), timezone.localdate(now))
    if found is None:
        is_within(WRONG, network, most=MOST_WRONG, seconds=WRONG_SECONDS)
        raise _key_needed(asks_for, _("There is no such key, or it has ended or was revoked."))
    if not is_within(READ, str(found.pk), most=MOST_READ, seconds=READ_SECONDS):
        raise _too_often(READ_SECONDS)
    if not found.user.has_perm(PERM):
        raise Problem("key-ended", _("Whoever made this key may not take this study's data any more."))
    note_use(data_key=found, on=timezone.localdate(now))
    return Reader(found, found.study)


def _key_of(request: HttpRequest) -> str:
    scheme, _space, credentials = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return credentials.strip()
        case "basic":
            try:
                written = base64.b64decode(credentials.strip(), validate=True).decode()
            except ValueError:
                return ""
            return written.partition(":")[2].strip()
    return ""


def _key_needed(asks_for: str, detail: str) -> Problem:
    return Problem("key-needed", detail, headers={"WWW-Authenticate": asks_for})


def _too_often(seconds: int) -> Problem:
    return Problem(
        "too-often",
        _("Wait a little, then go on where you stopped."),
        headers={"Retry-After": str(seconds)},
    )
