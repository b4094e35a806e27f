"""County groups and who leads them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day as in_words
from mentorhalo.network import actions, queries
from mentorhalo.network.forms import DayForm, EndForm, FormGroupForm, LeaderForm
from mentorhalo.network.models import CountyGroup
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.queries import county_label

from .tabs import tabs


@door("network.view")
def groups(request: SignedInRequest) -> HttpResponse:
    """The county groups at work on a day, with their members."""
    filters = DayForm(request.GET)
    day = (filters.cleaned_data["day"] if filters.is_valid() else None) or timezone.localdate()
    content = {
        "groups": queries.groups_at_work(day),
        "tabs": tabs("network:groups"),
        "filters": filters,
        "day": day,
        "may_manage": request.user.has_perm("network.manage"),
    }
    return render(request, "network/groups.html#rows" if request.htmx else "network/groups.html", content)


@door("network.view_group", get=queries.group)
def group(request: SignedInRequest, group: CountyGroup) -> HttpResponse:
    """One county group: its members on a day and its leaders over time."""
    filters = DayForm(request.GET)
    day = (filters.cleaned_data["day"] if filters.is_valid() else None) or timezone.localdate()
    name = county_label(group.county, day)
    content = {
        "group": group,
        "name": name,
        "on_day": queries.group_on(group, day),
        "leaders": queries.leaders_of(group),
        "facts": [
            (_("Programme"), str(group.programme)),
            (_("From"), in_words(group.starts_on)),
            (_("Until"), in_words(group.ends_on) if group.ends_on else _("until further notice")),
        ],
        "filters": filters,
        "day": day,
        "trail": _trail((name, "")),
        "may_manage": request.user.has_perm("network.manage"),
    }
    return render(request, "network/group.html", content)


@door("network.manage")
def form_group(request: SignedInRequest) -> HttpResponse:
    """A group of the current programme."""
    programme = current_programme()
    form = FormGroupForm(request.POST or None)
    if programme is not None and form.is_valid():
        try:
            group = actions.form_group(
                programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.GroupRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The county group is formed."))
            return redirect("network:group", group.pk)
    trail = _trail((_("Form a county group"), ""))
    return render(request, "network/form_group.html", {"form": form, "programme": programme, "trail": trail})


@door("network.manage", get=queries.group)
def appoint_leader(request: SignedInRequest, group: CountyGroup) -> HttpResponse:
    today = timezone.localdate()
    form = LeaderForm(request.POST or None, initial={"starts_on": today}, group=group, today=today)
    if form.is_valid():
        try:
            actions.appoint_leader(group=group, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.GroupRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The leader is appointed."))
            return redirect("network:group", group.pk)
    trail = _trail(_crumb(group), (_("Appoint a leader"), ""))
    return render(request, "network/appoint_leader.html", {"form": form, "group": group, "trail": trail})


@door("network.manage", get=queries.group)
def end_group(request: SignedInRequest, group: CountyGroup) -> HttpResponse:
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_group(group=group, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.GroupRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The end of the county group is set."))
            return redirect("network:group", group.pk)
    trail = _trail(_crumb(group), (_("End the county group"), ""))
    return render(request, "network/end_group.html", {"form": form, "group": group, "trail": trail})


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("County groups"), reverse("network:groups")), *further]


def _crumb(group: CountyGroup) -> tuple[str, str]:
    return group.county.name, reverse("network:group", args=[group.pk])
