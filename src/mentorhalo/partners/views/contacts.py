"""People at a party."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions, queries
from ..actions import PartnersRefusal
from ..forms import (
    ConsentForm,
    ContactForm,
    EndContactForm,
    OwnConsentForm,
    RepresentForm,
    ReviseContactForm,
)
from ..models import Community, Contact, Organisation
from .writing import show_refusal


@door("partners.edit", get=queries.party_of)
def add_contact(request: SignedInRequest, party: Organisation | Community) -> HttpResponse:
    form = ContactForm(request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        agreed = timezone.now() if typed["consent_channel"] else None
        draft = actions.ContactDraft(party=party, consent_given_at=agreed, **typed)
        actions.add_contact(draft=draft, by=request.user, at=timezone.now())

    return _answer(request, form, party, _("New contact"), _("The contact is noted."), act)


@door("partners.edit_contact", get=queries.contact)
def revise_contact(request: SignedInRequest, contact: Contact) -> HttpResponse:
    initial = {name: getattr(contact, name) for name in ("name", "role", "email", "phone")}
    form = ReviseContactForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.revise_contact(contact=contact, by=request.user, at=timezone.now(), **form.cleaned_data)

    return _answer(request, form, contact.party, _("Correct the contact"), _("The contact is saved."), act)


@door("partners.edit_contact", get=queries.contact)
def end_contact(request: SignedInRequest, contact: Contact) -> HttpResponse:
    form = EndContactForm(request.POST or None)

    def act() -> None:
        actions.end_contact(contact=contact, by=request.user, at=timezone.now(), **form.cleaned_data)

    heading = _("End: %(name)s") % {"name": contact.name}
    return _answer(request, form, contact.party, heading, _("The contact has ended."), act)


@door("partners.give_consent", get=queries.contact)
def give_consent(request: SignedInRequest, contact: Contact) -> HttpResponse:
    """For who works here, by what channel and when; the person themself decides now, on this page."""
    kind = ConsentForm if request.user.has_perm("partners.edit_contact") else OwnConsentForm
    # An unticked box is an answer, too: a form that was sent is read even where nothing is in it.
    form = kind(
        request.POST if request.method == "POST" else None, initial={"is_public": contact.consent_public}
    )

    def act() -> None:
        typed = {"on": timezone.localdate(), "channel": _("on the own card"), **form.cleaned_data}
        actions.give_contact_consent(contact=contact, by=request.user, at=timezone.now(), **typed)

    heading = _("Consent of %(name)s") % {"name": contact.name}
    return _answer(request, form, contact.party, heading, _("The consent is noted."), act)


@door("partners.withdraw_consent", get=queries.contact)
def withdraw_consent(request: SignedInRequest, contact: Contact) -> HttpResponse:
    """For who works here, and for the person themself."""
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.withdraw_contact_consent(contact=contact, by=request.user, at=timezone.now())

    heading = _("Withdraw the consent of %(name)s") % {"name": contact.name}
    words = _("Their name, e-mail address and telephone are erased at once. That there was a contact stays.")
    done = _("The consent is withdrawn; the person's data are erased.")
    return _answer(
        request, form, contact.party, heading, done, act, words=words, submit=_("Withdraw and erase")
    )


@door("partners.let_represent", get=queries.contact)
def let_represent(request: SignedInRequest, contact: Contact) -> HttpResponse:
    form = RepresentForm(request.POST or None, initial={"email": contact.user.email if contact.user else ""})

    def act() -> None:
        actions.let_represent(
            contact=contact, user=form.cleaned_data["email"], by=request.user, at=timezone.now()
        )

    heading = _("Account of %(name)s") % {"name": contact.name}
    return _answer(request, form, contact.party, heading, _("The account is set."), act)


def _answer(
    request: SignedInRequest,
    form: forms.Form,
    party: Any,
    heading: str,
    done: str,
    act: Callable[[], None],
    *,
    words: str = "",
    submit: str = "",
) -> HttpResponse:
    card = queries.card_url(party._meta.model_name, party.pk)
    if form.is_valid():
        try:
            act()
        except PartnersRefusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(card)
    content = {
        "form": form,
        "heading": heading,
        "trail": [(party.name, card), (heading, "")],
        "back": card,
        "twins": [],
        "words": words,
        "submit": submit,
    }
    return render(request, "partners/form.html", content)
