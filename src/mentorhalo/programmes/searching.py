"""What the search says of programmes and their grant calls."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import SearchDraft, SearchSource

from .models import Programme


def programmes(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = Programme.objects.prefetch_related("calls")
    for row in rows if ids is None else rows.filter(pk__in=ids):
        calls = [f"{call.code} {call.title_hu} {call.title_en}" for call in row.calls.all()]
        yield SearchDraft(
            str(row.pk),
            row.name_hu,
            "\n".join(filter(None, (row.summary_hu, row.summary_en))),
            url_name="programmes:programme",
            url_args=(row.code,),
            note=row.project_code,
            keywords=" ".join([row.name_en, row.fund_hu, row.fund_en, *calls]),
            day=row.starts_on,
        )


SOURCE = SearchSource("programme", _("Programmes"), entries=programmes, order=80)
