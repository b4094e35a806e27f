"""What the search says of partnerships, to those who may read them. What parties think of each other is not in it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource

from .choices import SEARCH_KIND, Field
from .models import Partnership

READERS = "readers"


def partnerships(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = Partnership.objects.select_related("settlement").prefetch_related(
        "members__organisation", "members__community"
    )
    for row in in_pages(rows if ids is None else rows.filter(pk__in=ids)):
        parties = ", ".join(str(member) for member in row.members.all())
        yield SearchDraft(
            str(row.pk),
            row.title,
            row.purpose,
            url_name="partnerships:partnership",
            url_args=(str(row.pk),),
            audience=READERS,
            note=row.settlement.name,
            keywords=parties,
            county=row.settlement.county_id,
            field=row.field,
            day=row.starts_on,
        )


def of_reader(user: Any) -> set[str]:
    return {READERS} if user.has_perm("partnerships.view") else set()


SOURCE = SearchSource(
    SEARCH_KIND,
    _("Partnerships"),
    entries=partnerships,
    tokens=of_reader,
    fields=lambda: {code: str(words) for code, words in Field.choices},
    order=105,
)
