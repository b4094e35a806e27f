"""What the search says to the public of mentors, as far as they let themselves be shown, and of counties."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import SearchDraft, SearchSource
from mentorhalo.network.queries import public_mentors
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.models import County

OUTSIDE = "outside"


def mentors(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    """The mentors who serve today and let their name be shown. Four queries."""
    programme = current_programme()
    for person in public_mentors(programme, timezone.localdate()) if programme else []:
        if person.name and (ids is None or str(person.id) in ids):
            yield SearchDraft(
                str(person.id),
                person.name,
                person.introduction,
                url_name="website:mentor",
                url_args=(str(person.id),),
                audience=OUTSIDE,
                note=person.county_name,
                keywords="mentor",
                county=person.county,
            )


def counties(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    """The counties the programme works in."""
    programme = current_programme()
    codes = programme.counties.values("county_code") if programme else []
    for row in County.objects.filter(pk__in=codes):
        if ids is None or row.pk in ids:
            yield SearchDraft(
                row.pk,
                row.name,
                url_name="website:county",
                url_args=(row.pk,),
                keywords="megye vármegye county mentor",
                county=row.pk,
            )


def of_outside(user: Any) -> set[str]:
    """Who works in the network finds the network's own card of each mentor instead."""
    return set() if user.has_perm("network.view") else {OUTSIDE}


def advice(request: HttpRequest, text: str) -> Iterator[tuple[str, str]]:
    """Who found nothing may ask, with the words already typed."""
    yield gettext("Ask an expert"), reverse("questions:ask", query={"q": text} if text else None)


SOURCES = (
    SearchSource(
        "public_mentor", _("Mentors"), entries=mentors, tokens=of_outside, follows=("mentor",), order=60
    ),
    SearchSource("county", _("Counties"), entries=counties, order=85),
)
