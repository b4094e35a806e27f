"""What everybody sees: courses, and whether a certificate is good."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from .. import credentials
from ..forms.work import NumberForm
from ..models import Course, CourseVersion
from ..queries import courses as queries
from ..queries.results import certificate_by

LOOKED_UP_AN_HOUR = 120


@door("training.read")
def courses(request: HttpRequest) -> HttpResponse:
    content = {"rows": list(queries.courses_in_use()), "trail": [(_("Courses"), "")]}
    return render(request, "training/courses.html", content)


@door("training.read", get=queries.public_course)
def course(request: HttpRequest, version: CourseVersion) -> HttpResponse:
    """Its modules with their hours and outcomes, the rule of completion, and the groups one may join."""
    modules = list(version.modules.all())
    content = {
        "version": version,
        "course": version.course,
        "modules": [(one, [line for line in one.outcomes.splitlines() if line.strip()]) for one in modules],
        "groups": list(queries.open_groups(version, request.user)),
        "trail": [(_("Courses"), reverse("training:courses")), (version.course.title, "")],
        "nothing": (),
    }
    return render(request, "training/course.html", content)


@door("training.verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Type a number, read whether it is good."""
    form, status = NumberForm(request.GET or None), 200
    if form.is_bound and not _may_look_up(request):
        form, status = NumberForm(), 429
    if form.is_valid():
        number = "".join(form.cleaned_data["number"].split()).lower()
        if certificate_by(number) is not None:
            return redirect("training:certificate_state", number=number)
        form.add_error(
            "number", _("There is no certificate with this number. Look whether every character is right.")
        )
    content = {
        "form": form,
        "is_busy": status == 429,
        "trail": [(_("Courses"), reverse("training:courses")), (_("Verify a certificate"), "")],
    }
    return render(request, "training/verify.html", content, status=status)


@door("training.verify")
def certificate_state(request: HttpRequest, number: str) -> HttpResponse:
    """Good, revoked or unknown. The name stands there only if its owner agreed."""
    if not _may_look_up(request):
        return render(
            request, "training/certificate_state.html", _state(number, None, is_busy=True), status=429
        )
    certificate = certificate_by(number)
    return render(
        request,
        "training/certificate_state.html",
        _state(number, certificate),
        status=200 if certificate is not None else 404,
    )


@door("training.read", get=queries.course)
def issuer(request: HttpRequest, course: Course) -> HttpResponse:
    """The profile with the public keys, for programs that verify."""
    return _json(credentials.issuer_profile(course))


@door("training.read", get=queries.course)
def revocations(request: HttpRequest, course: Course) -> HttpResponse:
    return _json(credentials.revocation_list(course))


def _may_look_up(request: HttpRequest) -> bool:
    return is_within("training.verify", network_of(request), most=LOOKED_UP_AN_HOUR, seconds=3600)


def _state(number: str, certificate: Any, *, is_busy: bool = False) -> dict[str, Any]:
    return {
        "number": number,
        "certificate": certificate,
        "is_busy": is_busy,
        "name": certificate.name if certificate and certificate.enrolment.is_name_public else "",
        "trail": [
            (_("Courses"), reverse("training:courses")),
            (_("Verify a certificate"), reverse("training:verify")),
            (number, ""),
        ],
        "nothing": (),
    }


def _json(content: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
