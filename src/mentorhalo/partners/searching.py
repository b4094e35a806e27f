"""What the search says of organisations, communities and consortia. All of it is public: contacts are not in it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource

from .choices import CommunityField, Sector
from .models import Community, Consortium, Organisation, Party


def communities(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = _asked(Community.objects.not_merged().select_related("settlement__county", "host"), ids)
    for row in in_pages(rows):
        host = row.host.name if row.host else ""
        yield _draft(row, "community", row.field, f"{row.aliases} {row.target_group} {host}")


def organisations(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = _asked(Organisation.objects.not_merged().select_related("settlement__county", "kind"), ids)
    for row in in_pages(rows):
        kind = f"{row.kind.name_hu} {row.kind.name_en}"
        yield _draft(row, "organisation", row.kind.sector, f"{row.short_name} {kind}")


def consortia(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = _asked(Consortium.objects.select_related("lead__settlement__county", "call"), ids)
    rows = rows.prefetch_related("members__organisation", "settlements__settlement")
    for row in in_pages(rows):
        members = [member.organisation.name for member in row.members.all()]
        places = [each.settlement.name for each in row.settlements.all()]
        yield SearchDraft(
            str(row.pk),
            row.title,
            url_name="partners:consortium",
            url_args=(str(row.pk),),
            note=row.lead.name,
            keywords=" ".join([row.grant_id, row.call.code, row.call.title_hu, *members, *places]),
            county=row.lead.settlement.county_id,
            day=row.starts_on,
        )


SOURCES = (
    SearchSource(
        "community",
        _("Communities"),
        entries=communities,
        fields=lambda: {code: str(words) for code, words in CommunityField.choices},
        order=30,
    ),
    SearchSource(
        "organisation",
        _("Institutions and organisations"),
        entries=organisations,
        fields=lambda: {code: str(words) for code, words in Sector.choices},
        order=40,
    ),
    SearchSource("consortium", _("Consortia"), entries=consortia, order=50),
)


def _asked[Q: QuerySet[Any]](rows: Q, ids: Collection[str] | None) -> Q:
    return rows if ids is None else rows.filter(pk__in=ids)


def _draft(party: Party, kind: str, field: str, keywords: str) -> SearchDraft:
    return SearchDraft(
        str(party.pk),
        party.name,
        "\n".join(filter(None, (party.description_hu, party.description_en))),
        url_name=f"partners:{kind}",
        url_args=(str(party.pk),),
        note=f"{party.settlement.name}, {party.settlement.county.name}",
        keywords=keywords,
        county=party.settlement.county_id,
        field=field,
    )
