"""Every fact of this room, derived anew from its records: what `evidence reconcile` compares the journal with."""

from collections.abc import Iterator

from mentorhalo.evidence.actions import FactDraft

from .facts import POINTED_AT, facts_of_response
from .models import Response


def of_responses() -> Iterator[tuple[str, list[FactDraft]]]:
    rows = Response.objects.lists().select_related(*POINTED_AT).order_by("pk")
    for response in rows.iterator(chunk_size=1000):
        yield str(response.pk), facts_of_response(response)
