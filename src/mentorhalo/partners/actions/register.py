"""When the register of settlements changes, so does the county in the facts of who sits there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import sync_many

from ..facts import COMMUNITY_SOURCE, ORGANISATION_SOURCE, facts_of_community, facts_of_organisation
from ..models import Community, Consortium, Organisation
from .consortia import derive_again
from .parties import BATCH

REASON = "register changed"


@transaction.atomic
def follow_register(*, codes: Collection[str], by: User | None, at: datetime) -> None:
    """Derive again the facts of all parties in these settlements; what says the same stays as it is."""
    organisations = Organisation.objects.filter(settlement__in=codes).select_related("kind")
    sync_many(
        ORGANISATION_SOURCE,
        ((str(each.pk), facts_of_organisation(each)) for each in organisations.iterator(BATCH)),
        by=by,
        at=at,
        reason=REASON,
    )
    communities = Community.objects.filter(settlement__in=codes)
    sync_many(
        COMMUNITY_SOURCE,
        ((str(each.pk), facts_of_community(each)) for each in communities.iterator(BATCH)),
        by=by,
        at=at,
        reason=REASON,
    )
    touched = Consortium.objects.filter(Q(lead__settlement__in=codes) | Q(settlements__settlement__in=codes))
    consortia = Consortium.objects.filter(pk__in=touched.values("pk"))
    related = consortia.select_related("programme", "call", "lead").prefetch_related("settlements")
    derive_again(related, by=by, at=at, reason=REASON)
    search.changed("organisation", organisations.values_list("pk", flat=True))
    search.changed("community", communities.values_list("pk", flat=True))
    search.changed("consortium", consortia.values_list("pk", flat=True))
