"""A wave: how far it is, its days and rules, its opening and closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.numbers import number

from ..actions import studies as actions
from ..actions.studies import StudyRefused
from ..forms.fields import show_refusal
from ..forms.studies import CloseWaveForm, WaveForm
from ..models import Wave
from ..queries import studies as queries
from ..queries.progress import Tally, progress_of
from ..queries.reach import counties_of
from .pages import form_page, trail_of, ways_of

SHOWN_SETTLEMENTS = 60


@door("surveys.view_fieldwork", get=queries.wave)
def wave(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """How far fieldwork is: of the whole wave, or of the counties one leads."""
    today = timezone.localdate()
    progress = progress_of(wave, today, counties=counties_of(request.user, today))
    county = request.GET.get("county", "")
    chosen = [one for one in progress.settlements if one.county == county]
    placeless = [progress.placeless] if progress.placeless else []
    content = {
        "wave": wave,
        "study": wave.study,
        "trail": trail_of(wave.study, (wave.title, "")),
        "ways": ways_of(request, wave, "surveys:wave"),
        "facts": _facts(wave),
        "progress": progress,
        "rates": progress.whole.rates,
        "series": _running(progress.days),
        "county": next((one for one in progress.counties if one.code == county), None),
        "settlements": chosen if county else [*progress.settlements[:SHOWN_SETTLEMENTS], *placeless],
        "counties": [*progress.counties, *placeless],
        "left_out": 0 if county else max(len(progress.settlements) - SHOWN_SETTLEMENTS, 0),
        "shapes": _shapes(request, progress.counties, progress.settlements),
        "today": today,
        "is_late": bool(progress.projected_on and progress.projected_on > wave.ends_on),
        "may_run": request.user.has_perm("surveys.run_fieldwork"),
        "responses_url": _if_open(request, "surveys.view_responses", "surveys:responses", wave),
        "units_url": _if_open(request, "surveys.assign", "surveys:units", wave),
    }
    return render(request, "surveys/wave.html", content)


def _if_open(request: SignedInRequest, perm: str, name: str, wave: Wave) -> str:
    """Where the rows behind a number are; nothing for who may not open them."""
    return reverse(name, args=[wave.pk]) if request.user.has_perm(perm) else ""


@door("surveys.design", get=queries.wave)
def revise_wave(request: SignedInRequest, wave: Wave) -> HttpResponse:
    form = WaveForm(request.POST or None, initial=WaveForm.of(wave))
    if form.is_valid():
        try:
            actions.revise_wave(wave=wave, draft=form.draft(), by=request.user, at=timezone.now())
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The wave is saved."))
            return redirect("surveys:wave", wave.pk)
    return form_page(request, form, heading=_("Change the wave"), submit=_("Save"), trail=trail_of(wave))


@door("surveys.run_fieldwork", get=queries.wave)
@require_POST
def open_wave(request: SignedInRequest, wave: Wave) -> HttpResponse:
    try:
        actions.open_wave(wave=wave, by=request.user, at=timezone.now())
    except StudyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The wave is open: interviewers can begin."))
    return redirect("surveys:wave", wave.pk)


@door("surveys.run_fieldwork", get=queries.wave)
def close_wave(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Closing says first what is still open."""
    form = CloseWaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.close_wave(wave=wave, by=request.user, at=timezone.now(), **form.cleaned_data)
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The wave is closed."))
            return redirect("surveys:wave", wave.pk)
    left = queries.still_open(wave)
    lines = [
        (_("Units in an interviewer's hands"), left.assigned),
        (_("Units nobody has"), left.unassigned),
        (_("Questionnaires to be looked at"), left.unread),
        (_("Questionnaires sent back"), left.returned),
        (_("Quality flags without an answer"), left.flags),
        (_("Re-contacts not made"), left.recontacts),
    ]
    intro = _("Nothing is open in this wave.") if not left.anything else _("This is still open in the wave:")
    return form_page(
        request,
        form,
        heading=_("Close the wave"),
        submit=_("Close it"),
        trail=trail_of(wave),
        intro=intro,
        lines=[(words, number(count)) for words, count in lines if count],
    )


def _facts(wave: Wave) -> list[tuple[str, str]]:
    return [
        (_("State"), wave.get_state_display()),
        (_("Days"), f"{in_words(wave.starts_on)} – {in_words(wave.ends_on)}"),
        (
            _("A substitute may be called in"),
            _("after %(attempts)s attempts on %(days)s different days, or a final result")
            % {"attempts": wave.attempts_needed, "days": wave.days_needed},
        ),
        (_("Asked again"), f"{wave.recontact_percent}%"),
    ]


def _running(days: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    total, running = 0, []
    for day, count in days:
        total += count
        running.append((day, total))
    return running


def _on_the_map(one: Tally) -> str:
    words = (
        _("%(accepted)s accepted, %(came)s received, %(target)s wanted")
        if one.target
        else _("%(accepted)s accepted, %(came)s received")
    )
    return words % {
        "accepted": number(one.accepted),
        "came": number(one.came),
        "target": number(one.target),
    }


def _shapes(
    request: HttpRequest, counties: list[Tally], settlements: list[Tally]
) -> dict[str, dict[str, Any]]:
    """What the map says of each county and settlement; a county leads to its settlements."""
    return {
        one.code: {
            "value": one.came,
            "label": _on_the_map(one),
            "active": bool(one.units or one.came),
            "href": f"{request.path}?county={one.county or one.code}#settlements",
        }
        for one in (*counties, *settlements)
    }
