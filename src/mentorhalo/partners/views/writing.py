"""Entering a card and correcting it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions, queries
from ..actions import PartnersRefusal
from ..choices import PartyType
from ..forms import (
    CommunityForm,
    ConsortiumForm,
    OrganisationForm,
    OwnCommunityForm,
    OwnOrganisationForm,
)
from ..models import Community, Consortium, Organisation


@door("partners.register")
def new_organisation(request: SignedInRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    return _register(request, form, PartyType.ORGANISATION, actions.register_organisation)


@door("partners.register")
def new_community(request: SignedInRequest) -> HttpResponse:
    form = CommunityForm(request.POST or None)
    return _register(request, form, PartyType.COMMUNITY, actions.register_community)


@door("partners.register")
def new_consortium(request: SignedInRequest) -> HttpResponse:
    form = ConsortiumForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.register_consortium(draft=form.draft(), by=request.user, at=timezone.now())
        except PartnersRefusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The consortium is entered."))
            return redirect("partners:consortium", made.pk)
    trail = [(_("Consortia"), reverse("partners:consortia")), (_("New consortium"), "")]
    return _form(request, form, _("New consortium"), trail, reverse("partners:consortia"))


@door("partners.revise", get=queries.organisation)
def revise_organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """The whole card for those who work here; its public part for who represents it."""
    form_class = (
        OrganisationForm if request.user.has_perm("partners.edit", organisation) else OwnOrganisationForm
    )
    before = actions.OrganisationDraft.of(organisation)
    form = form_class(request.POST or None, initial=vars(before))

    def act() -> None:
        actions.revise_organisation(
            organisation=organisation, draft=form.draft(before), by=request.user, at=timezone.now()
        )

    return _revise(request, form, organisation, act)


@door("partners.revise", get=queries.community)
def revise_community(request: SignedInRequest, community: Community) -> HttpResponse:
    """The whole card for those who work here; its public part for who represents it."""
    form_class = CommunityForm if request.user.has_perm("partners.edit", community) else OwnCommunityForm
    before = actions.CommunityDraft.of(community)
    form = form_class(request.POST or None, initial=vars(before))

    def act() -> None:
        actions.revise_community(
            community=community, draft=form.draft(before), by=request.user, at=timezone.now()
        )

    return _revise(request, form, community, act)


@door("partners.edit_consortium", get=queries.consortium)
def revise_consortium(request: SignedInRequest, consortium: Consortium) -> HttpResponse:
    before = actions.ConsortiumDraft.of(consortium)
    initial = {
        **vars(before),
        "members": [each.organisation for each in before.members],
        "settlements": [each.settlement for each in before.settlements],
    }
    form = ConsortiumForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.revise_consortium(
            consortium=consortium, draft=form.draft(before), by=request.user, at=timezone.now()
        )

    return _revise(request, form, consortium, act)


def _register(
    request: SignedInRequest,
    form: OrganisationForm | CommunityForm,
    party_type: PartyType,
    register: Callable[..., Organisation | Community],
) -> HttpResponse:
    """Who is likely there already is shown before a second card is made."""
    twins: list[queries.Match] = []
    if form.is_valid():
        draft = form.draft()
        if "anyway" not in request.POST:
            kind = draft.kind if isinstance(draft, actions.OrganisationDraft) else draft.field
            twins = queries.likely_duplicates(draft.name, draft.settlement, kind, party_type=party_type)
        if not twins:
            try:
                party = register(draft=draft, by=request.user, at=timezone.now())
            except PartnersRefusal as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("“%(name)s” is entered.") % {"name": party.name})
                return redirect(f"partners:{party_type}", party.pk)
    heading, back = (
        (_("New organisation"), "partners:organisations")
        if party_type == PartyType.ORGANISATION
        else (_("New community"), "partners:communities")
    )
    return _form(request, form, heading, [(heading, "")], reverse(back), twins=twins)


def _revise(
    request: SignedInRequest,
    form: forms.Form,
    record: Organisation | Community | Consortium,
    act: Callable[[], None],
) -> HttpResponse:
    card = queries.card_url(record._meta.model_name or "", record.pk)
    name = str(record)
    if form.is_valid():
        try:
            act()
        except PartnersRefusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The card is saved."))
            return redirect(card)
    return _form(request, form, _("Correct the card"), [(name, card), (_("Correct the card"), "")], card)


def _form(
    request: SignedInRequest,
    form: forms.Form,
    heading: str,
    trail: list[tuple[str, str]],
    back: str,
    **more: Any,
) -> HttpResponse:
    content = {"form": form, "heading": heading, "trail": trail, "back": back, "twins": [], **more}
    return render(request, "partners/form.html", content)


def show_refusal(form: forms.Form, refusal: PartnersRefusal) -> None:
    """Say what the action refused at the fields it names, else above the form."""
    errors: dict[str, list[str]] = getattr(refusal, "errors", {})
    for name, words in errors.items():
        form.add_error(name if name in form.fields else None, words)
    if not errors:
        form.add_error(None, str(refusal))
