"""Evaluations: both sides beside each other, and each one written by its own side."""

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

from .. import actions
from ..actions import ProcessRefused
from ..choices import Perspective
from ..forms.evaluations import ExternalForm, OpenEvaluationForm, OpenSelfEvaluationForm, OwnForm
from ..models import Evaluation, Process
from ..queries import evaluations as queries
from ..queries.phases import process_named
from ..queries.plans import plan_of
from .parts import Trail, form_page, show_refusal, trail_of


@door("processes.view", get=process_named)
def evaluations(request: SignedInRequest, process: Process) -> HttpResponse:
    """`?external=` and `?own=` choose which closed ones stand beside each other; the latest by themselves."""
    may = request.user.has_perm
    known = queries.evaluations_of(process)
    external = [one for one in known if not one.is_own and not one.is_open]
    own = [one for one in known if one.is_own and not one.is_open]
    theirs, ours = _chosen(request, "external", external), _chosen(request, "own", own)
    before = external[external.index(theirs) + 1 :][:1] if theirs else []
    standings = queries.standings(process)
    content = {
        "process": process,
        "external": external,
        "own": own,
        "theirs": theirs,
        "ours": ours,
        "before": before[0] if before else None,
        "pairs": queries.beside_each_other(theirs, ours, before[0] if before else None),
        "writing": [one for one in known if one.is_open and may("processes.write_evaluation", one)],
        "standings": standings,
        "opens": all(one.holds for one in standings),
        "sees_network": may("mentoring.view"),
        "may_evaluate": may("processes.steer", process),
        "may_self_evaluate": may("processes.self_evaluate", process),
        "may_set_words": may("processes.set_words"),
        "leap": _leap(ours) if ours else [],
        "trail": trail_of(process, (_("Evaluations"), "")),
    }
    return render(request, "processes/evaluations/side_by_side.html", content)


@door("processes.steer", get=process_named)
def open_evaluation(request: SignedInRequest, process: Process) -> HttpResponse:
    has_picture = process.evaluations.filter(perspective=Perspective.PICTURE).exists()
    kinds = [Perspective.YEARLY] if has_picture else [Perspective.PICTURE]
    form = OpenEvaluationForm(
        request.POST or None,
        kinds=kinds,
        initial={"held_on": timezone.localdate(), "perspective": kinds[0].value},
    )
    return form_page(
        request,
        form,
        lambda said: actions.open_evaluation(
            process=process,
            perspective=Perspective(said["perspective"]),
            held_on=said["held_on"],
            by=request.user,
            at=timezone.now(),
        ),
        heading=_("New evaluation from outside"),
        submit=_("Begin writing"),
        done=_("It is open: write it, then close it."),
        back=_page(process),
        trail=_trail(process),
        intro=_(
            "The situation picture comes at the start, the yearly evaluation looks at the same things again."
        ),
    )


@door("processes.self_evaluate", get=process_named)
def open_self_evaluation(request: SignedInRequest, process: Process) -> HttpResponse:
    missing = [one.words for one in queries.standings(process) if not one.holds]
    return form_page(
        request,
        OpenSelfEvaluationForm(request.POST or None, initial={"held_on": timezone.localdate()}),
        lambda said: actions.open_self_evaluation(
            process=process, **said, by=request.user, at=timezone.now()
        ),
        heading=_("New self-evaluation"),
        submit=_("Begin writing"),
        done=_("It is open: write it together, then close it."),
        back=_page(process),
        trail=_trail(process),
        intro=_("Still missing: %(missing)s") % {"missing": " ".join(missing)} if missing else "",
    )


@door("processes.view_evaluation", get=queries.evaluation_named)
def evaluation(request: SignedInRequest, evaluation: Evaluation) -> HttpResponse:
    content = {
        "evaluation": evaluation,
        "process": evaluation.process,
        "marks": queries.marks_of(evaluation),
        "leap": _leap(evaluation),
        "may_write": evaluation.is_open and request.user.has_perm("processes.write_evaluation", evaluation),
        "sees_network": request.user.has_perm("mentoring.view"),
        "trail": [*_trail(evaluation.process), (evaluation.get_perspective_display(), "")],
    }
    return render(request, "processes/evaluations/evaluation.html", content)


@door("processes.write_evaluation", get=queries.evaluation_named)
def write_evaluation(request: SignedInRequest, evaluation: Evaluation) -> HttpResponse:
    """Each side has its own form; the dimensions alone are common."""
    kind = OwnForm if evaluation.is_own else ExternalForm
    initial = {name: getattr(evaluation, name) for name in ("held_on", "participants", *kind.WORDS)}
    marks = queries.marks_of(evaluation)
    form = kind(
        request.POST or None,
        dimensions=queries.dimensions_for(evaluation),
        entries=queries.entries_to_point_at(evaluation),
        items=plan_of(evaluation.process),
        initial={**initial, "seen": queries.stamp_of(evaluation), **kind.told(marks)},
    )
    page = reverse("processes:evaluation", args=[evaluation.pk])
    if form.is_valid():
        try:
            _write(request, evaluation, form)
        except ProcessRefused as refusal:
            show_refusal(form, refusal)
            if refusal.field == "seen":
                form.data = request.POST.copy()
                form.data["seen"] = queries.stamp_of(queries.evaluation_named(evaluation.pk))
        else:
            messages.success(request, _("It is kept. Close it when it is whole."))
            return redirect(page)
    content = {
        "evaluation": evaluation,
        "form": form,
        "before": [form[name] for name in ("held_on", "participants") if name in form.fields],
        "words": [form[name] for name in kind.WORDS],
        "back": page,
        "trail": [
            *_trail(evaluation.process),
            (evaluation.get_perspective_display(), page),
            (_("Write"), ""),
        ],
    }
    return render(request, "processes/evaluations/write.html", content)


@door("processes.write_evaluation", get=queries.evaluation_named)
@require_POST
def close_evaluation(request: SignedInRequest, evaluation: Evaluation) -> HttpResponse:
    try:
        actions.close_evaluation(evaluation=evaluation, by=request.user, at=timezone.now())
    except ProcessRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("processes:evaluation", pk=evaluation.pk)
    messages.success(request, _("It is closed and stands beside the other side's."))
    return redirect(_page(evaluation.process))


def _write(request: SignedInRequest, evaluation: Evaluation, form: ExternalForm | OwnForm) -> None:
    data = form.cleaned_data
    actions.write_evaluation(
        evaluation=evaluation,
        held_on=data["held_on"],
        participants=data.get("participants"),
        said={name: data[name] for name in form.WORDS},
        marks=form.marks(),
        seen=data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _chosen(request: HttpRequest, name: str, offered: list[Evaluation]) -> Evaluation | None:
    asked = request.GET.get(name, "")
    return next((one for one in offered if str(one.pk) == asked), offered[0] if offered else None)


def _leap(evaluation: Evaluation) -> list[tuple[Any, str]]:
    """The steps by their names, for a self-evaluation."""
    if not evaluation.is_own:
        return []
    label = Evaluation._meta.get_field
    return [(label(name).verbose_name, getattr(evaluation, name)) for name in Evaluation.LEAP]  # type: ignore[union-attr]


def _page(process: Process) -> str:
    return reverse("processes:evaluations", args=[process.pk])


def _trail(process: Process) -> Trail:
    return trail_of(process, (_("Evaluations"), _page(process)))
