"""How the journal's references to partnerships are named, and what the cards of their parties show of them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, TimelineEntry

from .models import Grading, Member, Observation, Partnership


def partnerships(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By title. One query."""
    may = _may(request)
    rows = Partnership.objects.filter(pk__in=known_ids(ids))
    return {str(one.pk): SourceLink(one.title, _page(one.pk) if may else None) for one in rows}


def members(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By the partnership a party belongs to. One query."""
    may = _may(request)
    rows = Member.objects.filter(pk__in=known_ids(ids)).select_related("partnership")
    return {
        str(one.pk): SourceLink(one.partnership.title, _page(one.partnership_id) if may else None)
        for one in rows
    }


def observations(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By its day and kind. One query."""
    may = _may(request)
    rows = Observation.objects.filter(pk__in=known_ids(ids))
    return {
        str(one.pk): SourceLink(
            f"{day(one.occurred_on)}, {one.get_kind_display()}",
            f"{_page(one.partnership_id)}#seen" if may else None,
        )
        for one in rows
    }


def gradings(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By its day and occasion. One query."""
    may = _may(request)
    rows = Grading.objects.filter(pk__in=known_ids(ids))
    return {
        str(one.pk): SourceLink(
            f"{day(one.graded_on)}, {one.get_occasion_display()}",
            f"{_page(one.partnership_id)}#rounds" if may else None,
        )
        for one in rows
    }


def party_timeline(request: HttpRequest, ids: Collection[str]) -> list[TimelineEntry]:
    """Partnerships of a party begun and ended, for the network. Two queries."""
    if not _may(request):
        return []
    found = []
    for one in Partnership.objects.of_parties(list(ids)):
        href = _page(one.pk)
        found.append(
            TimelineEntry(one.starts_on, _("Partnership: %(title)s") % {"title": one.title}, href=href)
        )
        if one.ends_on is not None:
            ended = _("Partnership ended: %(title)s") % {"title": one.title}
            found.append(TimelineEntry(one.ends_on, ended, body=one.end_reason, href=href))
    return found


def party_links(request: HttpRequest, pk: str) -> list[tuple[str, str]]:
    """The party's partnerships that go on. Two queries."""
    if not _may(request):
        return []
    rows = Partnership.objects.of_parties([UUID(pk)]).filter(ends_on=None)
    return [(_("Partnership: %(title)s") % {"title": one.title}, _page(one.pk)) for one in rows[:10]]


def _page(pk: UUID) -> str:
    return reverse("partnerships:partnership", args=[pk])


def _may(request: HttpRequest | None) -> bool:
    return request is not None and request.user.has_perm("partnerships.view")
