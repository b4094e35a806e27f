"""Who is responsible for what: lists, giving, ending, handing over."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.doors import door
from mentorhalo.network.models import CountyGroup, Mentor
from mentorhalo.network.queries import mentor_of
from mentorhalo.partners.models import Consortium

from .. import actions
from ..actions import AssignmentDraft, AssignmentRefused
from ..forms.fields import show_refusal
from ..forms.planning import AssignForm, EndAssignmentForm, HandoverForm
from ..models import Assignment
from ..queries import load_of
from ..queries.mandates import MandateBook
from ..queries.records import assignment as assignment_named
from ..queries.records import engagements_of, mentors_of
from ..queries.records import mentor as mentor_named
from .people import user_of


@door("mentoring.view_assignments")
def assignments(request: HttpRequest) -> HttpResponse:
    """Who covers what in a county group, and how heavily."""
    user, today = user_of(request), timezone.localdate()
    groups = list(CountyGroup.objects.on(today).select_related("county", "programme"))
    chosen = request.GET.get("group", "")
    group = next((one for one in groups if str(one.pk) == chosen), None) or _own_group(user, groups)
    here = reverse("mentoring:assignments")
    content = {
        "group": group,
        "loads": load_of(group, today) if group else [],
        "ways": [(str(one), f"{here}?group={one.pk}", one == group) for one in groups],
        "may_assign": user.has_perm("mentoring.assign"),
        "may_change": group is not None and (user.holds("office") or group.pk in user.groups_led()),
    }
    return render(request, "mentoring/assignments.html", content)


@door("mentoring.assign")
def assign(request: HttpRequest) -> HttpResponse:
    """Give a mentor a responsibility."""
    user = user_of(request)
    mentors = _mentors_for(user)
    consortia = list(Consortium.objects.order_by("title_sort", "pk"))
    initial = {"starts_on": timezone.localdate(), "mentor": request.GET.get("mentor", "")}
    form = AssignForm(request.POST or None, initial=initial, mentors=mentors, consortia=consortia)
    if form.is_valid():
        said = form.cleaned_data
        key = said["key"] or uuid4()
        mentor = UUID(said["mentor"])
        programme = MandateBook([mentor]).programme_of(mentor, said["starts_on"])
        if Assignment.objects.filter(pk=key).exists():  # the same form, sent twice
            return redirect("mentoring:assignments")
        if programme is None:
            form.add_error("starts_on", _("The mentor has no mandate on that day."))
        else:
            draft = AssignmentDraft(
                id=key,
                mentor=mentor,
                programme=programme,
                starts_on=said["starts_on"],
                settlement=said["settlement"].pk if said["settlement"] else None,
                community=said["community"].pk if said["community"] else None,
                consortium=UUID(said["consortium"]) if said["consortium"] else None,
                role=said["role"],
            )
            try:
                actions.assign(draft=draft, by=user, at=timezone.now())
            except AssignmentRefused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The responsibility is given."))
                return redirect("mentoring:assignments")
    return _page(request, form, _("Give a responsibility"), _("Give it"))


@door("mentoring.end_assignment", get=assignment_named)
def end_assignment(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """End one responsibility, for a reason."""
    form = EndAssignmentForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_assignment(
                assignment=assignment, **form.cleaned_data, by=user_of(request), at=timezone.now()
            )
        except AssignmentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The responsibility has ended."))
            return redirect("mentoring:assignments")
    intro = f"{assignment.mentor}: {getattr(assignment, assignment.thing_field)}"
    return _page(request, form, _("End a responsibility"), _("End it"), intro)


@door("mentoring.assign_mentor", get=mentor_named)
def hand_over(request: HttpRequest, leaver: Mentor) -> HttpResponse:
    """Everything open of a leaving mentor goes on with others, in one step."""
    user, today = user_of(request), timezone.localdate()
    successors = [one for one in _mentors_for(user) if one.pk != leaver.pk]
    standing = list(Assignment.objects.filter(mentor=leaver).open().with_names().order_by("starts_on", "pk"))
    relations = engagements_of([leaver])
    form = HandoverForm(
        request.POST or None,
        initial={"last_day": today},
        mentors=successors,
        assignments=standing,
        engagements=relations,
    )
    if form.is_valid():
        people = {str(one.pk): one for one in successors}
        try:
            handover = actions.hand_over(
                leaver=leaver,
                last_day=form.cleaned_data["last_day"],
                to=people[form.cleaned_data["to"]],
                instead={UUID(thing): people[one] for thing, one in form.instead().items()},
                by=user,
                at=timezone.now(),
            )
        except AssignmentRefused as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "mentoring/handed_over.html", {"leaver": leaver, "handover": handover})
    content = {
        "form": form,
        "leaver": leaver,
        "assignments": standing,
        "engagements": relations,
        "trail": [(_("Who covers what"), reverse("mentoring:assignments")), (_("Hand over"), "")],
    }
    return render(request, "mentoring/handover.html", content)


def _mentors_for(user: User) -> list[Mentor]:
    return mentors_of(None if user.holds("office") else user.groups_led(), timezone.localdate())


def _own_group(user: User, groups: list[CountyGroup]) -> CountyGroup | None:
    """The group they lead, or work in; else the first."""
    led = user.groups_led()
    mentor = mentor_of(user)
    works_in = MandateBook([mentor.pk]).group_of(mentor.pk, timezone.localdate()) if mentor else None
    own = [one for one in groups if one.pk in led or one.pk == works_in]
    return own[0] if own else groups[0] if groups else None


def _page(request: HttpRequest, form: object, heading: str, submit: str, intro: str = "") -> HttpResponse:
    back = reverse("mentoring:assignments")
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "back": back,
        "intro": intro,
        "trail": [(_("Who covers what"), back), (heading, "")],
    }
    return render(request, "mentoring/form.html", content)
