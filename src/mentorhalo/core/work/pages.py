"""The administrator's pages of background work, and what a monitor asks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.models import Letter
from mentorhalo.core.requests import HtmxRequest

from . import actions, queries

DEEDS = {"again": actions.try_again, "stop": actions.stop, "drop": actions.drop}


def places(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages that belong together: jobs, letters that leave, mail that comes."""
    pages = (("work", _("Jobs")), ("letters", _("Letters")), ("inbound", _("Mail that came in")))
    return [(words, address := reverse(f"core:{name}"), request.path == address) for name, words in pages]


@door("core.manage_work")
def work(request: HtmxRequest) -> HttpResponse:
    """What runs, waits, failed and was done. The part that changes asks for itself every few seconds."""
    at, counts = timezone.now(), queries.counts()
    state = request.GET.get("state", "")
    if state not in counts:
        state = next((name for name in ("running", "failed", "waiting") if counts[name]), "done")
    workers = list(queries.workers(at))
    shown = {
        "places": places(request),
        "tabs": _tabs(state, counts),
        "state": state,
        "page": queries.jobs_page(state, request.GET.get("page", 1)),
        "schedule": queries.schedule(),
        "workers": workers,
        "is_worked": any(beats for _worker, beats in workers),
        "is_live": state in ("running", "waiting") and "still" not in request.GET,
    }
    return render(request, "core/work.html#jobs" if request.htmx else "core/work.html", shown)


def _tabs(state: str, counts: dict[str, int]) -> list[tuple[str, str, bool]]:
    words = {"running": _("Running"), "waiting": _("Waiting"), "failed": _("Failed"), "done": _("Done")}
    address = reverse("core:work")
    return [
        (f"{words[name]} ({count})", f"{address}?state={name}", name == state)
        for name, count in counts.items()
    ]


@door("core.manage_work")
@require_POST
def work_deed(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Try again, stop or drop one job, then back to the list it stood in."""
    deed = DEEDS.get(request.POST.get("deed", ""))
    state = request.POST.get("state", "")
    if deed is not None:
        try:
            deed(task_id=task_id, by=request.user, at=timezone.now())
        except actions.JobMovedOn as moved:
            messages.warning(request, str(moved))
        else:
            messages.success(request, _said(request.POST["deed"]))
    return redirect(f"{reverse('core:work')}?state={state if state in queries.STATES else ''}")


def _said(deed: str) -> str:
    return {
        "again": _("The job is tried again."),
        "stop": _("The job was asked to stop."),
        "drop": _("The job was dropped."),
    }[deed]


@door("core.manage_work")
def letters(request: HttpRequest) -> HttpResponse:
    """Service letters of the last month: refused, waiting, sent."""
    found = Letter.objects.defer("body", "headers")
    state = request.GET.get("state", "")
    if state == "refused":
        found = found.filter(refused_at__isnull=False)
    elif state == "waiting":
        found = found.filter(sent_at=None, refused_at=None)
    address = reverse("core:letters")
    shown: dict[str, Any] = {
        "places": places(request),
        "tabs": [
            (words, f"{address}?state={name}" if name else address, name == state)
            for name, words in (("", _("All")), ("refused", _("Refused")), ("waiting", _("Waiting")))
        ],
        "page": Paginator(found, queries.PAGE_SIZE).get_page(request.GET.get("page", 1)),
    }
    return render(request, "core/letters.html", shown)


@door("core.public")
def health(request: HttpRequest) -> HttpResponse:
    """For monitors. 200 as long as pages are served; with `?worker` 503 where nobody does background work."""
    found = queries.health(timezone.now())
    is_missed = "worker" in request.GET and found.worker != "beating"
    answer = JsonResponse(
        {
            "status": "ok" if found.worker == "beating" else "no worker",
            "worker": found.worker,
            "workers": found.workers,
            "beat_at": found.beat_at,
            "waiting": found.waiting,
            "failed": found.failed,
        },
        status=503 if is_missed else 200,
    )
    answer["Cache-Control"] = "no-store"
    return answer
