from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day

from . import actions, queries
from .forms import EndRoleForm, GiveRoleForm, PeopleFilter, ProfileForm
from .models import Grant, User
from .rules import SignedInRequest

PEOPLE_A_PAGE = 50


@door("accounts.view_profile")
def profile(request: SignedInRequest) -> HttpResponse:
    """What a person may set about themself; roles to see, not to change."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_valid():
        actions.revise_profile(user=user, by=user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    rows = queries.grant_rows(user, timezone.localdate(), request)
    return render(request, "accounts/profile.html", {"form": form, "rows": rows})


@door("accounts.manage_people")
def people(request: SignedInRequest) -> HttpResponse:
    filters = PeopleFilter(request.GET)
    role = filters.cleaned_data["role"] if filters.is_valid() else ""
    text = request.GET.get("q", "")
    found = queries.people(text, role, timezone.localdate())
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    template = "accounts/people.html#rows" if request.htmx else "accounts/people.html"
    return render(request, template, {"page": page, "filters": filters, "text": text})


@door("accounts.view_person", get=queries.person)
def person(request: SignedInRequest, person: User) -> HttpResponse:
    """A person's roles, with a form to give a further one."""
    form = GiveRoleForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.grant_role(user=person, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.GrantRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role is given."))
            return redirect("accounts:person", person.pk)
    content = {
        "person": person,
        "trail": [(_("People and roles"), reverse("accounts:people")), (str(person), "")],
        "facts": [(_("E-mail"), person.email), (_("Joined"), day(person.date_joined))],
        "form": form,
        "rows": queries.grant_rows(person, timezone.localdate(), request),
        "deeds": queries.deeds_about(person),
    }
    return render(request, "accounts/person.html", content)


@door("accounts.manage_people", get=queries.grant)
def end_grant(request: SignedInRequest, grant: Grant) -> HttpResponse:
    form = EndRoleForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_grant(grant=grant, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.GrantRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The end of the role is set."))
            return redirect("accounts:person", grant.user_id)
    trail = [
        (_("People and roles"), reverse("accounts:people")),
        (str(grant.user), reverse("accounts:person", args=[grant.user_id])),
        (_("End a role"), ""),
    ]
    return render(request, "accounts/end_grant.html", {"grant": grant, "form": form, "trail": trail})
