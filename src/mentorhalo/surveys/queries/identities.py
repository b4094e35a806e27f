"""Which questions tell who answered: what is an identity in one version of a questionnaire is one in all."""

from collections.abc import Collection
from uuid import UUID

from ..choices import VersionState
from ..models import InstrumentVersion


def identity_paths(instruments: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Of each instrument the paths marked in any version that was ever published. One query."""
    versions = InstrumentVersion.objects.filter(instrument__in=instruments).exclude(state=VersionState.DRAFT)
    found: dict[UUID, frozenset[str]] = {}
    for instrument, keys in versions.order_by().values_list("instrument", "identity_keys"):
        found[instrument] = found.get(instrument, frozenset()) | frozenset(keys)
    return found
