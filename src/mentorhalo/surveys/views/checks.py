"""The rules of a study, runs of the checks, and what they say of questions and interviewers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.work import later
from mentorhalo.core.work.actions import JobMovedOn, stop
from mentorhalo.core.work.queries import unfinished

from ..actions.quality import RuleRefused, set_rule
from ..explaining import explained, title_of
from ..forms.fields import show_refusal
from ..forms.quality import RuleForm
from ..models import Study, Wave
from ..quality.definitions import RULES
from ..queries import checks as queries
from ..queries import flags, studies
from ..queries.checks import AtWork
from ..queries.reach import counties_of
from ..queries.recontacts import recontacts_of
from ..queries.review import interviewers_of
from ..tasks import check_wave
from .pages import trail_of, ways_of


@door("surveys.check", get=studies.wave)
def checks(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Every rule with what it found; while a run is under way the page says how far it is."""
    run = flags.last_run(wave)
    content = {
        "wave": wave,
        "here": request.path,
        "trail": trail_of(wave, (_("Checks"), "")),
        "ways": ways_of(request, wave, "surveys:checks"),
        "run": run,
        "job": unfinished(check_wave, wave_id=str(wave.pk)),
        "rows": queries.rule_rows(wave.study, flags.counted_by_rule(flags.flags_of(wave, None)), run),
        "effects": queries.effect_rows(run, flags.labels_in(wave)),
    }
    return render(request, "surveys/checks.html#progress" if request.htmx else "surveys/checks.html", content)


@door("surveys.check", get=studies.wave)
@require_POST
def run_checks(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Check now, in the background; one run of a wave at a time."""
    if unfinished(check_wave, wave_id=str(wave.pk)) is None:
        later(check_wave, wave_id=str(wave.pk))
    messages.success(request, _("The interviews are being checked."))
    return redirect("surveys:checks", wave.pk)


@door("surveys.check", get=studies.wave)
@require_POST
def stop_checks(request: SignedInRequest, wave: Wave) -> HttpResponse:
    job = unfinished(check_wave, wave_id=str(wave.pk))
    try:
        if job is not None:
            stop(task_id=job.id, by=request.user, at=timezone.now())
    except JobMovedOn as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("The run is stopped; what the last whole one found stands."))
    return redirect("surveys:checks", wave.pk)


@door("surveys.check", get=studies.study)
def quality_rule(request: SignedInRequest, study: Study) -> HttpResponse:
    """Turn a rule (`?rule=`) on or off for the study, and choose its parameters."""
    rule = RULES.get(request.GET.get("rule", ""))
    if rule is None:
        raise Http404
    wave = study.waves.order_by("-number").first()
    back = reverse("surveys:checks", args=[wave.pk]) if wave else reverse("surveys:study", args=[study.pk])
    form = RuleForm(
        request.POST or None, rule=rule, chosen=study.quality_rules.filter(code=rule.code).first()
    )
    if form.is_valid():
        try:
            set_rule(
                study=study,
                code=rule.code,
                is_on=form.cleaned_data["is_on"],
                parameters=form.parameters(),
                by=request.user,
                at=timezone.now(),
            )
        except RuleRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The rule is saved; the next run goes by it."))
            return redirect(back)
    content = {
        "form": form,
        "heading": title_of(rule.code),
        "back": back,
        "trail": trail_of(study, (_("Checks"), back), (title_of(rule.code), "")),
        "example": queries.example_of(rule),
    }
    return render(request, "surveys/quality_rule.html", content)


@door("surveys.review", get=studies.wave)
def work(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Each interviewer's figures beside the others'."""
    run = flags.last_run(wave)
    people = interviewers_of(wave, counties_of(request.user, timezone.localdate()))
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Interviewers compared"), "")),
        "ways": ways_of(request, wave, "surveys:work"),
        "run": run,
        "rows": queries.work_rows(run, people),
        "whole": queries.figures_of_all(run),
        "effects": queries.effect_rows(run, flags.labels_in(wave))[:10],
    }
    return render(request, "surveys/work.html", content)


@door("surveys.review", get=queries.at_work)
def work_of(request: SignedInRequest, at_work: AtWork) -> HttpResponse:
    """One interviewer: their figures beside the others', their flags, who was asked again."""
    wave, interviewer = at_work.wave, at_work.interviewer
    counties = counties_of(request.user, timezone.localdate())
    if not interviewers_of(wave, counties).filter(pk=interviewer.pk).exists():
        raise Http404
    run, labels = flags.last_run(wave), flags.labels_in(wave)
    rows = queries.work_rows(run, [interviewer])
    found = flags.flags_of(wave, counties).filter(interviewer=interviewer).order_by("rule__code", "pk")
    content = {
        "wave": wave,
        "interviewer": interviewer,
        "trail": trail_of(
            wave,
            (_("Interviewers compared"), reverse("surveys:work", args=[wave.pk])),
            (interviewer.name, ""),
        ),
        "run": run,
        "figures": queries.beside_the_others(rows[0], queries.figures_of_all(run)) if rows else [],
        "flags": explained(found, labels),
        "counted": queries.counted_of(interviewer, flags.flags_of(wave, counties)),
        "recontacts": recontacts_of(wave, counties).filter(response__interviewer=interviewer),
    }
    return render(request, "surveys/work_of.html", content)
