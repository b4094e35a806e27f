"""What the search says of studies, to those who may read them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource

from .choices import StudyKind
from .models import Study

NETWORK = "network"


def studies(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = Study.objects.all() if ids is None else Study.objects.filter(pk__in=ids)
    for row in in_pages(rows):
        yield SearchDraft(
            str(row.pk),
            row.title_hu,
            row.purpose,
            url_name="surveys:study",
            url_args=(str(row.pk),),
            audience=NETWORK,
            note=row.owner,
            keywords=f"{row.title_en} {row.code}",
            field=row.kind,
            day=timezone.localdate(row.created_at),
        )


def tokens(user: Any) -> set[str]:
    return {NETWORK} if user.has_perm("surveys.view") else set()


SOURCE = SearchSource(
    "study",
    _("Studies"),
    entries=studies,
    tokens=tokens,
    fields=lambda: {code: str(words) for code, words in StudyKind.choices},
    order=130,
)
