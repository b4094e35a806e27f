"""Mentors and their mandates."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network import actions, queries
from mentorhalo.network.choices import ConsentScope
from mentorhalo.network.forms import EndMandateForm, MandateForm, MentorFilter, MentorForm, ReviseMandateForm
from mentorhalo.network.models import Mandate, Mentor

from .tabs import tabs

MENTORS_A_PAGE = 50


@door("network.view")
def mentors(request: SignedInRequest) -> HttpResponse:
    """Who serves where on a day; former mentors on request."""
    filters = MentorFilter(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    day = chosen.get("day") or timezone.localdate()
    text = request.GET.get("q", "")
    found = queries.mentors(
        text, chosen.get("county", ""), day, serving_only=not chosen.get("everybody", False)
    )
    page = Paginator(found, MENTORS_A_PAGE).get_page(request.GET.get("page"))
    content = {
        "page": page,
        "tabs": tabs("network:mentors"),
        "rows": queries.mentor_rows(list(page.object_list), day),
        "filters": filters,
        "text": text,
        "day": day,
        "may_manage": request.user.has_perm("network.manage"),
    }
    return render(request, "network/mentors.html#rows" if request.htmx else "network/mentors.html", content)


@door("network.view_mentor", get=queries.mentor)
def mentor(request: SignedInRequest, mentor: Mentor) -> HttpResponse:
    """The network's view of a mentor; the public's is the website's."""
    standing = queries.consents_of(mentor)
    home = mentor.home.name if mentor.home else "–"
    content = {
        "mentor": mentor,
        "facts": [
            (_("Home settlement"), home),
            (_("E-mail"), mentor.email or "–"),
            (_("Telephone"), mentor.phone or "–"),
            (_("Account"), _("linked") if mentor.user else _("none yet")),
        ],
        "mandates": queries.mandates_of(mentor),
        "consents": [(scope.label, standing.get(scope)) for scope in ConsentScope],
        "trail": _trail((mentor.name, "")),
        "today": timezone.localdate(),
        "may_manage": request.user.has_perm("network.manage"),
    }
    return render(request, "network/mentor.html", content)


@door("network.manage")
def register_mentor(request: SignedInRequest) -> HttpResponse:
    form = MentorForm(request.POST or None)
    if form.is_valid():
        try:
            mentor = actions.register_mentor(by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.MentorRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The mentor is registered. Now give them a mandate."))
            return redirect("network:mentor", mentor.pk)
    trail = _trail((_("Register a mentor"), ""))
    return render(request, "network/mentor_form.html", {"form": form, "mentor": None, "trail": trail})


@door("network.manage", get=queries.mentor)
def revise_mentor(request: SignedInRequest, mentor: Mentor) -> HttpResponse:
    form = MentorForm(request.POST or None, initial=MentorForm.of(mentor))
    if form.is_valid():
        try:
            actions.revise_mentor(mentor=mentor, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.MentorRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The card is saved."))
            return redirect("network:mentor", mentor.pk)
    trail = _trail(_crumb(mentor), (_("Change the card"), ""))
    return render(request, "network/mentor_form.html", {"form": form, "mentor": mentor, "trail": trail})


@door("network.manage", get=queries.mentor)
def give_mandate(request: SignedInRequest, mentor: Mentor) -> HttpResponse:
    today = timezone.localdate()
    form = MandateForm(request.POST or None, initial={"starts_on": today}, today=today)
    if form.is_valid():
        try:
            actions.give_mandate(mentor=mentor, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.MandateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The mandate is given."))
            return redirect("network:mentor", mentor.pk)
    trail = _trail(_crumb(mentor), (_("Give a mandate"), ""))
    content = {"form": form, "mentor": mentor, "heading": _("Give a mandate"), "trail": trail}
    return render(request, "network/mandate_form.html", content)


@door("network.manage", get=queries.mandate)
def revise_mandate(request: SignedInRequest, mandate: Mandate) -> HttpResponse:
    form = ReviseMandateForm(request.POST or None, initial=ReviseMandateForm.of(mandate))
    if form.is_valid():
        try:
            actions.revise_mandate(mandate=mandate, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.MandateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The mandate is corrected."))
            return redirect("network:mentor", mandate.mentor_id)
    trail = _trail(_crumb(mandate.mentor), (_("Correct the mandate"), ""))
    content = {
        "form": form,
        "mentor": mandate.mentor,
        "mandate": mandate,
        "heading": _("Correct the mandate"),
        "trail": trail,
    }
    return render(request, "network/mandate_form.html", content)


@door("network.manage", get=queries.mandate)
def end_mandate(request: SignedInRequest, mandate: Mandate) -> HttpResponse:
    form = EndMandateForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_mandate(mandate=mandate, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.MandateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The end of the mandate is set."))
            return redirect("network:mentor", mandate.mentor_id)
    trail = _trail(_crumb(mandate.mentor), (_("End the mandate"), ""))
    return render(request, "network/end_mandate.html", {"form": form, "mandate": mandate, "trail": trail})


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Mentors"), reverse("network:mentors")), *further]


def _crumb(mentor: Mentor) -> tuple[str, str]:
    return mentor.name, reverse("network:mentor", args=[mentor.pk])
