"""What the search finds of this room: what is open to everybody."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import SearchDraft, SearchSource

from .actions.journal import SEARCH_KIND
from .calendars import where
from .choices import OccasionKind
from .queries.occasions import to_find


def found(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for occasion in to_find(ids):
        yield SearchDraft(
            id=str(occasion.pk),
            title=occasion.title,
            text=f"{occasion.summary}\n{occasion.agenda}",
            url_name="events:occasion",
            url_args=(str(occasion.pk),),
            note=where(occasion),
            keywords=f"{occasion.host} {where(occasion)}",
            county=occasion.settlement.county_id if occasion.settlement else "",
            field=occasion.kind,
            day=occasion.starts_on,
        )


def kinds() -> dict[str, str]:
    return {code: str(words) for code, words in OccasionKind.choices}


OCCASIONS = SearchSource(SEARCH_KIND, _("Events"), entries=found, fields=kinds, order=25)
