"""The register of consents, searched."""

from uuid import UUID

from django.db.models import Q, QuerySet

from ..models import Consent
from ..sealing import keyed_hash


def consent(pk: UUID) -> Consent:
    """Raises `DoesNotExist`. One query."""
    return Consent.objects.select_related("subscriber", "text", "by").get(pk=pk)


def consents_listed(
    text: str = "", *, purpose: str = "", channel: str = "", standing: bool | None = None
) -> QuerySet[Consent]:
    """Lines whose address or name holds `text`; the line of somebody erased is found by the whole address alone."""
    rows = Consent.objects.select_related("subscriber", "text", "by")
    if typed := text.strip():
        rows = rows.filter(
            Q(subscriber__email__contains=typed.lower())
            | Q(subscriber__name__icontains=typed)
            | Q(email_hash=keyed_hash(typed))
        )
    if purpose:
        rows = rows.filter(purpose=purpose)
    if channel:
        rows = rows.filter(channel=channel)
    if standing is not None:
        rows = rows.filter(withdrawn_at__isnull=standing)
    return rows.order_by("-given_at", "pk")
