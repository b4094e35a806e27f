"""Two cards, one party: counted as one from now on, and apart again if that was wrong. Nothing is moved or deleted."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import link_identity, unlink_identity
from mentorhalo.evidence.models import IdentityLink

from ..models import Community, Merge, Organisation, Party
from ..queries.parties import party_of
from ..signals import merge_undone, parties_merged
from .parties import PartnersRefusal, leave_note, refuse_withdrawn
from .sites import follow_sites, refuse_circle

MERGE_SOURCE = "partners.merge"


class MergeRefused(PartnersRefusal):
    """These two cannot be made one."""


class MergeUndone(PartnersRefusal):
    """The merge was undone before."""


@transaction.atomic
def merge_parties(*, absorbed: Party, survivor: Party, reason: str, by: User | None, at: datetime) -> Merge:
    """Count `absorbed` as `survivor` from `at` on. Both cards stay; figures as known before stay as they were."""
    absorbed, survivor = _fresh(absorbed), _fresh(survivor)
    _check(absorbed, survivor, reason)
    merge = Merge.objects.create(
        party_type=absorbed.party_type,
        absorbed_id=absorbed.pk,
        survivor_id=survivor.pk,
        reason=reason.strip(),
        merged_on=timezone.localdate(at),
        merged_at=at,
        merged_by=by,
    )
    absorbed.merged_into = survivor
    absorbed.save(update_fields=["merged_into"])
    if isinstance(absorbed, Organisation):
        follow_sites([absorbed], by=by, at=at)
    link_identity(
        absorbed=absorbed.reference,
        survivor=survivor.reference,
        source_type=MERGE_SOURCE,
        source_id=merge.pk,
        reason=merge.reason,
        by=by,
        at=at,
    )
    for party, other in ((absorbed, survivor), (survivor, absorbed)):
        leave_note("merge", party, by=by, at=at, details={"with": other.reference, "merge": str(merge.pk)})
    search.forget(absorbed.party_type, [absorbed.pk])
    parties_merged.send(sender=Merge, merge=merge, by=by, at=at)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: User, at: datetime, reason: str = "") -> Merge:
    """Count the two apart again from `at` on. Figures as known in between stay as they were."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise MergeUndone(_("This merge was undone already."))
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    absorbed = _fresh(party_of(merge.party_type, merge.absorbed_id))
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    link = IdentityLink.objects.get(source_type=MERGE_SOURCE, source_id=str(merge.pk), unlink=None)
    unlink_identity(link=link, reason=reason, by=by, at=at)
    if isinstance(absorbed, Organisation):
        follow_sites([absorbed], by=by, at=at)
    survivor = party_of(merge.party_type, merge.survivor_id)
    for party, other in ((absorbed, survivor), (survivor, absorbed)):
        leave_note(
            "undo_merge", party, by=by, at=at, details={"with": other.reference, "merge": str(merge.pk)}
        )
    search.changed(absorbed.party_type, [absorbed.pk])
    merge_undone.send(sender=Merge, merge=merge, by=by, at=at)
    return merge


def _check(absorbed: Party, survivor: Party, reason: str) -> None:
    if type(absorbed) is not type(survivor):
        raise MergeRefused(_("An organisation and a community cannot be merged."))
    if absorbed.pk == survivor.pk:
        raise MergeRefused(_("A party cannot be merged into itself."))
    if not reason.strip():
        raise MergeRefused(_("Say why they are the same."))
    for party in (absorbed, survivor):
        refuse_withdrawn(party)
        if party.merged_into is not None:
            raise MergeRefused(
                _("“%(name)s” is already merged into “%(other)s”.")
                % {"name": party.name, "other": party.merged_into.name}
            )
    refuse_circle(absorbed, survivor)


def _fresh[P: Party](party: P) -> P:
    """The party as it stands now, locked until the end of the transaction."""
    assert isinstance(party, Organisation | Community)
    return type(party)._default_manager.select_for_update().get(pk=party.pk)  # type: ignore[return-value]
