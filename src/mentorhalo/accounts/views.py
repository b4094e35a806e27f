from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day
from mentorhalo.core.throttle import is_within, network_of

from . import actions, queries
from .forms import AskEntryForm, EndRoleForm, GiveRoleForm, PeopleFilter, ProfileForm
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


@door("core.public")
def ask_entry(request: HttpRequest) -> HttpResponse:
    """Ask for a link in a letter. The answer is the same whether the address is known or not."""
    form = AskEntryForm(request.POST or None)
    leads_to = request.GET.get("next", "")
    if form.is_valid():
        email = form.cleaned_data["email"]
        if is_within("entry", network_of(request), most=20, seconds=3600) and is_within(
            "entry", email.lower(), most=5, seconds=3600
        ):
            safe = url_has_allowed_host_and_scheme(leads_to, allowed_hosts=None)
            actions.ask_entry(email=email, leads_to=leads_to if safe else "", at=timezone.now())
        return render(request, "accounts/entry_asked.html", {"email": email})
    return render(request, "accounts/ask_entry.html", {"form": form})


@door("core.public")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, as programs look into letters, too; the button lets in."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            link = actions.use_entry_link(token=token, at=timezone.now())
        except actions.LinkRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            login = Login(user=link.user, redirect_url=link.leads_to or None, email=link.user.email)
            return perform_login(request, login)
    response = render(request, "accounts/enter.html", {"form": form})
    response["Referrer-Policy"] = "no-referrer"
    return response


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
