"""The indicator desk: drafts with a preview, publishing, targets, snapshots, differences, consistency."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.evidence.queries import sees_moments
from mentorhalo.indicators import actions, comparing, consistency, preview, queries
from mentorhalo.indicators.forms import CompareForm, DefinitionForm, SnapshotForm, TargetForm
from mentorhalo.indicators.language import RuleRefused
from mentorhalo.indicators.models import Definition, Indicator, Snapshot, Target
from mentorhalo.indicators.wording import parameter_name, parameter_value
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import programme_of

ROWS_ON_PAGE = 50


def _programme(request: HttpRequest) -> Programme:
    programme = programme_of(request)
    if programme is None:
        raise Http404
    return programme


def _trail(*items: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Figures"), reverse("indicators:figures")), *items]


def _figure_item(indicator: Indicator) -> tuple[str, str]:
    return queries.in_language(indicator, "name"), reverse("indicators:figure", args=[indicator.code])


# --- definitions ---------------------------------------------------------------------------------


@door("indicators.inspect", get=queries.indicator_coded)
def definition(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """The draft of the next version: its form for the office, its text for the auditor."""
    draft = queries.draft_of(indicator)
    may_define = request.user.has_perm("indicators.define", indicator)
    form = DefinitionForm(request.POST or None, definition=draft) if draft else None
    shown = None
    if request.method == "POST":
        if not may_define:
            raise Http404
        if form is not None and draft is not None and form.is_valid():
            if request.POST.get("deed") == "preview":
                shown = _preview(request, indicator, form)
            elif _save(request, draft, form):
                return redirect("indicators:definition", code=indicator.code)
    elif draft is not None:
        shown = preview.preview(draft.indicator, draft.rule, _programme(request))
    content = {
        "indicator": indicator,
        "name": queries.in_language(indicator, "name"),
        "draft": draft,
        "form": form,
        "preview": shown,
        "may_define": may_define,
        "published": queries.published().get(indicator.code),
        "trail": _trail(_figure_item(indicator), (_("Rule"), "")),
    }
    return render(request, "indicators/definition.html", content)


@door("indicators.define", get=queries.indicator_coded)
@require_POST
def preview_definition(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """What the rule as typed would count, shown beside the form while it is typed."""
    draft = queries.draft_of(indicator)
    if draft is None:
        raise Http404
    form = DefinitionForm(request.POST, definition=draft)
    shown = _preview(request, indicator, form) if form.is_valid() or "rule" in form.cleaned_data else None
    content = {"preview": shown, "faults": form.errors if shown is None else {}, "indicator": indicator}
    return render(request, "indicators/definition.html#preview", content)


def _preview(request: HttpRequest, indicator: Indicator, form: DefinitionForm) -> preview.Preview:
    return preview.preview(indicator, form.cleaned_data["rule"], _programme(request))


def _save(request: HttpRequest, draft: Definition, form: DefinitionForm) -> bool:
    said = form.cleaned_data
    try:
        actions.revise_draft(
            definition=draft,
            rule=said["rule"],
            sentence_hu=said["sentence_hu"],
            sentence_en=said["sentence_en"],
            change_note=said["change_note"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except actions.NotADraft:
        messages.error(request, _("This version was published meanwhile; it can no longer be changed."))
        return True
    except (actions.StandsOnItself, queries.UnknownFigure, RuleRefused) as refusal:
        form.add_error("rule", preview.refusal_words(refusal))
        return False
    messages.success(request, _("The draft is saved. It counts nowhere until it is published."))
    return True


@door("indicators.define", get=queries.indicator_coded)
@require_POST
def begin_definition(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    try:
        actions.draft_definition(indicator=indicator, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.DraftExists:
        messages.info(request, _("There is a draft already; this is it."))
    return redirect("indicators:definition", code=indicator.code)


@door("indicators.define", get=queries.indicator_coded)
@require_POST
def publish_definition(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    draft = queries.draft_of(indicator)
    if draft is None:
        messages.error(request, _("There is no draft to publish."))
        return redirect("indicators:figure", code=indicator.code)
    try:
        actions.publish_definition(definition=draft, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.NotADraft:
        messages.info(request, _("This version is published already."))
    except (actions.StandsOnItself, queries.UnknownFigure, RuleRefused) as refusal:
        messages.error(request, preview.refusal_words(refusal))
        return redirect("indicators:definition", code=indicator.code)
    else:
        messages.success(
            request,
            _("Version %(version)s is in force; the one before is kept.") % {"version": draft.version},
        )
    return redirect("indicators:figure", code=indicator.code)


@door("indicators.define", get=queries.indicator_coded)
@require_POST
def discard_definition(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    draft = queries.draft_of(indicator)
    if draft is not None:
        try:
            actions.discard_draft(definition=draft, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except actions.NotADraft:
            messages.error(request, _("This version was published meanwhile; it can no longer be changed."))
        else:
            messages.success(request, _("The draft of the rule is discarded."))
    return redirect("indicators:figure", code=indicator.code)


# --- targets -------------------------------------------------------------------------------------


@door("indicators.inspect", get=queries.indicator_coded)
def targets(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    programme = _programme(request)
    may_promise = request.user.has_perm("indicators.promise", indicator)
    form = TargetForm(request.POST or None, initial={"due_on": programme.ends_on})
    if request.method == "POST" and not may_promise:
        raise Http404
    if form.is_valid():
        actions.set_target(
            programme=programme,
            indicator=indicator,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("The target is set."))
        return redirect("indicators:targets", code=indicator.code)
    content = {
        "indicator": indicator,
        "name": queries.in_language(indicator, "name"),
        "targets": queries.targets_of(programme).get(indicator.code, []),
        "form": form if may_promise else None,
        "trail": _trail(_figure_item(indicator), (_("Targets"), "")),
    }
    return render(request, "indicators/targets.html", content)


@door("indicators.promise", get=lambda pk: Target.objects.select_related("indicator").get(pk=pk))
@require_POST
def withdraw_target(request: HttpRequest, target: Target) -> HttpResponse:
    actions.withdraw_target(target=target, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The target is withdrawn."))
    return redirect("indicators:targets", code=target.indicator.code)


# --- snapshots -----------------------------------------------------------------------------------


@door("indicators.snapshot", get=queries.indicator_coded)
@require_POST
def take_snapshot(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    form = SnapshotForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(words) for faults in form.errors.values() for words in faults))
        return redirect("indicators:figure", code=indicator.code)
    try:
        taken = actions.take_snapshot(
            code=indicator.code,
            programme=_programme(request),
            as_of=form.cleaned_data["as_of"],
            note=form.cleaned_data["note"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except actions.NothingToFreeze:
        messages.error(request, _("The figure has no value on that day."))
        return redirect("indicators:figure", code=indicator.code)
    messages.success(request, _("The figure is frozen with its rows and rule."))
    return redirect("indicators:snapshot", pk=taken.pk)


class _SnapshotDoor:
    """A snapshot is as public as its figure."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.is_public = snapshot.indicator.is_public


def _snapshot(pk: Any) -> _SnapshotDoor:
    return _SnapshotDoor(queries.snapshot_known(pk))


@door("indicators.view", get=_snapshot)
def snapshot(request: HttpRequest, address: _SnapshotDoor) -> HttpResponse:
    """What was frozen, whether it is untouched, and whether counting again gives the same."""
    frozen = address.snapshot
    rows = frozen.rows["counted"]
    page = Paginator(rows, ROWS_ON_PAGE).get_page(request.GET.get("page"))
    names = queries.labels([each["unit"] for each in page.object_list], request, day=frozen.as_of)
    content = {
        "snapshot": frozen,
        "name": queries.in_language(frozen.indicator, "name"),
        "unit": queries.in_language(frozen.indicator, "unit"),
        "sentence": queries.in_language(frozen.definition, "sentence"),
        "check": comparing.check(frozen),
        "page": page,
        "rows": [
            {**each, "label": names[each["unit"]].label, "url": names[each["unit"]].url} for each in page
        ],
        "excluded": len(frozen.rows["excluded"]),
        "digest": [frozen.digest[start : start + 8] for start in range(0, len(frozen.digest), 8)],
        "parameters": [
            (parameter_name(name), parameter_value(value)) for name, value in frozen.parameters.items()
        ],
        "may_inspect": request.user.has_perm("indicators.inspect"),
        "trail": _trail(_figure_item(frozen.indicator), (_("Snapshot"), "")),
    }
    return render(request, "indicators/snapshot.html", content)


@door("indicators.inspect")
def compare(request: HttpRequest) -> HttpResponse:
    """Two runs of a figure: what came, what went, and why."""
    form = CompareForm(request.GET if "first" in request.GET else None)
    found = None
    if form.is_valid():
        found = _difference(request, form)
    rows: list[dict[str, Any]] = []
    if found is not None:
        names = queries.labels(_named(found), request, day=found.second.scope.as_of)
        rows = [
            {
                "change": change,
                "label": names[change.unit].label,
                "url": names[change.unit].url,
                "causes": [comparing.cause_sentence(cause, names) for cause in change.causes],
            }
            for change in found.changes
        ]
    page = Paginator(rows, ROWS_ON_PAGE).get_page(request.GET.get("page"))
    programme = programme_of(request)
    content = {
        "form": form,
        "found": found,
        "name": queries.in_language(found.first.asked.indicator, "name") if found else "",
        "page": page,
        "snapshots": queries.latest_snapshots(programme) if programme else [],
        "trail": _trail((_("Compare two runs"), "")),
    }
    return render(request, "indicators/compare.html", content)


def _difference(request: HttpRequest, form: CompareForm) -> comparing.Difference | None:
    programme = _programme(request)
    runs = []
    for name in ("first", "second"):
        try:
            runs.append(comparing.run_named(form.cleaned_data[name].strip(), programme=programme))
        except (comparing.UnknownRun, queries.UnknownFigure):
            form.add_error(name, _("Neither a snapshot nor a run like mentors@2026-01-31."))
    if len(runs) < 2:
        return None
    try:
        found = comparing.difference(*runs)
    except comparing.NotComparable as refusal:
        form.add_error(None, str(refusal))
        return None
    if not all(sees_moments(change.unit.partition(":")[0], request) for change in found.changes):
        form.add_error(None, _("Only auditors see what was known of this earlier."))
        return None
    return found


def _named(found: comparing.Difference) -> list[str]:
    others = [
        cause.values[key]
        for change in found.changes
        for cause in change.causes
        for key in ("into", "from")
        if key in cause.values
    ]
    return [*(change.unit for change in found.changes), *others]


# --- consistency ---------------------------------------------------------------------------------


@door("indicators.inspect")
def consistent(request: HttpRequest) -> HttpResponse:
    """What must be true between figures, checked for the day."""
    programme = _programme(request)
    day = queries.speaking_day(programme)
    found = consistency.checks(programme, queries.scope_of(programme, as_of=day), queries.published())
    content = {
        "checks": found,
        "failing": sum(each.holds is False for each in found),
        "day": day,
        "trail": _trail((_("Consistency"), "")),
    }
    return render(request, "indicators/consistency.html", content)
