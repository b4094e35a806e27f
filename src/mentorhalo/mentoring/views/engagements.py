"""Engagements: the list, one with its way so far, and its steps."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import UNKNOWN, day
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import mentor_of
from mentorhalo.partners.models import Community

from .. import actions
from ..actions import EngagementDraft, EngagementRefused
from ..choices import EngagementState
from ..forms.engagements import (
    AgreementForm,
    CloseForm,
    InformForm,
    MoveForm,
    OpenForm,
    PauseForm,
    ResumeForm,
    steps_from,
)
from ..forms.fields import show_refusal
from ..models import Engagement
from ..queries import silent_engagements, timeline_of
from ..queries.mandates import MandateBook
from ..queries.records import engagement as engagement_named
from ..queries.records import mentors_of
from ..rules import is_same
from .people import user_of

A_PAGE = 50
WAY = ("contacted", "informed", "agreed", "active", "closing", "closed")


@door("mentoring.view_engagement")
def engagements(request: HttpRequest) -> HttpResponse:
    """A mentor's own engagements; `?whose=all` and everybody else see the network's."""
    mentor = mentor_of(request.user)
    own = mentor is not None and request.GET.get("whose") != "all"
    text, state = request.GET.get("q", ""), request.GET.get("state", "")
    rows = Engagement.objects.with_names()
    if own:
        rows = rows.filter(mentor=mentor)
    if state in EngagementState.values:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(community__in=Community.objects.matching(text))
    page = Paginator(rows.order_by("community__name_sort", "pk"), A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    silent = silent_engagements(mentor=mentor, day=today) if own and mentor else []
    here = reverse("mentoring:engagements")
    content = {
        "page": page,
        "text": text,
        "state": state,
        "states": EngagementState.choices,
        "own": own,
        "silent": {one.engagement.pk: one for one in silent},
        "ways": [(_("Mine"), here, own), (_("The network's"), f"{here}?whose=all", not own)]
        if mentor
        else [],
        "may_open": request.user.has_perm("mentoring.open_engagement"),
    }
    return render(request, "mentoring/engagements.html", content)


@door("mentoring.view_engagement", get=engagement_named)
def engagement(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Where the relation stands, what was agreed, what has happened."""
    content = {
        "engagement": engagement,
        "facts": _facts(engagement),
        "steps": _steps(engagement),
        "pauses": list(engagement.pauses.order_by("starts_on", "pk")),
        "history": timeline_of([engagement]),
        "may_steer": request.user.has_perm("mentoring.steer_engagement", engagement),
        "may_move": bool(steps_from(engagement)),
        "may_pause": engagement.state == EngagementState.ACTIVE,
        "may_resume": engagement.state == EngagementState.PAUSED,
        "may_log": request.user.has_perm("mentoring.log") and engagement.closed_on is None,
        "trail": _trail(engagement, ""),
    }
    return render(request, "mentoring/engagement.html", content)


@door("mentoring.open_engagement")
def open_engagement(request: HttpRequest) -> HttpResponse:
    """A relation with a community begins."""
    mentors = _mentors_for(request)
    community = _community(request.GET.get("community", ""))
    initial = {"opened_on": timezone.localdate(), "community": community}
    form = OpenForm(request.POST or None, initial=initial, mentors=mentors)
    if form.is_valid():
        said = form.cleaned_data
        key = said["key"] or uuid4()
        if Engagement.objects.filter(pk=key).exists():  # the same form, sent twice
            return redirect("mentoring:engagement", pk=key)
        mentor = UUID(said["mentor"])
        programme = MandateBook([mentor]).programme_of(mentor, said["opened_on"])
        if programme is None:
            form.add_error("opened_on", _("The mentor has no mandate on that day."))
        else:
            draft = EngagementDraft(
                id=key,
                programme=programme,
                community=said["community"].pk,
                mentor=mentor,
                opened_on=said["opened_on"],
                goals=said["goals"],
                contact_every_days=said["contact_every_days"],
            )
            try:
                actions.open_engagement(draft=draft, by=user_of(request), at=timezone.now())
                return redirect("mentoring:engagement", pk=key)
            except EngagementRefused as refusal:
                show_refusal(form, refusal)
    trail = [(_("Engagements"), reverse("mentoring:engagements")), (_("Open"), "")]
    return _page(request, form, _("Open an engagement"), _("Open"), reverse("mentoring:engagements"), trail)


@door("mentoring.steer_engagement", get=engagement_named)
def inform(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = InformForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, engagement, form, actions.inform, _("Access given"), _("Record it"))


@door("mentoring.steer_engagement", get=engagement_named)
def move(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = MoveForm(request.POST or None, initial={"on": timezone.localdate()}, engagement=engagement)
    return _step(request, engagement, form, actions.move_engagement, _("Next step"), _("Take the step"))


@door("mentoring.steer_engagement", get=engagement_named)
def pause(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = PauseForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, engagement, form, actions.pause_engagement, _("Pause"), _("Pause"))


@door("mentoring.steer_engagement", get=engagement_named)
def resume(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = ResumeForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, engagement, form, actions.resume_engagement, _("Go on"), _("Go on"))


@door("mentoring.steer_engagement", get=engagement_named)
def close(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, engagement, form, actions.close_engagement, _("Close this engagement"), _("Close"))


@door("mentoring.steer_engagement", get=engagement_named)
def agreement(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    initial = {"goals": engagement.goals, "contact_every_days": engagement.contact_every_days}
    form = AgreementForm(request.POST or None, initial=initial)
    return _step(request, engagement, form, actions.revise_engagement, _("What was agreed"), _("Save"))


def _step(
    request: HttpRequest, engagement: Engagement, form: forms.Form, act: Any, heading: str, submit: str
) -> HttpResponse:
    back = reverse("mentoring:engagement", args=[engagement.pk])
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if value is not None}
        try:
            act(engagement=engagement, **said, by=user_of(request), at=timezone.now())
            return redirect(back)
        except EngagementRefused as refusal:
            show_refusal(form, refusal)
    return _page(request, form, heading, submit, back, _trail(engagement, heading))


def _page(
    request: HttpRequest, form: forms.Form, heading: str, submit: str, back: str, trail: list[tuple[str, str]]
) -> HttpResponse:
    content = {"form": form, "heading": heading, "submit": submit, "back": back, "trail": trail, "intro": ""}
    return render(request, "mentoring/form.html", content)


def _mentors_for(request: HttpRequest) -> list[Mentor]:
    """In whose name this person may open one: their own, their group's, or (the office) anybody's."""
    user, today = user_of(request), timezone.localdate()
    if user.holds("office"):
        return mentors_of(None, today)
    led = user.groups_led()
    if led:
        return mentors_of(led, today)
    mentor = mentor_of(user)
    return [mentor] if mentor and is_same(user, mentor) else []


def _community(value: str) -> Community | None:
    try:
        return Community.objects.not_merged().filter(pk=UUID(value)).first() if value else None
    except ValueError:
        return None


def _facts(engagement: Engagement) -> list[tuple[str, Any]]:
    told = [
        (_("State"), engagement.get_state_display()),
        (_("Community"), str(engagement.community)),
        (_("Settlement"), str(engagement.community.settlement)),
        (_("Mentor"), engagement.mentor.name if engagement.mentor else UNKNOWN),
        (_("Opened on"), day(engagement.opened_on)),
        (_("Access given on"), day(engagement.informed_on) if engagement.informed_on else _("not yet")),
        (_("What was offered"), engagement.offer),
        (_("Acknowledged by"), engagement.acknowledged_by),
        (_("Agreed goals"), engagement.goals),
        (_("Promised contact"), _("every %(days)s days") % {"days": engagement.contact_every_days}),
        (_("Closed on"), day(engagement.closed_on) if engagement.closed_on else ""),
        (_("Why it closed"), engagement.closing_reason),
        (_("What came of it"), engagement.closing_evaluation),
    ]
    return [(term, value) for term, value in told if value]


def _steps(engagement: Engagement) -> list[dict[str, str]]:
    """The usual way, with where it stands."""
    now = (
        engagement.state
        if engagement.state in WAY
        else "active"
        if engagement.state == "paused"
        else "closed"
    )
    here = WAY.index(now) if engagement.state != EngagementState.IDENTIFIED else -1
    return [
        {
            "label": str(EngagementState(state).label),
            "state": "done" if place < here else "current" if place == here else "todo",
            "href": "",
        }
        for place, state in enumerate(WAY)
    ]


def _trail(engagement: Engagement, here: str) -> list[tuple[str, str]]:
    trail = [(_("Engagements"), reverse("mentoring:engagements"))]
    own = reverse("mentoring:engagement", args=[engagement.pk]) if here else ""
    trail.append((str(engagement.community), own))
    return [*trail, (here, "")] if here else trail
