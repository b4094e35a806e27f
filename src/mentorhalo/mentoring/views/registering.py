"""Registration, for anybody: who are you, is your card here already, who speaks for it."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.registry import registry
from mentorhalo.core.throttle import is_within, network_of
from mentorhalo.partners.models import Party
from mentorhalo.partners.queries import party_of

from .. import actions
from ..actions import RegistrationDraft, RegistrationRefused
from ..actions.claims import addresses_on_record
from ..choices import Registrant
from ..forms.registering import AskMentorForm, NewCardForm, ProfessionalForm, SearchCardForm, SenderForm
from ..models import Registration
from ..queries import registrations as queries
from .people import user_of

WITH_A_CARD = (Registrant.COMMUNITY, Registrant.INSTITUTION, Registrant.MUNICIPALITY)


@door("core.public")
def start(request: HttpRequest) -> HttpResponse:
    """Who are you?"""
    return render(request, "mentoring/registering/start.html", {"days": settings.REGISTRATION_DAYS})


@door("core.public")
def citizen(request: HttpRequest) -> HttpResponse:
    """What needs no registration, as the rooms offer it."""
    offers = [offer for source in registry.links.get("citizen", []) for offer in source(request, "")]
    content = {"trail": _trail(_("A citizen")), "offers": offers}
    return render(request, "mentoring/registering/citizen.html", content)


@door("core.public")
def professional(request: HttpRequest) -> HttpResponse:
    form = ProfessionalForm(request.POST or None)
    if form.is_valid() and _may_send(request, form):
        typed = form.cleaned_data
        draft = RegistrationDraft(
            client_key=typed["key"],
            registrant=Registrant.PROFESSIONAL,
            settlement=typed["settlement"],
            name=typed["name"],
            email=typed["email"],
            language=get_language() or "hu",
            message=typed["message"],
        )
        actions.register(draft=draft, at=timezone.now())
        return _sent(request, typed["email"])
    content = {"form": form, "trail": _trail(_("A professional"))}
    return render(request, "mentoring/registering/professional.html", content)


@door("core.public")
def search(request: HttpRequest, registrant: str) -> HttpResponse:
    """Search first. Nothing is entered twice."""
    registrant = _with_a_card(registrant)
    form = SearchCardForm(request.GET or None)
    typed = form.cleaned_data if form.is_valid() else {}
    found = queries.cards_like(registrant, typed.get("q", ""), typed.get("settlement")) if typed else []
    content = {
        "form": form,
        "registrant": registrant,
        "found": found,
        "has_searched": bool(typed.get("q") or typed.get("settlement")),
        "trail": _trail(Registrant(registrant).label),
        "new": reverse("registration:new", args=[registrant])
        + (f"?{request.GET.urlencode()}" if typed else ""),
    }
    return render(request, "mentoring/registering/search.html", content)


@door("core.public")
def claim(request: HttpRequest, registrant: str, pk: UUID) -> HttpResponse:
    """“This is ours”: who says so, and how the network reaches them."""
    registrant = _with_a_card(registrant)
    party = _party(registrant, pk)
    form = SenderForm(request.POST or None)
    if form.is_valid() and _may_send(request, form):
        return _register(request, form, registrant, party=party)
    content = {
        "form": form,
        "party": party,
        "has_record": bool(addresses_on_record(party, at=timezone.now())),
        "days": settings.REGISTRATION_DAYS,
        "trail": _trail(Registrant(registrant).label, party.name),
    }
    return render(request, "mentoring/registering/claim.html", content)


@door("core.public")
def new(request: HttpRequest, registrant: str) -> HttpResponse:
    """Not here yet: the county group looks at it and enters it."""
    registrant = _with_a_card(registrant)
    asked = SearchCardForm(request.GET or None)
    typed = asked.cleaned_data if asked.is_valid() else {}
    initial = {"proposed_name": typed.get("q", ""), "settlement": typed.get("settlement")}
    form = NewCardForm(request.POST or None, registrant=registrant, initial=initial)
    if form.is_valid() and _may_send(request, form):
        return _register(request, form, registrant)
    content = {
        "form": form,
        "days": settings.REGISTRATION_DAYS,
        "trail": _trail(Registrant(registrant).label, _("Not here yet")),
    }
    return render(request, "mentoring/registering/new.html", content)


@door("core.public")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The sender's own page: looking changes nothing; the button confirms, another one withdraws."""
    registration = queries.registration_by_token(token)
    if registration is None:
        return render(request, "mentoring/registering/unknown.html", status=404)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = actions.withdraw_registration if "withdraw" in request.POST else actions.confirm_registration
        try:
            registration = act(token=token, at=timezone.now())
        except RegistrationRefused as refusal:
            form.add_error(None, str(refusal))
    return _own_page(request, "mentoring/registering/own.html", registration, form)


@door("core.public")
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever reads the address on record: do you know this person, do they speak for you?"""
    registration = queries.claim_to_agree(token)
    if registration is None:
        return render(request, "mentoring/registering/unknown.html", status=404)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            registration = actions.agree_to_claim(token=token, at=timezone.now())
        except RegistrationRefused as refusal:
            form.add_error(None, str(refusal))
    return _own_page(request, "mentoring/registering/agree.html", registration, form)


@door("partners.revise_own", get=party_of)
def ask_for_mentor(request: HttpRequest, party: Party) -> HttpResponse:
    """A representative asks for a mentor from the own card."""
    form = AskMentorForm(request.POST or None)
    card = reverse(f"partners:{party.party_type}", args=[party.pk])
    if form.is_valid():
        typed = form.cleaned_data
        actions.ask_for_mentor(
            party=party,
            message=typed["message"],
            client_key=typed["key"],
            by=user_of(request),
            at=timezone.now(),
        )
        messages.success(
            request,
            _("The mentors of the county have it. They answer within %(days)s working days.")
            % {"days": settings.REGISTRATION_DAYS},
        )
        return redirect(card)
    trail = [(party.name, card), (_("Ask for a mentor"), "")]
    content = {"form": form, "trail": trail, "back": card, "days": settings.REGISTRATION_DAYS}
    return render(request, "mentoring/registering/ask_mentor.html", content)


def _register(
    request: HttpRequest, form: forms.Form, registrant: str, party: Party | None = None
) -> HttpResponse:
    typed = form.cleaned_data
    draft = RegistrationDraft(
        client_key=typed["key"],
        registrant=registrant,
        party=party,
        proposed_name=typed.get("proposed_name", ""),
        proposed_kind=typed.get("proposed_kind", ""),
        settlement=party.settlement if party else typed["settlement"],
        name=typed["name"],
        email=typed["email"],
        phone=typed["phone"],
        role=typed["role"],
        may_show=typed["may_show"],
        asks_mentor=typed["asks_mentor"],
        message=typed["message"],
        language=get_language() or "hu",
    )
    actions.register(draft=draft, at=timezone.now())
    return _sent(request, typed["email"])


def _sent(request: HttpRequest, email: str) -> HttpResponse:
    content = {"email": email, "days": settings.REGISTRATION_DAYS}
    return render(request, "mentoring/registering/sent.html", content)


def _own_page(
    request: HttpRequest, template: str, registration: Registration, form: forms.Form
) -> HttpResponse:
    party = registration.party
    content = {
        "registration": registration,
        "party": party.name if party else registration.proposed_name,
        "form": form,
        "days": settings.REGISTRATION_DAYS,
    }
    response = render(request, template, content)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _may_send(request: HttpRequest, form: forms.Form) -> bool:
    """Many registrations from one place, or to one address, are a machine's."""
    hour = 3600
    if is_within("register", network_of(request), most=20, seconds=hour) and is_within(
        "register", form.cleaned_data["email"].lower(), most=5, seconds=hour
    ):
        return True
    form.add_error(None, _("Too many registrations came from here within the hour. Please try again later."))
    return False


def _with_a_card(registrant: str) -> str:
    if registrant not in WITH_A_CARD:
        raise Http404
    return registrant


def _party(registrant: str, pk: UUID) -> Party:
    found = queries.card_of(registrant, pk)
    if found is None:
        raise Http404
    return found


def _trail(*words: Any) -> list[tuple[Any, str]]:
    *between, last = words
    return [(_("Registration"), reverse("registration:start")), *((word, "") for word in between), (last, "")]
