"""The signed-in homes: each begins with what waits for this person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mentorhalo.core.context import work_menu
from mentorhalo.core.doors import door
from mentorhalo.network.queries import led_group, mandate_of, mentor_of
from mentorhalo.programmes.queries import programme_of

from . import queries

# Who leads a group is a mentor, too; who leads or sits in the office also handles questions.
HOMES = ("desk:my_group", "desk:my_week", "desk:office", "network:supervise", "questions:desk")


@door("core.signed_in")
def home(request: HttpRequest) -> HttpResponse:
    """Send each to the home of their role; who has none is told how to get one."""
    for name in HOMES:
        if request.user.has_perm(name.replace(":", ".")):
            return redirect(name)
    return redirect("desk:welcome")


@door("core.signed_in")
def welcome(request: HttpRequest) -> HttpResponse:
    places = [line for entry in work_menu(request) for line in entry.get("lines", [entry])]
    content = {
        "parties": queries.represented_by(request.user),
        "places": [line for line in places if line["name"] != "desk:welcome"],
        "waiting": queries.all_waiting(request.user, timezone.now()),
    }
    return render(request, "desk/welcome.html", content)


@door("desk.my_week")
def my_week(request: HttpRequest) -> HttpResponse:
    mentor, today = mentor_of(request.user), timezone.localdate()
    if mentor is None:
        raise Http404
    context = {"mentor": mentor, "today": today, "mandate": mandate_of(mentor, today)}
    week = queries.week_of(mentor, today)
    waiting = queries.all_waiting(request.user, timezone.now(), week.waiting)
    return render(request, "desk/my_week.html", {**context, "week": week, "waiting": waiting})


@door("desk.my_group")
def my_group(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    group = led_group(request.user, today)
    if group is None:
        raise Http404
    desk = queries.desk_of(group, today)
    waiting = queries.all_waiting(request.user, timezone.now(), desk.waiting)
    context = {"group": group, "today": today, "desk": desk, "waiting": waiting}
    return render(request, "desk/my_group.html", context)


@door("desk.office")
def office(request: HttpRequest) -> HttpResponse:
    programme, today = programme_of(request), timezone.localdate()
    waiting = queries.all_waiting(request.user, timezone.now())
    context: dict[str, Any] = {"programme": programme, "today": today, "waiting": waiting}
    if programme is not None:
        context["figures"] = queries.against_targets(programme, today)
        context["groups"] = queries.group_rows(programme, today)
    return render(request, "desk/office.html", context)
