"""People at a party: named, dated, with the leave they gave. The audit line never holds a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import GrantDraft, follow_grants
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User

from ..choices import ContactRole
from ..models import Community, Contact, Organisation, Party
from .parties import BATCH, PartnersRefusal, leave_note, refuse_withdrawn


class ContactInvalid(PartnersRefusal):
    """What was written about the contact does not hold; `errors` names the fields."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__(" ".join(message for messages in errors.values() for message in messages))


class ContactEnded(PartnersRefusal):
    """The contact is no longer in this role."""


class NoConsent(PartnersRefusal):
    """There is no consent in force to withdraw."""


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    party: Party
    name: str
    starts_on: date
    role: str = ContactRole.CONTACT
    email: str = ""
    phone: str = ""
    ends_on: date | None = None
    consent_given_at: datetime | None = None
    consent_channel: str = ""
    consent_public: bool = False
    user: User | None = None
    id: UUID = field(default_factory=uuid4)


CARD = ("name", "role", "email", "phone", "starts_on", "ends_on")


def add_contact(*, draft: ContactDraft, by: User | None, at: datetime) -> Contact:
    """Note who speaks for a party, since when and with what leave."""
    return add_contacts(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def add_contacts(*, drafts: Iterable[ContactDraft], by: User | None, at: datetime) -> list[Contact]:
    """Note many at once. Without an audit line each: the contacts' own days tell when they began."""
    contacts = []
    for draft in drafts:
        refuse_withdrawn(draft.party)
        contact = Contact(
            id=draft.id,
            organisation=draft.party if isinstance(draft.party, Organisation) else None,
            community=draft.party if isinstance(draft.party, Community) else None,
            consent_given_at=draft.consent_given_at,
            consent_channel=draft.consent_channel,
            consent_public=draft.consent_public,
            user=draft.user,
            **{name: getattr(draft, name) for name in CARD},
        )
        _check(contact, at=at)
        contacts.append(contact)
    return Contact.objects.bulk_create(contacts, batch_size=BATCH)


@transaction.atomic
def revise_contact(
    *, contact: Contact, name: str, role: str, email: str, phone: str, by: User | None, at: datetime
) -> Contact:
    """Correct what is written about a contact. One whose leave was withdrawn stays erased."""
    if contact.consent_withdrawn_at is not None:
        raise NoConsent(_("This person withdrew the consent; nothing about them is written again."))
    contact.name, contact.role, contact.email, contact.phone = name, role, email, phone
    _check(contact, at=at)
    contact.save(update_fields=["name", "role", "email", "phone"])
    _note("revise_contact", contact, by=by, at=at)
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, on: date, by: User | None, at: datetime) -> Contact:
    """`on` is the last day in the role; from the next day on this person no longer speaks for the party."""
    if contact.ends_on is not None:
        raise ContactEnded(_("This contact has ended already."))
    contact.ends_on = on
    _check(contact, at=at)
    contact.save(update_fields=["ends_on"])
    _follow_role(contact, by=by, at=at)
    _note("end_contact", contact, by=by, at=at)
    return contact


@transaction.atomic
def give_contact_consent(
    *, contact: Contact, channel: str, is_public: bool, on: date, by: User | None, at: datetime
) -> Contact:
    """Note that the person agreed: `on` what day, by what channel, and whether to being shown publicly."""
    if contact.consent_withdrawn_at is not None:
        raise NoConsent(_("This person withdrew the consent; add them as a new contact if they come back."))
    today = timezone.localdate(at)
    contact.consent_given_at = (
        at if on == today else datetime(on.year, on.month, on.day, tzinfo=timezone.get_current_timezone())
    )
    contact.consent_channel, contact.consent_public = channel, is_public
    _check(contact, at=at)
    contact.save(update_fields=["consent_given_at", "consent_channel", "consent_public"])
    _note("give_contact_consent", contact, by=by, at=at)
    return contact


@transaction.atomic
def withdraw_contact_consent(*, contact: Contact, by: User | None, at: datetime) -> Contact:
    """Erase the person: name, e-mail, telephone, account. That the party had a contact in these days stays."""
    if contact.consent_withdrawn_at is not None:
        raise NoConsent(_("The consent was withdrawn before."))
    today = timezone.localdate(at)
    contact.name = contact.email = contact.phone = ""
    contact.user, contact.consent_public, contact.consent_withdrawn_at = None, False, at
    if contact.ends_on is None or contact.ends_on > today:
        contact.ends_on = max(today, contact.starts_on)
    contact.save()
    _follow_role(contact, by=by, at=at)
    _note("withdraw_contact_consent", contact, by=by, at=at)
    return contact


@transaction.atomic
def let_represent(*, contact: Contact, user: User | None, by: User | None, at: datetime) -> Contact:
    """Let this account, as a representative, see and correct the party's card while the contact lasts; None takes it back."""
    today = timezone.localdate(at)
    if user is not None and (contact.consent_withdrawn_at or (contact.ends_on and contact.ends_on < today)):
        raise ContactEnded(_("This contact has ended; they can no longer speak for the party."))
    contact.user = user
    contact.save(update_fields=["user"])
    _follow_role(contact, by=by, at=at)
    _note("let_represent", contact, by=by, at=at)
    return contact


def _follow_role(contact: Contact, *, by: User | None, at: datetime) -> None:
    """The role of representative lasts as long as the contact does."""
    held = GrantDraft(
        source=f"contact:{contact.pk}",
        user_id=contact.user_id,
        role=Role.REPRESENTATIVE,
        programme="",
        starts_on=contact.starts_on,
        ends_on=contact.ends_on,
    )
    follow_grants([held], by=by, at=at)


def move_contacts(*, contacts: Sequence[Contact], to: Party) -> None:
    """Hand contacts over to another party of the same type (splits). To be called within a transaction."""
    for contact in contacts:
        contact.organisation = to if isinstance(to, Organisation) else None
        contact.community = to if isinstance(to, Community) else None
    Contact.objects.bulk_update(contacts, ["organisation", "community"], batch_size=BATCH)


def _check(contact: Contact, *, at: datetime) -> None:
    try:
        contact.clean_fields(exclude={"id", "organisation", "community", "user"})
    except ValidationError as error:
        raise ContactInvalid(error.message_dict) from error
    today = timezone.localdate(at)
    if contact.ends_on and contact.ends_on < contact.starts_on:
        raise ContactInvalid({"ends_on": [_("A contact cannot end before it starts.")]})
    if contact.starts_on > today:
        raise ContactInvalid({"starts_on": [_("This day is in the future.")]})
    if contact.consent_given_at and contact.consent_given_at > at:
        raise ContactInvalid({"consent_given_at": [_("This day is in the future.")]})
    if contact.consent_public and contact.consent_given_at is None:
        raise ContactInvalid({"consent_public": [_("Nobody is shown publicly without their consent.")]})
    if contact.consent_given_at and not contact.consent_channel.strip():
        raise ContactInvalid({"consent_channel": [_("Say how the consent was given.")]})


def _note(deed: str, contact: Contact, *, by: User | None, at: datetime) -> None:
    details = {"contact": str(contact.pk), "role": contact.role}
    leave_note(deed, contact.party, by=by, at=at, details=details)
