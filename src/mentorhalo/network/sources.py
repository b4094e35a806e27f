"""What the journal's opaque ids of the network mean to this viewer. Each answer takes two queries at most."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink

from .models import CountyGroup, Mandate, SupervisionSession
from .queries import names_shown


def mentors(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """A name for those who may see it; to anybody else a mentor without one."""
    known = _known(ids)
    names = names_shown(known, _viewer(request))
    return {
        pk: SourceLink(names.get(UUID(pk), _("a mentor")), _address(request, "network:mentor", pk))
        for pk in known
    }


def groups(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """County groups by the name of their county: no secret."""
    found = CountyGroup.objects.filter(pk__in=_known(ids)).values_list("pk", "county__name")
    return {str(pk): SourceLink(county, _address(request, "network:group", str(pk))) for pk, county in found}


def mandates(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    found = Mandate.objects.filter(pk__in=_known(ids)).select_related("group__county")
    rows = list(found)
    names = names_shown({mandate.mentor_id for mandate in rows}, _viewer(request))
    return {
        str(mandate.pk): SourceLink(
            _("Mandate of %(mentor)s, %(county)s, from %(day)s")
            % {
                "mentor": names.get(mandate.mentor_id, _("a mentor")),
                "county": mandate.group.county.name,
                "day": day(mandate.starts_on),
            },
            _address(request, "network:mentor", str(mandate.mentor_id)),
        )
        for mandate in rows
    }


def sessions(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """Sessions of supervision by day, kind and hours. Nobody is led on to who was there."""
    found = SupervisionSession.objects.filter(pk__in=_known(ids))
    return {
        str(one.pk): SourceLink(
            _("Supervision, %(kind)s, %(day)s, hours: %(hours)s")
            % {"kind": one.get_kind_display(), "day": day(one.held_on), "hours": one.hours},
            None,
        )
        for one in found
    }


def supervisees(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """Whoever asks: a mentor without a name."""
    return {pk: SourceLink(_("a supervised mentor"), None) for pk in ids}


def quarters(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    return {pk: SourceLink(_("A mentor's hours of supervision in a quarter"), None) for pk in ids}


def _known(ids: Iterable[str]) -> list[str]:
    """Only what can be an id of ours: the journal also holds ids of earlier installations."""
    return list(map(str, known_ids(ids)))


def _viewer(request: HttpRequest | None) -> object | None:
    return getattr(request, "user", None)


def _address(request: HttpRequest | None, name: str, pk: str) -> str | None:
    viewer = getattr(request, "user", None)
    return reverse(name, args=[pk]) if viewer is not None and viewer.has_perm("network.view") else None
