from uuid import UUID

from ..choices import PartyType
from ..models import Community, Organisation


def party_of(party_type: str, pk: UUID | str) -> Organisation | Community:
    """The party a merge, a split or an address speaks of; raises `DoesNotExist`."""
    if party_type == PartyType.ORGANISATION:
        return Organisation.objects.select_related("settlement", "kind").get(pk=pk)
    return Community.objects.select_related("settlement").get(pk=pk)
