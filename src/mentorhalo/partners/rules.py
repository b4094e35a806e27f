"""Who may see and do what with parties. Names, places, kinds and introductions are public."""

from typing import Any

import rules
from django.utils import timezone
from rules.predicates import always_true

from mentorhalo.accounts.choices import Role
from mentorhalo.core.rules import holds

from .models import Community, Contact, Organisation

sees_network = holds(Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE, Role.AUDITOR, Role.ADMINISTRATOR)
writes = holds(Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE)
settles = holds(Role.GROUP_LEADER, Role.OFFICE)
is_representative = holds(Role.REPRESENTATIVE)


@rules.predicate
def speaks_for(user: Any, party: Organisation | Community | None) -> bool:
    """Is this account the one of a contact of the party, in the role today? One query."""
    if party is None or not hasattr(user, "contacts"):
        return False
    contacts = Contact.objects.on(timezone.localdate()).filter(user=user, **{party.party_type: party})
    return contacts.exists()


@rules.predicate
def is_on_the_books(user: object, party: Organisation | Community | None) -> bool:
    return party is None or party.withdrawn_at is None


@rules.predicate
def is_oneself(user: object, contact: Contact | None) -> bool:
    return (
        contact is not None and contact.user_id is not None and contact.user_id == getattr(user, "pk", None)
    )


represents = is_representative & speaks_for

rules.add_perm("partners.view_lists", always_true)
rules.add_perm("partners.view_card", (always_true & is_on_the_books) | sees_network)
rules.add_perm("partners.view_network", sees_network)
rules.add_perm("partners.view_contacts", sees_network | represents)
rules.add_perm("partners.register", writes)
rules.add_perm("partners.edit", writes & is_on_the_books)
rules.add_perm("partners.revise_own", represents & is_on_the_books)
rules.add_perm("partners.revise", (writes | represents) & is_on_the_books)
rules.add_perm("partners.edit_consortium", writes)
rules.add_perm("partners.edit_contact", writes)
rules.add_perm("partners.give_consent", writes | is_oneself)
rules.add_perm("partners.withdraw_consent", writes | is_oneself)
rules.add_perm("partners.let_represent", settles)
rules.add_perm("partners.merge", settles & is_on_the_books)
rules.add_perm("partners.undo_merge", settles)
rules.add_perm("partners.split", settles & is_on_the_books)
rules.add_perm("partners.undo_split", settles)
rules.add_perm("partners.import", settles)
