"""What makes a card somebody's: the addresses on record, the card itself if it is new, the account, the role."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import AccountRefused, open_account
from mentorhalo.accounts.models import User
from mentorhalo.partners import actions as partners
from mentorhalo.partners.models import Contact, OrganisationKind, Party

from ..choices import Registrant
from ..models import Registration


class RegistrationRefused(Exception):
    """The registration cannot be taken or decided so; the message is meant for the person."""


def addresses_on_record(party: Party, *, at: datetime) -> set[str]:
    """E-mail addresses of the party's contacts who agreed to be kept, in lower case."""
    contacts = Contact.objects.on(timezone.localdate(at)).filter(
        **{party.party_type: party}, consent_withdrawn_at=None
    )
    return {email.lower() for email in contacts.exclude(email="").values_list("email", flat=True)}


def stands(party: Party) -> bool:
    """Whether the card was neither merged with another nor taken back."""
    return party.merged_into is None and party.withdrawn_at is None


def hand_over_card(registration: Registration, *, by: User | None, at: datetime) -> User:
    """The card becomes the sender's, and is entered before if it is new. Raises `RegistrationRefused`."""
    party = registration.party
    if party is not None and not stands(party):
        raise RegistrationRefused(
            _("This card was merged with another or taken back meanwhile. Please look for it once more.")
        )
    try:
        party = party or enter_party(registration, by=by, at=at)
        user = registration.user or account_of(registration, by=by, at=at)
        let_speak(registration, party, user, by=by, at=at)
    except (partners.PartnersRefusal, AccountRefused) as refusal:
        raise RegistrationRefused(str(refusal)) from refusal
    return user


def enter_party(registration: Registration, *, by: User | None, at: datetime) -> Party:
    """A card that was not there yet. An institution's kind was chosen in the form; a community's field, too."""
    if registration.registrant == Registrant.COMMUNITY:
        draft = partners.CommunityDraft(
            name=registration.proposed_name,
            settlement=registration.settlement,
            field=registration.proposed_kind or "other",
        )
        registration.community = partners.register_community(draft=draft, by=by, at=at)
        return registration.community
    kind = OrganisationKind.objects.filter(pk=registration.proposed_kind or 0).first()
    if kind is None:
        raise RegistrationRefused(
            _("Its kind is not known any more. Enter the institution by hand, then answer.")
        )
    organisation = partners.OrganisationDraft(
        name=registration.proposed_name, settlement=registration.settlement, kind=kind
    )
    registration.organisation = partners.register_organisation(draft=organisation, by=by, at=at)
    return registration.organisation


def account_of(registration: Registration, *, by: User | None, at: datetime) -> User:
    found = User.objects.filter(email=registration.email).first()
    return found or open_account(
        email=registration.email,
        password=None,
        name=registration.name,
        language=registration.language,
        is_verified=True,
        by=by,
        at=at,
    )


def let_speak(registration: Registration, party: Party, user: User, *, by: User | None, at: datetime) -> None:
    """The contact on record with this address becomes theirs; without one they are noted as a new contact."""
    today = timezone.localdate(at)
    own = Contact.objects.on(today).filter(**{party.party_type: party}, consent_withdrawn_at=None)
    contact = own.filter(email__iexact=registration.email).order_by("pk").first()
    if contact is None:
        draft = partners.ContactDraft(
            party=party,
            name=registration.name,
            role=registration.role,
            email=registration.email,
            phone=registration.phone,
            starts_on=today,
            consent_given_at=registration.asked_at,
            consent_channel=_("registration on the site"),
            consent_public=registration.may_show,
        )
        contact = partners.add_contact(draft=draft, by=by, at=at)
    if contact.user_id != user.pk:
        partners.let_represent(contact=contact, user=user, by=by, at=at)
