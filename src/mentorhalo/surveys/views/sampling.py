"""The sample of a wave: what it is made of, drawing it, its targets."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.models import AuditLine
from mentorhalo.core.numbers import number

from ..actions import sampling as actions
from ..actions.sampling import SampleRefused
from ..choices import StudyKind, WaveState
from ..forms.fields import show_refusal
from ..forms.sampling import DrawInstitutionsForm, DrawSettlementsForm, QuotaForm, ReservesForm, StratumForm
from ..models import Stratum, Wave
from ..queries import samples, studies, units
from ..queries.frames import SettlementDraw, plan_institutions, plan_settlements
from ..queries.parts import by_name
from .pages import ask_first, form_page, trail_of, ways_of

A_PAGE = 100


DRAWN = ("draw_settlements", "draw_institutions", "draw_reserves")  # by a seed; what is brought in has none


@door("surveys.view_fieldwork", get=studies.wave)
def sample(request: SignedInRequest, wave: Wave) -> HttpResponse:
    found = samples.sample_of(wave)
    draws = list(samples.draws_of(wave)[:20])
    may_run = request.user.has_perm("surveys.run_fieldwork") and wave.state != WaveState.CLOSED
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Sample"), "")),
        "ways": ways_of(request, wave, "surveys:sample"),
        "sample": found,
        "has_sample": bool(found.units or found.reserves),
        "strata": samples.strata_of(wave),
        "page": Paginator(samples.quotas_of(wave), A_PAGE).get_page(request.GET.get("page")),
        "draws": [_told(line) for line in draws],
        "is_drawn": any(line.deed in DRAWN for line in draws),
        "asks_institutions": wave.study.kind == StudyKind.INSTITUTION,
        "may_run": may_run,
        "import_url": reverse("surveys:import_sample", query={"wave": wave.pk}),
    }
    return render(request, "surveys/sample.html", content)


@door("surveys.run_fieldwork", get=studies.wave)
def draw_sample(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """First what the draw would give, then the draw: the same seed gives the same."""
    of_institutions = wave.study.kind == StudyKind.INSTITUTION
    form_class = DrawInstitutionsForm if of_institutions else DrawSettlementsForm
    form = form_class(request.POST or None, programme=wave.study.programme)
    plan = None
    if form.is_valid():
        draw = form.draw()
        if "write" in request.POST:
            try:
                written = actions.draw_sample(wave=wave, draw=draw, by=request.user, at=timezone.now())
            except SampleRefused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _drawn(written.unit_count))
                return redirect("surveys:sample", wave.pk)
        plan = plan_settlements(draw) if isinstance(draw, SettlementDraw) else plan_institutions(draw)
    content = {
        "wave": wave,
        "form": form,
        "plan": plan,
        "strata": by_name(plan.strata) if plan else [],
        "asked": form.cleaned_data["responses"] if plan else None,
        "minimum": form.cleaned_data["minimum"] if plan else 0,
        "trail": trail_of(wave, (_("Draw the sample"), "")),
        "of_institutions": of_institutions,
    }
    return render(request, "surveys/draw_sample.html", content)


@door("surveys.run_fieldwork", get=studies.wave)
def discard_sample(request: SignedInRequest, wave: Wave) -> HttpResponse:
    count = samples.sample_of(wave)
    words = ngettext(
        "%(count)s unit, its stratum and its quota are deleted. This cannot be undone.",
        "%(count)s units, their strata and quotas are deleted. This cannot be undone.",
        count.units + count.reserves,
    )
    asked = ask_first(
        request,
        heading=_("Throw the sample away?"),
        submit=_("Throw it away"),
        trail=trail_of(wave, (_("Sample"), reverse("surveys:sample", args=[wave.pk]))),
        intro=words % {"count": number(count.units + count.reserves)},
    )
    if asked is not None:
        return asked
    try:
        actions.discard_sample(wave=wave, by=request.user, at=timezone.now())
    except SampleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The sample is thrown away: draw or bring in another."))
    return redirect("surveys:sample", wave.pk)


@door("surveys.run_fieldwork", get=units.stratum)
def revise_stratum(request: SignedInRequest, stratum: Stratum) -> HttpResponse:
    form = StratumForm(request.POST or None, initial=StratumForm.of(stratum))
    if form.is_valid():
        actions.revise_stratum(stratum=stratum, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The stratum is saved."))
        return redirect("surveys:sample", stratum.wave_id)
    heading = _("Change the stratum")
    return form_page(
        request, form, heading=heading, submit=_("Save"), trail=trail_of(stratum.wave), intro=stratum.code
    )


@door("surveys.run_fieldwork", get=units.stratum)
def draw_reserves(request: SignedInRequest, stratum: Stratum) -> HttpResponse:
    form = ReservesForm(request.POST or None)
    if form.is_valid():
        try:
            count = actions.draw_reserves(
                stratum=stratum, count=form.cleaned_data["count"], by=request.user, at=timezone.now()
            )
        except SampleRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _drawn(count))
            return redirect("surveys:sample", stratum.wave_id)
    return form_page(
        request,
        form,
        heading=_("Draw further reserves"),
        submit=_("Draw"),
        trail=trail_of(stratum.wave),
        intro=stratum.label,
    )


@door("surveys.run_fieldwork", get=studies.wave)
def set_quota(request: SignedInRequest, wave: Wave) -> HttpResponse:
    form = QuotaForm(request.POST or None)
    if form.is_valid():
        try:
            actions.set_quota(wave=wave, by=request.user, at=timezone.now(), **form.cleaned_data)
        except SampleRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The quota is set."))
            return redirect("surveys:sample", wave.pk)
    return form_page(
        request, form, heading=_("Quota of a settlement"), submit=_("Set it"), trail=trail_of(wave)
    )


def _drawn(count: int) -> str:
    words = ngettext("%(count)s unit was drawn.", "%(count)s units were drawn.", count)
    return words % {"count": count}


def _told(line: AuditLine) -> dict[str, Any]:
    """A line of the log of draws, for the timeline."""
    words = {
        "draw_settlements": _("Settlements and units were drawn"),
        "draw_institutions": _("Institutions were drawn"),
        "draw_reserves": _("Further reserves were drawn"),
        "bring_units": _("Units were brought in"),
        "discard_sample": _("The sample was thrown away"),
    }
    body = "; ".join(
        f"{label}: {line.details[name]}"
        for name, label in (
            ("units", _("units")),
            ("seed", _("seed")),
            ("responses", _("responses wanted")),
            ("minimum", _("at least in each stratum")),
            ("frame", _("size of the frame")),
            ("frame_sha256", _("hash of the frame")),
        )
        if line.details.get(name) not in (None, "")
    )
    return {"at": line.at, "title": words[line.deed], "body": body, "href": "", "tone": "neutral"}
