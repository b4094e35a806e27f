"""Registering: asked, confirmed, agreed to by the address on record or by the county group, answered within the promised time."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorhalo.accounts.actions import make_entry_link, may_enter_by_link
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core import audit
from mentorhalo.core.letters import send_letter, unlinked
from mentorhalo.core.throttle import keyed_hash
from mentorhalo.core.working_days import due_after
from mentorhalo.network.models import CountyGroup
from mentorhalo.partners.choices import ContactRole
from mentorhalo.partners.models import Community, Organisation, Party
from mentorhalo.territory.models import Settlement

from ..choices import Decider, Registrant, RegistrationState
from ..models import Registration
from .claims import RegistrationRefused, addresses_on_record, hand_over_card, stands

ENTRY_LASTS = timedelta(days=14)
CONFIRM_WITHIN = timedelta(days=3)
KEPT_AFTER_DECISION = timedelta(days=365)
LETTERS = "mentoring/letters/registration"


@dataclass(frozen=True, kw_only=True)
class RegistrationDraft:
    client_key: UUID
    registrant: str
    settlement: Settlement
    name: str
    email: str
    language: str
    party: Party | None = None
    proposed_name: str = ""
    proposed_kind: str = ""
    phone: str = ""
    role: str = ContactRole.CONTACT
    may_show: bool = False
    asks_mentor: bool = False
    message: str = ""


@transaction.atomic
def register(*, draft: RegistrationDraft, at: datetime, token: str = "") -> Registration:
    """Take a registration and send its sender a link to confirm it. The same form again changes nothing.

    The link's `token` is drawn here, unless the caller must know it without the letter.
    """
    earlier = Registration.objects.filter(client_key=draft.client_key).first()
    if earlier is not None:
        return earlier
    token = token or secrets.token_urlsafe(24)
    registration = _new(draft, at=at)
    registration.token_hash = keyed_hash(token)
    registration.save(force_insert=True)
    party = draft.party.name if draft.party else unlinked(registration.proposed_name)
    _write("confirm", registration, address=_address("registration:confirm", token), party=party)
    return registration


@transaction.atomic
def ask_for_mentor(*, party: Party, message: str, client_key: UUID, by: User, at: datetime) -> Registration:
    """A representative, signed in, asks the county group for a mentor: received at once."""
    earlier = Registration.objects.filter(client_key=client_key).first()
    if earlier is not None:
        return earlier
    community = isinstance(party, Community)
    draft = RegistrationDraft(
        client_key=client_key,
        registrant=Registrant.COMMUNITY if community else Registrant.INSTITUTION,
        settlement=party.settlement,
        name=by.name,
        email=by.email,
        language=by.language,
        party=party,
        asks_mentor=True,
        message=message,
    )
    registration = _new(draft, at=at)
    registration.user, registration.claims_card = by, False
    registration.save(force_insert=True)
    _receive(registration, at=at)
    return registration


@transaction.atomic
def confirm_registration(*, token: str, at: datetime) -> Registration:
    """The sender's own address is proven. If it is an address on record, the card is theirs at once; else those are asked."""
    registration = _locked(token_hash=keyed_hash(token))
    if registration is None or registration.state == RegistrationState.WITHDRAWN:
        raise RegistrationRefused(_("This link is not known here, or no longer."))
    if registration.state != RegistrationState.UNCONFIRMED:
        return registration
    if registration.asked_at + CONFIRM_WITHIN < at:
        raise RegistrationRefused(_("This link is too old. Please register again."))
    _receive(registration, at=at)
    if registration.claims_card and registration.party and stands(registration.party):
        on_record = addresses_on_record(registration.party, at=at)
        if registration.email in on_record:
            return _accept(registration, decider=Decider.RECORD, answer="", by=None, at=at)
        _ask_those_on_record(registration, on_record)
    return registration


@transaction.atomic
def agree_to_claim(*, token: str, at: datetime) -> Registration:
    """Somebody at an address on record agrees that the sender speaks for the card. An address that left it meanwhile does not count."""
    shared, _dot, own = token.partition(".")
    registration = _locked(record_token_hash=keyed_hash(shared))
    if registration is None:
        raise RegistrationRefused(_("This link is not known here, or no longer."))
    on_record = addresses_on_record(registration.party, at=at) if registration.party else set()
    if own not in {_own_part(shared, email) for email in on_record}:
        raise RegistrationRefused(_("This link is not known here, or no longer."))
    if registration.state == RegistrationState.ACCEPTED:
        return registration
    if registration.state != RegistrationState.RECEIVED:
        raise RegistrationRefused(_("This registration has been answered meanwhile."))
    return _accept(registration, decider=Decider.RECORD, answer="", by=None, at=at)


@transaction.atomic
def accept_registration(*, registration: Registration, answer: str, by: User, at: datetime) -> Registration:
    """The county group knows the sender: the card is entered if it is new, and becomes theirs."""
    return _accept(_undecided(registration), decider=Decider.GROUP, answer=answer, by=by, at=at)


@transaction.atomic
def decline_registration(*, registration: Registration, answer: str, by: User, at: datetime) -> Registration:
    """Say no, with the reason that the sender will read."""
    if not answer.strip():
        raise RegistrationRefused(_("Write why: the sender will read it."))
    registration = _undecided(registration)
    _decide(registration, RegistrationState.DECLINED, decider=Decider.GROUP, answer=answer, by=by, at=at)
    _write("declined", registration)
    return registration


@transaction.atomic
def withdraw_registration(*, token: str, at: datetime) -> Registration:
    """The sender changed their mind: name and addresses are erased at once."""
    registration = _locked(token_hash=keyed_hash(token))
    if registration is None:
        raise RegistrationRefused(_("This link is not known here, or no longer."))
    if registration.state in (RegistrationState.UNCONFIRMED, RegistrationState.RECEIVED):
        registration.state = RegistrationState.WITHDRAWN
        _erase_sender(registration)
        registration.save()
        _note("withdraw_registration", registration, by=None, at=at)
    return registration


@transaction.atomic
def remind_of_registrations(*, at: datetime) -> int:
    """Tell group leaders and office, once each, of registrations whose promised time is over. Says how many."""
    late = list(Registration.objects.overdue(at).filter(reminded_at=None).select_for_update(of=("self",)))
    for registration in late:
        for reader in _readers(registration, timezone.localdate(at)):
            send_letter(
                f"{LETTERS}_late",
                to=reader.email,
                language=reader.language,
                context={"address": _address("mentoring:registration", str(registration.pk))},
            )
        registration.reminded_at = at
    Registration.objects.bulk_update(late, ["reminded_at"])
    return len(late)


@transaction.atomic
def tidy_registrations(*, at: datetime) -> int:
    """Drop what nobody confirmed; a year after the decision forget who sent it. Says how many were touched."""
    dropped, _each = Registration.objects.filter(
        state=RegistrationState.UNCONFIRMED, asked_at__lt=at - CONFIRM_WITHIN
    ).delete()
    old = Registration.objects.filter(decided_at__lt=at - KEPT_AFTER_DECISION).exclude(email="")
    for registration in old:
        _erase_sender(registration)
        registration.save()
    return dropped + len(old)


# --- the parts ----------------------------------------------------------------------------------


def _new(draft: RegistrationDraft, *, at: datetime) -> Registration:
    party = draft.party
    return Registration(
        client_key=draft.client_key,
        registrant=draft.registrant,
        community=party if isinstance(party, Community) else None,
        organisation=party if isinstance(party, Organisation) else None,
        proposed_name="" if party else " ".join(draft.proposed_name.split()),
        proposed_kind="" if party else draft.proposed_kind,
        settlement=party.settlement if party else draft.settlement,
        name=" ".join(draft.name.split()),
        email=draft.email.lower(),
        phone=draft.phone,
        role=draft.role,
        may_show=draft.may_show,
        language=draft.language,
        claims_card=bool(party or draft.proposed_name),
        asks_mentor=draft.asks_mentor,
        message=draft.message.strip(),
        asked_at=at,
    )


def _receive(registration: Registration, *, at: datetime) -> None:
    today = timezone.localdate(at)
    groups = CountyGroup.objects.on(today).filter(county=registration.settlement.county_id)
    registration.group = groups.order_by("-starts_on", "pk").first()
    registration.state, registration.received_at = RegistrationState.RECEIVED, at
    registration.due_at = due_after(at, settings.REGISTRATION_DAYS)
    registration.save()
    _note("receive_registration", registration, by=registration.user, at=at)


def _ask_those_on_record(registration: Registration, addresses: set[str]) -> None:
    if not addresses:
        return
    token = secrets.token_urlsafe(24)
    registration.record_token_hash = keyed_hash(token)
    registration.save(update_fields=["record_token_hash"])
    for email in sorted(addresses):
        send_letter(
            f"{LETTERS}_agree",
            to=email,
            language=registration.language,
            context=_said(
                registration,
                name=unlinked(registration.name),
                address=_address("registration:agree", f"{token}.{_own_part(token, email)}"),
            ),
        )


def _own_part(token: str, email: str) -> str:
    """What makes the link of each address its own."""
    return keyed_hash(f"{token} {email}")[:24]


def _accept(
    registration: Registration, *, decider: str, answer: str, by: User | None, at: datetime
) -> Registration:
    if registration.claims_card:
        registration.user = hand_over_card(registration, by=by, at=at)
    _decide(registration, RegistrationState.ACCEPTED, decider=decider, answer=answer, by=by, at=at)
    entry = ""
    if registration.user and may_enter_by_link(registration.user, timezone.localdate(at)):
        entry = make_entry_link(
            user=registration.user, leads_to=_card(registration), lasts=ENTRY_LASTS, at=at
        )
    _write("accepted", registration, address=entry or _address("account_login"))
    return registration


def _decide(
    registration: Registration, state: str, *, decider: str, answer: str, by: User | None, at: datetime
) -> None:
    registration.state, registration.decider = state, decider
    registration.decided_at, registration.decided_by = at, by
    registration.answer = answer.strip()
    registration.save()
    _note(f"{state}_registration", registration, by=by, at=at)


def _undecided(registration: Registration) -> Registration:
    found = _locked(pk=registration.pk)
    if found is None or found.state != RegistrationState.RECEIVED:
        raise RegistrationRefused(_("This registration has been answered meanwhile."))
    return found


def _locked(**which: Any) -> Registration | None:
    found = Registration.objects.select_for_update(of=("self",))
    return (
        found.select_related("settlement", "community__settlement", "organisation__settlement", "user")
        .filter(**which)
        .first()
    )


def _erase_sender(registration: Registration) -> None:
    registration.name = registration.email = registration.phone = registration.message = ""
    registration.token_hash = registration.record_token_hash = ""


def _readers(registration: Registration, today: date) -> list[User]:
    """Who is told that the promise is over: the group's leaders and the office."""
    leading = Grant.objects.on(today).filter(role=Role.GROUP_LEADER, group=registration.group_id)
    readers = User.objects.holding(Role.OFFICE, today)
    if registration.group_id:
        readers |= User.objects.filter(is_active=True, pk__in=leading.values("user"))
    return list(readers.order_by("pk"))


def _card(registration: Registration) -> str:
    party = registration.party
    return reverse(f"partners:{party.party_type}", args=[party.pk]) if party else ""


def _address(name: str, *arguments: str) -> str:
    return str(settings.SITE_URL) + reverse(name, args=arguments)


def _said(registration: Registration, **more: Any) -> dict[str, Any]:
    party = registration.party
    return {
        "registration": registration,
        "party": party.name if party else registration.proposed_name,
        "days": settings.REGISTRATION_DAYS,
        **more,
    }


def _write(what: str, registration: Registration, **more: Any) -> None:
    if registration.email:
        with override(registration.language):
            context = _said(registration, **more)
        send_letter(
            f"{LETTERS}_{what}", to=registration.email, language=registration.language, context=context
        )


def _note(deed: str, registration: Registration, *, by: User | None, at: datetime) -> None:
    audit.note(
        deed=deed, subject=f"registration:{registration.pk}", by=by.pk if by else None, at=at, details={}
    )
