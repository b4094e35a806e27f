"""What the search says of the knowledge pool: what is shown today. Names are not in it."""

from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource

from .choices import OFFER_KIND
from .models import Offer


def offers(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = Offer.objects.public_on(timezone.localdate()).with_names()
    for row in in_pages(rows if ids is None else rows.filter(pk__in=ids)):
        yield SearchDraft(
            str(row.pk),
            row.what,
            url_name="processes:pool_offer",
            url_args=(str(row.pk),),
            note=row.process.settlement.name,
            keywords=f"{row.audience} {row.topic.name_hu} {row.topic.name_en}",
            county=row.process.settlement.county_id,
        )


SOURCE = SearchSource(OFFER_KIND, _("Knowledge pool"), entries=offers, order=75)
