"""Giving units to interviewers, taking them back, handing them over."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import assigning as actions
from ..actions.assigning import AssignmentRefused
from ..forms.fields import show_refusal
from ..forms.fieldwork import (
    AssignForm,
    AssignSettlementForm,
    DueForm,
    HandOverForm,
    ReasonForm,
    SuggestedForm,
)
from ..models import FieldAssignment, Interviewer, SampleUnit, Wave
from ..queries import assigning as queries
from ..queries import interviewers, studies, units
from ..queries.reach import counties_of
from .pages import form_page, trail_of, ways_of


def _leaver_and_wave(pk: UUID, wave: UUID) -> tuple[Interviewer, Wave]:
    return interviewers.interviewer(pk), studies.wave(wave)


@door("surveys.assign", get=studies.wave)
def assign(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """What nobody has: a suggestion for all of it, or a settlement to somebody by hand."""
    today = timezone.localdate()
    counties = counties_of(request.user, today)
    places = queries.places_to_assign(wave, counties)
    by_hand = AssignSettlementForm(
        request.POST if "settlement" in request.POST else None,
        wave=wave,
        counties=counties,
        places=[(one.settlement.pk, f"{one.settlement.name} ({one.free})") for one in places],
    )
    suggested = SuggestedForm(request.POST if "digest" in request.POST else None)
    if by_hand.is_valid() and _done(request, by_hand, lambda: _give_settlement(request, wave, by_hand)):
        return redirect("surveys:assign", wave.pk)
    if suggested.is_valid() and _done(
        request, suggested, lambda: _follow_suggestion(request, wave, suggested, counties)
    ):
        return redirect("surveys:assign", wave.pk)
    plan = queries.suggest(wave, today, counties) if places else None
    if plan is not None and not suggested.is_bound:
        suggested = SuggestedForm(initial={"digest": plan.digest, "due_on": wave.ends_on})
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Give units"), "")),
        "ways": ways_of(request, wave, "surveys:assign"),
        "places": places,
        "has_sample": bool(places) or wave.units.exists(),
        "plan": plan,
        "by_hand": by_hand,
        "suggested": suggested,
        "digest": plan.digest if plan else "",
        "enrol_url": reverse("surveys:enrol_interviewer", args=[wave.study_id])
        if request.user.has_perm("surveys.manage_interviewers")
        else "",
    }
    return render(request, "surveys/assign.html", content)


@door("surveys.assign_unit", get=units.unit)
def assign_unit(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    counties = counties_of(request.user, timezone.localdate())
    form = AssignForm(request.POST or None, wave=unit.wave, counties=counties)
    if form.is_valid():
        try:
            actions.assign_units(
                wave=unit.wave, units=[unit.pk], by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except AssignmentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _given(1))
            return redirect("surveys:unit", unit.pk)
    return form_page(
        request,
        form,
        heading=_("Give the unit"),
        submit=_("Give it"),
        trail=trail_of(unit)[-1:],
        intro=f"{unit.code}, {unit.settlement.name}",
    )


@door("surveys.assign_unit", get=units.unit)
def take_back(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    given = _standing(unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.take_back(
            assignments=[given], reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("The unit is taken back: somebody else can be given it."))
        return redirect("surveys:unit", unit.pk)
    return form_page(
        request,
        form,
        heading=_("Take the unit back"),
        submit=_("Take it back"),
        trail=trail_of(unit)[-1:],
        intro=given.interviewer.name,
    )


@door("surveys.assign_unit", get=units.unit)
def move_due_day(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    given = _standing(unit)
    form = DueForm(request.POST or None, initial={"due_on": given.due_on})
    if form.is_valid():
        try:
            actions.move_due_day(
                assignment=given, due_on=form.cleaned_data["due_on"], by=request.user, at=timezone.now()
            )
        except AssignmentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The deadline is moved."))
            return redirect("surveys:unit", unit.pk)
    return form_page(
        request, form, heading=_("Move the deadline"), submit=_("Move it"), trail=trail_of(unit)[-1:]
    )


@door("surveys.run_fieldwork", get=_leaver_and_wave)
def hand_over(request: SignedInRequest, pair: tuple[Interviewer, Wave]) -> HttpResponse:
    """Everything somebody has in hand in a wave goes on with others."""
    leaver, wave = pair
    form = HandOverForm(request.POST or None, wave=wave, leaver=leaver)
    if form.is_valid():
        try:
            count = actions.hand_over(
                leaver=leaver, wave=wave, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except AssignmentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _given(count))
            return redirect("surveys:interviewer", leaver.pk)
    return form_page(
        request,
        form,
        heading=_("Hand over what is in hand"),
        submit=_("Hand over"),
        trail=trail_of(leaver),
        intro=f"{wave.study.title}: {wave.title}",
    )


def _done(request: SignedInRequest, form: forms.Form, give: Callable[[], int]) -> bool:
    """Whether the units were given; what was refused stands in the form."""
    try:
        count = give()
    except AssignmentRefused as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, _given(count))
    return True


def _give_settlement(request: SignedInRequest, wave: Wave, form: AssignSettlementForm) -> int:
    given = actions.assign_settlement(wave=wave, by=request.user, at=timezone.now(), **form.cleaned_data)
    return len(given)


def _follow_suggestion(
    request: SignedInRequest, wave: Wave, form: SuggestedForm, counties: frozenset[str] | None
) -> int:
    return actions.assign_as_suggested(
        wave=wave, counties=counties, by=request.user, at=timezone.now(), **form.cleaned_data
    )


def _standing(unit: SampleUnit) -> FieldAssignment:
    given = units.assignment_of(unit)
    if given is None:
        raise Http404
    return given


def _given(count: int) -> str:
    return ngettext("%(count)s unit was given.", "%(count)s units were given.", count) % {"count": count}
