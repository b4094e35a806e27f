"""One card, two parties: the offshoot gets a card of its own, earlier facts stay with the origin."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import sync
from mentorhalo.evidence.models import Fact

from ..facts import COMMUNITY_SOURCE, ORGANISATION_SOURCE
from ..models import Community, Contact, Merge, Organisation, Party, Split
from ..queries.parties import party_of
from .communities import CommunityDraft, register_community
from .contacts import move_contacts
from .organisations import OrganisationDraft, register_organisation
from .parties import PartnersRefusal, leave_note, refuse_withdrawn
from .sites import follow_sites


class SplitRefused(PartnersRefusal):
    """This party cannot be split as asked."""


class SplitUndone(PartnersRefusal):
    """The split was undone before."""


class OffshootAtWork(PartnersRefusal):
    """The offshoot has work of its own; undoing would lose whose it was."""


@transaction.atomic
def split_party(
    *, origin: Party, name: str, reason: str, contacts: Sequence[Contact] = (), by: User, at: datetime
) -> Split:
    """Make an offshoot of `origin` with a card of its own; the chosen contacts go with it."""
    _check(origin, name, reason, contacts)
    offshoot = _offshoot(origin, name, by=by, at=at)
    split = Split.objects.create(
        party_type=origin.party_type,
        origin_id=origin.pk,
        offshoot_id=offshoot.pk,
        reason=reason.strip(),
        split_on=timezone.localdate(at),
        split_at=at,
        split_by=by,
    )
    move_contacts(contacts=contacts, to=offshoot)
    for party, other in ((origin, offshoot), (offshoot, origin)):
        leave_note("split", party, by=by, at=at, details={"with": other.reference, "split": str(split.pk)})
    search.changed(offshoot.party_type, [offshoot.pk])
    return split


@transaction.atomic
def undo_split(*, split: Split, by: User, at: datetime) -> Split:
    """Take the offshoot back while nothing was done in its name; its contacts return to the origin.

    Its card stays for figures as known until now, but counts nowhere from `at` on.
    """
    split = Split.objects.select_for_update().get(pk=split.pk)
    if split.undone_at is not None:
        raise SplitUndone(_("This split was undone already."))
    origin = party_of(split.party_type, split.origin_id)
    offshoot = party_of(split.party_type, split.offshoot_id)
    _refuse_work(offshoot)
    move_contacts(contacts=list(Contact.objects.filter(**{split.party_type: offshoot})), to=origin)
    split.undone_at, split.undone_by = at, by
    split.save(update_fields=["undone_at", "undone_by"])
    offshoot.withdrawn_at = at
    offshoot.external_id = ""
    offshoot.save(update_fields=["withdrawn_at", "external_id"])
    if isinstance(offshoot, Organisation):
        follow_sites([offshoot], by=by, at=at)
    source = ORGANISATION_SOURCE if isinstance(offshoot, Organisation) else COMMUNITY_SOURCE
    search.forget(offshoot.party_type, [offshoot.pk])
    sync(source, offshoot.pk, [], by=by, at=at, reason="split undone")
    for party, other in ((origin, offshoot), (offshoot, origin)):
        leave_note(
            "undo_split", party, by=by, at=at, details={"with": other.reference, "split": str(split.pk)}
        )
    return split


def _check(origin: Party, name: str, reason: str, contacts: Sequence[Contact]) -> None:
    refuse_withdrawn(origin)
    if origin.merged_into_id is not None:  # type: ignore[attr-defined]
        raise SplitRefused(_("Undo the merge first: this card counts as another."))
    if not name.strip():
        raise SplitRefused(_("Give the offshoot a name."))
    if not reason.strip():
        raise SplitRefused(_("Say why they are two."))
    if any(contact.party != origin for contact in contacts):
        raise SplitRefused(_("Only contacts of this card can move to the offshoot."))


def _offshoot(origin: Party, name: str, *, by: User, at: datetime) -> Party:
    """A card like the origin's, under a name and identity of its own."""
    if isinstance(origin, Organisation):
        organisation = replace(
            OrganisationDraft.of(origin),
            id=uuid4(),
            entered_at=None,
            name=name,
            external_id="",
            short_name="",
            tax_number="",
        )
        return register_organisation(draft=organisation, by=by, at=at)
    assert isinstance(origin, Community)
    community = replace(
        CommunityDraft.of(origin), id=uuid4(), entered_at=None, name=name, external_id="", aliases=""
    )
    return register_community(draft=community, by=by, at=at)


def _refuse_work(offshoot: Party) -> None:
    """Refuse if a room wrote facts of it, if any record of any room points to it, or if it is part of a merge."""
    facts = Fact.objects.known_at(None).filter(subject=offshoot.reference)
    if (
        facts.exclude(source_type__startswith="partners.").exists()
        or _is_named(offshoot)
        or _is_merged(offshoot)
    ):
        raise OffshootAtWork(
            _("“%(name)s” has work of its own by now, so the split cannot be undone. Merge the two instead.")
            % {"name": offshoot.name}
        )


def _is_named(offshoot: Party) -> bool:
    """Does any record point to it? Its contacts do not count: they go back."""
    return any(
        relation.related_model is not Contact
        and relation.related_model._base_manager.filter(**{relation.field.name: offshoot}).exists()
        for relation in offshoot._meta.related_objects
    )


def _is_merged(offshoot: Party) -> bool:
    merges = Merge.objects.filter(party_type=offshoot.party_type, undone_at=None)
    return merges.filter(absorbed_id=offshoot.pk).exists() or merges.filter(survivor_id=offshoot.pk).exists()
