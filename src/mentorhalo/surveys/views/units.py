"""Units: the list of a wave, one with its history, and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.sheets import csv_response

from ..actions.attempts import AttemptRefused, lose_unit, record_attempt
from ..actions.substitutes import SubstituteRefused, lacking, substitute_unit
from ..actions.unit_keys import show_unit_key
from ..choices import UnitState, WaveState
from ..forms.fields import show_refusal
from ..forms.fieldwork import AttemptForm, ReasonForm, UnitFilter
from ..models import SampleUnit, UnitKey, Wave
from ..queries import studies
from ..queries import units as queries
from ..queries.attempts import attempt_lines
from ..queries.inviting import is_over, links_of, units_to_invite
from ..queries.parts import part_named
from ..queries.people import interviewer_of
from ..queries.quotas import full_parts
from ..queries.reach import counties_of
from ..queries.rule import chain_of, ripeness_of
from .pages import form_page, trail_of, ways_of

A_PAGE = 100


@door("surveys.assign", get=studies.wave)
def units(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Units of the wave, of the counties one has a say in."""
    today = timezone.localdate()
    counties = counties_of(request.user, today)
    filters = UnitFilter(request.GET, wave=wave, interviewers=queries.holders_of(wave, counties))
    chosen = filters.cleaned_data if filters.is_valid() else {}
    text = request.GET.get("q", "")
    found = queries.units_of(
        wave,
        text=text,
        state=chosen.get("state", ""),
        stratum=chosen.get("stratum"),
        place=chosen.get("place", ""),
        interviewer=chosen.get("interviewer"),
        overdue_on=today if chosen.get("overdue") else None,
        counties=counties,
    )
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Units"), "")),
        "ways": ways_of(request, wave, "surveys:units"),
        "page": listed,
        "has_sample": bool(listed.object_list) or wave.units.exists(),
        "filters": filters,
        "part": part_named(wave, place=chosen.get("place", "")),
        "text": text,
        "may_export": request.user.has_perm("surveys.export"),
    }
    return render(request, "surveys/units.html#rows" if request.htmx else "surveys/units.html", content)


@door("surveys.export", get=studies.wave)
def attempts_file(_request: SignedInRequest, wave: Wave) -> Any:
    """Every attempt of the wave, for analyses of nonresponse."""
    return csv_response(attempt_lines(wave), f"attempts-{wave.study.code}-{wave.number}.csv")


@door("surveys.view_unit", get=queries.unit)
def unit(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    return _page(request, unit)


@door("surveys.view_unit_key", get=queries.unit)
@require_POST
@never_cache
def unit_key(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    """A key holder looks at who it is; that is written down."""
    key = show_unit_key(unit=unit, by=request.user, at=timezone.now())
    return _page(request, unit, key=key, was_asked=True)


@door("surveys.visit_unit", get=queries.unit)
def record(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    """What came of a visit."""
    interviewer = interviewer_of(request.user)
    assert interviewer is not None, "the door lets in who has it assigned"
    form = AttemptForm(request.POST or None, initial=AttemptForm.now(), results=queries.results_for(unit))
    if form.is_valid():
        try:
            record_attempt(
                unit=unit,
                interviewer=interviewer,
                result=form.cleaned_data["result"],
                attempted_at=form.attempted_at(),
                appointment_at=form.appointment_at(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=timezone.now(),
            )
        except AttemptRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The attempt is written down."))
            return redirect("surveys:unit", unit.pk)
    return form_page(
        request,
        form,
        heading=_("Write down an attempt"),
        submit=_("Write it down"),
        trail=_own_trail(unit),
        intro=f"{unit.code}, {unit.settlement.name}",
    )


@door("surveys.substitute_unit", get=queries.unit)
def substitute(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    """The next reserve stands in, if the rule lets it."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            reserve = substitute_unit(
                unit=unit, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except SubstituteRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("%(code)s stands in for %(unit)s.") % {"code": reserve.code, "unit": unit.code}
            )
            return redirect("surveys:unit", reserve.pk)
    ripe = ripeness_of(unit)
    return form_page(
        request,
        form,
        heading=_("Call in a substitute"),
        submit=_("Call it in"),
        trail=_own_trail(unit),
        intro=_("The next reserve in drawn order takes its place. Nobody chooses which.")
        if ripe.is_ripe
        else lacking(ripe),
    )


@door("surveys.assign_unit", get=queries.unit)
def lose(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            lose_unit(unit=unit, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except AttemptRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The unit is given up."))
            return redirect("surveys:unit", unit.pk)
    return form_page(
        request,
        form,
        heading=_("Give the unit up"),
        submit=_("Give it up"),
        trail=_own_trail(unit),
        intro=_("It will not be asked any more, and no substitute takes its place."),
    )


def _page(
    request: SignedInRequest, unit: SampleUnit, *, key: UnitKey | None = None, was_asked: bool = False
) -> HttpResponse:
    visits = request.user.has_perm("surveys.visit_unit", unit)
    if visits and key is None:
        key = UnitKey.objects.filter(unit=unit).first()
    given = queries.assignment_of(unit)
    is_open = unit.state in (UnitState.OPEN, UnitState.ASSIGNED) and not unit.is_reserve
    may_assign = request.user.has_perm("surveys.assign_unit", unit)
    may_invite = request.user.has_perm("surveys.invite")
    today = timezone.localdate()
    links = links_of(unit, today) if may_invite else []
    is_asking = unit.wave.state == WaveState.OPEN
    ripe = ripeness_of(unit)
    content = {
        "unit": unit,
        "wave_is": "" if is_asking else _wave_is(unit.wave),
        "trail": [*trail_of(unit)[:-1], (unit.code, "")] if may_assign else [],
        "facts": [
            (_("State"), _("reserve") if unit.is_reserve else unit.get_state_display()),
            (_("Settlement"), f"{unit.settlement.name}, {unit.settlement.county.name}"),
            (_("Stratum"), unit.stratum.label if unit.stratum else "–"),
            *([(_("Institution"), str(unit.organisation))] if unit.organisation else []),
            (_("Interviewer"), given.interviewer.name if given else "–"),
        ],
        "given": given,
        "key": key,
        "may_ask_key": not visits and not was_asked and request.user.has_perm("surveys.view_unit_key", unit),
        "was_asked": was_asked,
        "visits": visits and is_open,
        "may_fill": is_asking,
        "full": full_parts([unit])[unit.pk] if is_open and is_asking else [],
        "fill_url": f"{reverse('filling:home')}?unit={unit.pk}",
        "may_assign": may_assign and is_open,
        "may_substitute": is_open and is_asking and request.user.has_perm("surveys.substitute_unit", unit),
        "is_ripe": ripe.is_ripe,
        "lacks": "" if ripe.is_ripe else lacking(ripe),
        "links": links,
        "may_make_link": may_invite
        and is_open
        and not is_over(unit.wave, today)
        and units_to_invite(unit.wave, today).filter(pk=unit.pk).exists(),
        "chain": chain_of(unit),
        "history": queries.history_of(unit),
    }
    return render(request, "surveys/unit.html", content)


def _wave_is(wave: Wave) -> str:
    return _("The wave is closed.") if wave.state == WaveState.CLOSED else _("Fieldwork has not begun yet.")


def _own_trail(unit: SampleUnit) -> list[tuple[str, str]]:
    """Leads back to the unit alone: who visits it need not be able to open the wave."""
    return trail_of(unit)[-1:]
