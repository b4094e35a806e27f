"""What the search says of mentors and county groups to those who work in the network; the public's mentors are the website's."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource

from .models import CountyGroup, Mandate, Mentor

NETWORK = "network"


def mentors(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    """Every mentor, with the county served today; two queries for each chunk."""
    rows = Mentor.objects.select_related("home")
    rows = rows if ids is None else rows.filter(pk__in=ids)
    serving = Mandate.objects.on(timezone.localdate()).select_related("group__county")
    today = {mandate.mentor_id: mandate.group for mandate in serving.order_by("starts_on", "pk")}
    for row in in_pages(rows):
        group = today.get(row.pk)
        yield SearchDraft(
            str(row.pk),
            row.name,
            "\n".join(filter(None, (row.introduction_hu, row.introduction_en))),
            url_name="network:mentor",
            url_args=(str(row.pk),),
            audience=NETWORK,
            note=group.county.name if group else "",
            keywords=f"mentor {row.home.name if row.home else ''}",
            county=group.county_id if group else "",
        )


def groups(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = CountyGroup.objects.select_related("county", "programme")
    rows = rows if ids is None else rows.filter(pk__in=ids)
    for row in in_pages(rows):
        yield SearchDraft(
            str(row.pk),
            row.county.name,
            url_name="network:group",
            url_args=(str(row.pk),),
            audience=NETWORK,
            note=row.programme.name_hu,
            keywords="mentorcsoport csoport group",
            county=row.county_id,
            day=row.starts_on,
        )


def of_network(user: Any) -> set[str]:
    return {NETWORK} if user.has_perm("network.view") else set()


SOURCES = (
    SearchSource("mentor", _("Mentors"), entries=mentors, tokens=of_network, order=60),
    SearchSource("group", _("County groups"), entries=groups, tokens=of_network, order=70),
)
