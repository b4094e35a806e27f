"""How the phone is answered. Each answer is JSON with an `outcome`, and says what the phone does next:

stored    it is here now                      repeated   it was here already: harmless
refused   it cannot be so; `message` and `errors` say what to mend
sign_in   nobody, or somebody else, is signed in: keep it, and let its owner sign in
later     it did not arrive whole, or cannot be taken just now: keep it and try again
"""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

STATUS = {"stored": 201, "repeated": 200, "refused": 422, "sign_in": 409, "later": 503}


def told_as_json(request: HttpRequest, told: Any) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match", "").removeprefix("W/") == tag
    answer = HttpResponse(status=304) if is_known else HttpResponse(body, content_type="application/json")
    answer["ETag"] = tag
    return _unkept(answer, request)


def answered(outcome: str, message: str = "", errors: dict[str, Any] | None = None) -> HttpResponse:
    told = {"outcome": outcome, "message": message, "errors": errors or {}}
    return _unkept(JsonResponse(told, status=STATUS[outcome]))


def _unkept(answer: HttpResponse, request: HttpRequest | None = None) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    answer["X-Field-Time"] = str(round(timezone.now().timestamp() * 1000))
    if request is not None:
        answer["X-Field-Token"] = get_token(request)
    return answer


def length_of(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def sent_as_json(request: HttpRequest) -> dict[str, Any] | None:
    """The fields as they were sent; None for what is no such thing at all (or only the first half of one)."""
    try:
        said = json.loads(request.body)
    except ValueError:
        return None
    if not isinstance(said, dict) or not all(_is_plain(value) for value in said.values()):
        return None
    return said


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return value is None or isinstance(value, str | int | bool)
