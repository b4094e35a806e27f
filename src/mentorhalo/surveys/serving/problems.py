"""What went wrong, for a program and for whoever reads its log: problem documents (RFC 9457)."""

from collections.abc import Mapping

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:mentorhalo:problem:"
# Code to status and title.
KINDS = {
    "not-understood": (400, _("The request cannot be understood")),
    "key-needed": (401, _("A key is needed")),
    "key-ended": (403, _("The key opens nothing any more")),
    "not-by-this-key": (403, _("This key does not open that")),
    "not-found": (404, _("There is no such thing here")),
    "read-only": (405, _("Here one can only read")),
    "other-format": (406, _("It is not given in that format")),
    "too-often": (429, _("Too many requests")),
    "not-supported": (501, _("This is not supported")),
}


class Problem(Exception):
    """`parameter` names the part of the address that is wrong."""

    def __init__(
        self, kind: str, detail: str = "", *, parameter: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self.kind, self.detail, self.parameter = kind, detail, parameter
        self.status, self.title = KINDS[kind]
        self.headers = dict(headers or {})
        super().__init__(detail or kind)


def problem_document(request: HttpRequest, problem: Problem) -> JsonResponse:
    said = {
        "type": f"{TYPES}{problem.kind}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
        "parameter": problem.parameter,
    }
    return JsonResponse(
        {name: value for name, value in said.items() if value},
        status=problem.status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
