"""The action plan: what the community does, its line of time, its calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.knowledge.queries.methods import method_choices

from .. import actions
from ..actions.plans import NAMES
from ..calendars import calendar_file
from ..choices import ItemState
from ..forms.phases import ReasonForm
from ..forms.plans import CompleteItemForm, PlanItemForm
from ..keys import calendar_key, calendar_of
from ..models import PlanItem, Process
from ..queries import plans as queries
from ..queries.phases import process_named
from .parts import Trail, form_page, pressed, trail_of

TONES = {
    ItemState.PLANNED: "neutral",
    ItemState.RUNNING: "info",
    ItemState.DONE: "main",
    ItemState.DROPPED: "neutral",
}


@door("processes.view", get=process_named)
def plan(request: SignedInRequest, process: Process) -> HttpResponse:
    items, today = queries.plan_of(process), timezone.localdate()
    key = calendar_key(process)
    content = {
        "process": process,
        "items": items,
        "methods": queries.methods_of(items),
        "tones": TONES,
        "today": today,
        "picture": queries.time_picture(items, today),
        "calendar": settings.SITE_URL + reverse("processes:calendar", args=[key]),
        "may_contribute": request.user.has_perm("processes.contribute", process),
        "sees_network": request.user.has_perm("mentoring.view"),
        "trail": trail_of(process, (_("Action plan"), "")),
    }
    return render(request, "processes/plan.html", content)


@door("processes.contribute", get=process_named)
def add_item(request: SignedInRequest, process: Process) -> HttpResponse:
    form = PlanItemForm(request.POST or None, methods=method_choices())
    return form_page(
        request,
        form,
        lambda said: actions.add_plan_item(
            process=process, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("New action"),
        submit=_("Add to the plan"),
        done=_("It stands in the plan."),
        back=_plan(process),
        trail=_trail(process),
        draft=f"plan-new-{process.pk}",
    )


@door("processes.contribute", get=queries.plan_item_named)
def write_item(request: SignedInRequest, item: PlanItem) -> HttpResponse:
    methods = method_choices()
    named = [str(pk) for pk in item.methods.values_list("pk", flat=True)]
    initial = {name: getattr(item, name) for name in NAMES} | {"methods": named}
    form = PlanItemForm(request.POST or None, methods=methods, initial=initial)
    return form_page(
        request,
        form,
        lambda said: actions.write_plan_item(
            item=item, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("Write the action"),
        submit=_("Save"),
        done=_("The action is saved."),
        back=_plan(item.process),
        trail=_trail(item.process),
        draft=f"plan-{item.pk}",
    )


@door("processes.contribute", get=queries.plan_item_named)
@require_POST
def begin_item(request: SignedInRequest, item: PlanItem) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.begin_plan_item(item=item, by=request.user, at=timezone.now()),
        back=_plan(item.process),
    )


@door("processes.contribute", get=queries.plan_item_named)
def complete_item(request: SignedInRequest, item: PlanItem) -> HttpResponse:
    form = CompleteItemForm(
        request.POST or None,
        entries=queries.entries_for(item.process),
        initial={"done_on": timezone.localdate()},
    )
    return form_page(
        request,
        form,
        lambda said: actions.complete_plan_item(item=item, **said, by=request.user, at=timezone.now()),
        heading=_("Carried out: %(goal)s") % {"goal": item.goal},
        submit=_("It is carried out"),
        done=_("The action is carried out."),
        back=_plan(item.process),
        trail=_trail(item.process),
    )


@door("processes.contribute", get=queries.plan_item_named)
def drop_item(request: SignedInRequest, item: PlanItem) -> HttpResponse:
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: actions.drop_plan_item(item=item, **said, by=request.user, at=timezone.now()),
        heading=_("Give up: %(goal)s") % {"goal": item.goal},
        submit=_("Give it up"),
        done=_("The action is given up; the reason stands beside it."),
        back=_plan(item.process),
        trail=_trail(item.process),
        tone="danger",
    )


@door("processes.contribute", get=process_named)
@require_POST
def renew_link(request: SignedInRequest, process: Process) -> HttpResponse:
    actions.renew_calendar_link(process=process, by=request.user, at=timezone.now())
    messages.success(request, _("There is a new link; calendars with the earlier one hear nothing more."))
    return redirect(_plan(process))


@door("processes.use_link", get=calendar_of)
def calendar(request: HttpRequest, process: Process) -> HttpResponse:
    """For a calendar program, which has no account: whoever has the link."""
    address = settings.SITE_URL + _plan(process)
    content = calendar_file(process, queries.plan_of(process), address, timezone.now())
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _plan(process: Process) -> str:
    return reverse("processes:plan", args=[process.pk])


def _trail(process: Process) -> Trail:
    return trail_of(process, (_("Action plan"), _plan(process)))
