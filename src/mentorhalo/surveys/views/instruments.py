"""Questionnaires: upload a workbook, read a version, publish it, compare it with another."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import moment

from ..actions import instruments as actions
from ..actions.instruments import InstrumentRefused
from ..choices import VersionState
from ..forms.fields import show_refusal
from ..forms.instruments import FileForm, KeysForm, WorkbookForm
from ..models import Instrument, InstrumentVersion, Study
from ..queries import instruments as queries
from ..queries.studies import study as study_of
from ..wording import CHANGES, EFFECTS, KINDS, told
from ..xforms import WorkbookRefused, compare, is_comparable
from .pages import Crumb, ask_first, form_page, trail_of

TONES = {
    VersionState.DRAFT: "neutral",
    VersionState.PUBLISHED: "main",
    VersionState.FROZEN: "main",
    VersionState.RETIRED: "attention",
}


def trail_to(instrument: Instrument, *further: Crumb) -> list[Crumb]:
    address = reverse("surveys:instrument", args=[instrument.pk])
    return trail_of(instrument.study, (instrument.title, address), *further)


def trail_to_version(version: InstrumentVersion, *further: Crumb) -> list[Crumb]:
    address = reverse("surveys:version", args=[version.pk])
    return trail_to(version.instrument, (version.version, address), *further)


@door("surveys.design", get=study_of)
def upload_workbook(request: SignedInRequest, study: Study) -> HttpResponse:
    form = WorkbookForm(request.POST or None, request.FILES or None)
    problems: list[dict[str, object]] = []
    if form.is_valid():
        try:
            draft = actions.add_draft(
                study=study, upload=form.cleaned_data["workbook"], by=request.user, at=timezone.now()
            )
        except WorkbookRefused as refused:
            problems = [told(one.to_dict()) for one in refused.problems]
            form.add_error("workbook", _("The workbook cannot be used yet: see what to mend below."))
        except InstrumentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The draft is ready: look at it, then publish it."))
            return redirect("surveys:version", draft.pk)
    content = {
        "form": form,
        "study": study,
        "problems": problems,
        "trail": trail_of(study, (_("Upload a questionnaire"), "")),
    }
    return render(request, "surveys/upload_workbook.html", content)


@door("surveys.view", get=queries.instrument)
def instrument(request: SignedInRequest, instrument: Instrument) -> HttpResponse:
    versions = list(queries.versions_of(instrument))
    content = {
        "instrument": instrument,
        "trail": trail_of(instrument.study, (instrument.title, "")),
        "versions": versions,
        "pairs": list(zip(versions[1:], versions, strict=False)),
        "tones": TONES,
        "may_design": request.user.has_perm("surveys.design"),
    }
    return render(request, "surveys/instrument.html", content)


@door("surveys.view", get=queries.version)
def version(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    form = queries.form_of_version(version)
    missing = actions.files_missing(version)
    may_design, is_draft = request.user.has_perm("surveys.design"), version.state == VersionState.DRAFT
    content = {
        "version": version,
        "instrument": version.instrument,
        "trail": trail_to(version.instrument, (version.version, "")),
        "tone": TONES[VersionState(version.state)],
        "lines": queries.outline(form),
        "kinds": KINDS,
        "files": version.files.all(),
        "missing": sorted(missing),
        "warnings": [told(one) for one in version.warnings],
        "facts": _facts(version),
        "file_form": FileForm(),
        "may_design": may_design,
        "is_draft": is_draft,
        "may_try": may_design and is_draft,
        "has_trial": version.test_token_hash != "",
        "may_preview": request.user.has_perm("surveys.preview"),
    }
    return render(request, "surveys/version.html", content)


def _facts(version: InstrumentVersion) -> list[tuple[str, str]]:
    form = queries.form_of_version(version)
    facts = [
        (_("Form id"), version.instrument.form_id),
        (_("Version"), version.version),
        (_("Languages"), ", ".join(name for name in form.languages if name) or "–"),
        (_("Uploaded"), moment(version.created_at)),
    ]
    for words, at in (
        (_("Published"), version.published_at),
        (_("First answers"), version.frozen_at),
        (_("Retired"), version.retired_at),
    ):
        if at:
            facts.append((words, moment(at)))
    facts += [
        (_("Kept apart as identities"), ", ".join(version.identity_keys) or "–"),
        (_("Names the sample unit"), version.unit_key or "–"),
        (_("Names the settlement"), version.settlement_key or "–"),
        (_("Fingerprint of what is asked"), version.content_sha256),
    ]
    return facts


@door("surveys.design", get=queries.version)
def attach_file(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            file = actions.attach_file(
                version=version, upload=form.cleaned_data["file"], by=request.user, at=timezone.now()
            )
        except InstrumentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("“%(name)s” is attached.") % {"name": file.name})
            return redirect("surveys:version", version.pk)
    heading = _("Attach a file")
    return form_page(request, form, heading=heading, submit=_("Attach"), trail=trail_to_version(version))


@door("surveys.design", get=queries.version)
def mark_keys(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    form = KeysForm(request.POST or None, version=version, initial=KeysForm.of(version))
    if form.is_valid():
        try:
            actions.mark_keys(version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
        except InstrumentRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is marked which answers are kept apart."))
            return redirect("surveys:version", version.pk)
    heading = _("Identities and links")
    return form_page(request, form, heading=heading, submit=_("Save"), trail=trail_to_version(version))


@door("surveys.design", get=queries.version)
@require_POST
def publish_version(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    try:
        actions.publish_version(version=version, by=request.user, at=timezone.now())
    except InstrumentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The version is published: interviewers get it from now on."))
    return redirect("surveys:version", version.pk)


@door("surveys.design", get=queries.version)
def retire_version(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    asked = ask_first(
        request,
        heading=_("Retire the version?"),
        submit=_("Retire"),
        trail=trail_to_version(version),
        intro=_(
            "Interviewers get it no more, and what was begun with it and is not sent yet will be refused. "
            "This cannot be undone."
        ),
    )
    if asked is not None:
        return asked
    try:
        actions.retire_version(version=version, by=request.user, at=timezone.now())
    except InstrumentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The version is retired and takes no more answers."))
    return redirect("surveys:version", version.pk)


@door("surveys.design", get=queries.version)
def discard_draft(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    asked = ask_first(
        request,
        heading=_("Discard the draft?"),
        submit=_("Discard the draft"),
        trail=trail_to_version(version),
        intro=_("The draft is deleted with its files. This cannot be undone."),
    )
    if asked is not None:
        return asked
    study = version.instrument.study_id
    try:
        actions.discard_draft(version=version, by=request.user, at=timezone.now())
    except InstrumentRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys:version", version.pk)
    messages.success(request, _("The draft is discarded."))
    return redirect("surveys:study", study)


@door("surveys.view", get=queries.version)
def workbook(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """The workbook as it was uploaded."""
    if not version.workbook:
        raise Http404
    with version.workbook.open() as kept:
        return _download(kept.read(), version.workbook_name, "application/octet-stream")


@door("surveys.view", get=queries.version)
def xform(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    name = f"{version.instrument.form_id}-{version.version}.xml"
    return _download(bytes(version.xform), name, "text/xml; charset=utf-8")


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def two_versions(pk: UUID, other: UUID) -> tuple[InstrumentVersion, InstrumentVersion]:
    """The later one and the one before it, of one questionnaire."""
    later, earlier = queries.version(pk), queries.version(other)
    if later.instrument_id != earlier.instrument_id:
        raise ObjectDoesNotExist
    return later, earlier


@door("surveys.view", get=two_versions)
def compare_versions(
    request: SignedInRequest, both: tuple[InstrumentVersion, InstrumentVersion]
) -> HttpResponse:
    later, earlier = both
    changes = compare(queries.form_of_version(earlier), queries.form_of_version(later))
    content = {
        "later": later,
        "earlier": earlier,
        "changes": [(one, CHANGES.get(one.kind, one.kind), *EFFECTS[one.effect]) for one in changes],
        "is_comparable": is_comparable(changes),
        "trail": trail_to_version(later, (_("What changed"), "")),
    }
    return render(request, "surveys/compare_versions.html", content)
