"""What the search says of settlements: those that stand today."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource

from .models import Settlement


def settlements(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = Settlement.objects.filter(ended_on=None).select_related("county", "district")
    rows = rows if ids is None else rows.filter(pk__in=ids)
    for row in in_pages(rows):
        yield SearchDraft(
            row.code,
            row.name,
            url_name="territory:settlement",
            url_args=(row.code,),
            note=row.county.name,
            keywords=f"{row.postal_code} {row.code}",
            county=row.county_id,
        )


SOURCE = SearchSource("settlement", _("Settlements"), entries=settlements, order=90)
