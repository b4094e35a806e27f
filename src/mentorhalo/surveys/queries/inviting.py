"""Links of drawn units: who can be given one, what became of each, and why one takes no answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorhalo.core.numbers import day as long_day
from mentorhalo.core.numbers import moment

from ..choices import ResponseState, UnitState, WaveState
from ..codes import hash_of
from ..models import (
    Instrument,
    Invitation,
    Response,
    SampleUnit,
    Stratum,
    Submission,
    UnitKey,
    Wave,
    WebDraft,
)
from .drafts import is_wave_open, newest_version
from .units import units_of

NOT_ASKED = (UnitState.LOST, UnitState.SUBSTITUTED)


def is_over(wave: Wave, day: date) -> bool:
    """Nobody answers in it any more, by whatever link."""
    return wave.state == WaveState.CLOSED or day > wave.ends_on


def living(day: date) -> QuerySet[Invitation]:
    """Links that take answers on the day, as far as they say themselves."""
    standing = Invitation.objects.filter(revoked_at=None, used_at=None)
    return standing.filter(Q(closes_on=None) | Q(closes_on__gte=day))


def untouched(wave: Wave, day: date) -> QuerySet[Invitation]:
    """Living links of units by which nothing was begun: they may never have reached anybody."""
    begun = WebDraft.objects.filter(invitation=OuterRef("pk"))
    return living(day).filter(~Exists(begun), wave=wave, unit__isnull=False)


def _standing() -> QuerySet[Response]:
    return Response.objects.exclude(state=ResponseState.REJECTED)


def _arrived() -> QuerySet[Submission]:
    """What waits to be read."""
    return Submission.objects.unread().filter(deprecates=None)


def answered(units: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Of these units which questionnaire stands, or has arrived and waits to be read: (unit, instrument). One query."""
    stands, waits = (
        rows.filter(unit__in=units).order_by().values_list("unit", "version__instrument")
        for rows in (_standing(), _arrived())
    )
    return set(stands.union(waits).order_by())


def units_to_invite(
    wave: Wave,
    day: date,
    *,
    instrument: Instrument | None = None,
    stratum: Stratum | None = None,
    text: str = "",
) -> QuerySet[SampleUnit]:
    """Units still to be asked that have neither an answer to this questionnaire nor a link that lives, by settlement and drawn order.

    Without one: to some questionnaire of the study.
    """
    asked = units_of(wave, text=text, stratum=stratum).exclude(state__in=NOT_ASKED)
    instruments = Instrument.objects.filter(study=wave.study_id)
    lacking = instruments.filter(*_lacks(OuterRef(OuterRef("pk")), OuterRef("pk"), day))
    if instrument is not None:
        return asked.filter(Exists(lacking.filter(pk=instrument.pk)))
    return asked.filter(Exists(lacking) | ~Exists(instruments))


def units_lacking_links(wave: Wave, day: date) -> list[tuple[Instrument, int]]:
    """Each questionnaire of the study with the number of units that could be given a link to it. One query."""
    asked = SampleUnit.objects.in_play().filter(wave=wave).exclude(state__in=NOT_ASKED)
    lacking = asked.filter(*_lacks(OuterRef("pk"), OuterRef(OuterRef("pk")), day)).order_by()
    counted = lacking.values("wave").annotate(n=Count("pk")).values("n")
    instruments = Instrument.objects.filter(study=wave.study_id)
    found = instruments.annotate(n=Coalesce(Subquery(counted), 0)).order_by("title", "pk")
    return [(one, one.n) for one in found]


def lacks_link_to(unit: SampleUnit, day: date) -> Instrument | None:
    """The first questionnaire to which the unit has neither answered nor a link that lives. One query."""
    instruments = Instrument.objects.filter(study=unit.wave.study_id)
    return instruments.filter(*_lacks(unit.pk, OuterRef("pk"), day)).first()


def _lacks(unit: Any, instrument: Any, day: date) -> tuple[Any, ...]:
    """No answer to the questionnaire stands or has arrived, and no link to it lives."""
    this = {"unit": unit, "version__instrument": instrument}
    links = living(day).filter(unit=unit, instrument=instrument)
    return ~Exists(_standing().filter(**this)), ~Exists(_arrived().filter(**this)), ~Exists(links)


def why_ended(invitation: Invitation, day: date) -> str:
    """Why it takes nothing, also of what was begun by it; empty where it does. Said to whoever answers. Two queries at most."""
    if invitation.used_at is not None:
        return _("This link was used: your questionnaire has arrived. Thank you.")
    if invitation.revoked_at is not None:
        return _("This link was taken back by those who made it.")
    if not invitation.is_open(day) or invitation.wave.state == WaveState.CLOSED:
        return _("The time for answering is over.")
    unit = invitation.unit
    if unit is not None and (unit.pk, invitation.instrument_id) in answered([unit.pk]):
        return _(
            "Your answers were recorded in another way meanwhile, so this questionnaire is not needed any more. Thank you!"
        )
    if unit is not None and unit.state in NOT_ASKED:
        return _(
            "This questionnaire is not needed any more: asking has ended here. Thank you for having been ready to answer."
        )
    return ""


def why_closed(invitation: Invitation, day: date) -> str:
    """Why nothing can be begun by it; empty where something can."""
    if ended := why_ended(invitation, day):
        return ended
    wave = invitation.wave
    if not is_wave_open(invitation, day):
        if day < wave.starts_on:
            return _("Answering begins on %(day)s.") % {"day": long_day(wave.starts_on)}
        if wave.state == WaveState.PLANNED:
            return _("Answering has not begun yet. Please come back later.")
        return _("The time for answering is over.")
    if newest_version(invitation.instrument_id) is None:
        return _("This questionnaire takes no answers now.")
    return ""


@dataclass(frozen=True)
class LinkOfUnit:
    """A link as the page of its unit shows it."""

    link: Invitation
    state: str
    is_living: bool
    begun_at: datetime | None


def links_of(unit: SampleUnit, day: date) -> list[LinkOfUnit]:
    """The newest first. Three queries."""
    links = list(unit.invitations.select_related("instrument", "unit", "wave").order_by("-created_at", "-pk"))
    if not links:
        return []
    begun = dict(WebDraft.objects.filter(invitation__in=links).values_list("invitation", "created_at"))
    has = answered([unit.pk])
    return [
        LinkOfUnit(
            one,
            state_of(one, day, begun_at=begun.get(one.pk), has_answer=(unit.pk, one.instrument_id) in has),
            one.is_open(day) and not is_over(one.wave, day),
            begun.get(one.pk),
        )
        for one in links
    ]


def state_of(link: Invitation, day: date, *, begun_at: datetime | None, has_answer: bool) -> str:
    """In words. `has_answer`: of its unit to its questionnaire, in whatever way."""
    if link.revoked_at is not None:
        return _("taken back")
    if link.used_at is not None:
        return _("used %(at)s") % {"at": moment(link.used_at)}
    if has_answer:
        return _("answered in another way")
    if link.unit is not None and link.unit.state in NOT_ASKED:
        return _("not asked any more")
    if not link.is_open(day) or is_over(link.wave, day):
        return _("over")
    return _("begun %(at)s") % {"at": moment(begun_at)} if begun_at else pgettext("link", "open")


def states_of(links: Iterable[Invitation], day: date) -> dict[UUID, str]:
    """Of links shown in a list. Two queries."""
    shown = list(links)
    has = answered({one.unit_id for one in shown if one.unit_id})
    single = [one.pk for one in shown if one.unit_id]
    begun = dict(WebDraft.objects.filter(invitation__in=single).values_list("invitation", "created_at"))
    return {
        one.pk: state_of(
            one, day, begun_at=begun.get(one.pk), has_answer=(one.unit_id, one.instrument_id) in has
        )
        for one in shown
    }


@dataclass(frozen=True)
class Letter:
    """What a letter to a unit needs. `key` is for those who may know who it is."""

    unit: SampleUnit
    code: str
    closes_on: date  # the link's own last day, else that of its wave
    key: UnitKey | None = None


def letters_of(wave: Wave, codes: Collection[str], *, with_names: bool) -> list[Letter]:
    """For links of units of the wave that still take answers, by codes that were just shown; others are left out. Two queries."""
    by_hash = {hash_of(code): code for code in codes}
    links = living(timezone.localdate()).filter(wave=wave, unit__isnull=False, token_hash__in=by_hash)
    found = links.select_related("unit__settlement", "unit__organisation", "unit__stratum").order_by(
        "unit__settlement__name_sort", "unit__settlement", "unit__drawn_order", "pk"
    )
    keys: dict[UUID, UnitKey] = {}
    if with_names:
        standing = UnitKey.objects.filter(unit__invitations__in=found, erased_at=None)
        keys = {one.unit_id: one for one in standing}
    return [
        Letter(one.unit, by_hash[one.token_hash], one.closes_on or wave.ends_on, keys.get(one.unit.pk))
        for one in found
        if one.unit is not None
    ]
