"""Keeps the journal in step with responses, inside the action's transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from mentorhalo.accounts.models import User
from mentorhalo.evidence.actions import sync, sync_many

from ..facts import POINTED_AT, RESPONSE_SOURCE, facts_of_response
from ..models import Response

FEW = 20  # up to here each source is locked by itself, so that two people need not wait for each other


def tell_of_responses(
    ids: Collection[UUID], *, by: User | None, at: datetime, reason: str = "correction"
) -> None:
    if not ids:
        return
    responses = list(Response.objects.lists().select_related(*POINTED_AT).filter(pk__in=ids).order_by("pk"))
    if len(responses) <= FEW:
        for one in responses:
            sync(RESPONSE_SOURCE, one.pk, facts_of_response(one), by=by, at=at, reason=reason)
        return
    pairs = ((str(one.pk), facts_of_response(one)) for one in responses)
    sync_many(RESPONSE_SOURCE, pairs, by=by, at=at, reason=reason)
