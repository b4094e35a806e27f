"""How the journal's references to this room's records are named, and where who may see them finds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink

from .facts import interviewed_on
from .models import Interviewer, Response, SampleUnit, Wave
from .queries.people import counties_led, interviewer_of


def responses(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """“Questionnaire, 10 April 2025, Abda”. Nobody is named. Three queries at most."""
    rows = Response.objects.lists().filter(pk__in=list(ids)).select_related("settlement")
    reader = _Reader.of(request)
    return {
        str(one.pk): SourceLink(
            _label(one), reverse("surveys:response", args=[one.pk]) if reader.may_open(one) else None
        )
        for one in rows
    }


def units(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """An institution by its name, an address by its code and settlement. One query."""
    rows = SampleUnit.objects.filter(pk__in=list(ids)).select_related("settlement", "organisation")
    return {
        str(one.pk): SourceLink(
            one.organisation.name if one.organisation else f"{one.code}, {one.settlement}", None
        )
        for one in rows
    }


def interviewers(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By code: who it is, is shown on their page. One query."""
    rows = Interviewer.objects.filter(pk__in=list(ids))
    return {str(one.pk): SourceLink(one.code, None) for one in rows}


def waves(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """One query."""
    may = request is not None and request.user.has_perm("surveys.view_fieldwork")
    rows = Wave.objects.filter(pk__in=list(ids)).select_related("study")
    return {
        str(one.pk): SourceLink(
            f"{one.study.title}, {one.title}", reverse("surveys:wave", args=[one.pk]) if may else None
        )
        for one in rows
    }


def _label(response: Response) -> str:
    parts = [_("Questionnaire"), day(interviewed_on(response), "short")]
    if response.settlement:
        parts.append(str(response.settlement))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Which responses somebody may open, asked once for all of them; the same as `surveys.view_response` says of each."""

    sees_all: bool = False
    counties: frozenset[str] = frozenset()
    interviewer: UUID | None = None

    @classmethod
    def of(cls, request: HttpRequest | None) -> Self:
        if request is None:
            return cls()
        if request.user.has_perm("surveys.view_all_responses"):
            return cls(sees_all=True)
        interviewer = interviewer_of(request.user)
        return cls(counties=counties_led(request.user), interviewer=interviewer.pk if interviewer else None)

    def may_open(self, response: Response) -> bool:
        if self.sees_all:
            return True
        if response.settlement is not None and response.settlement.county_id in self.counties:
            return True
        return self.interviewer is not None and response.interviewer_id == self.interviewer
