"""The pages of the way in: upload, match the columns, look it over, confirm. A room lists them among its addresses:

    urlpatterns += import_urls("organisations", perm="partners.import")

which gives `import_organisations` (upload), `import_organisations_look` and `import_organisations_errors`.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mentorhalo.core import imports
from mentorhalo.core.doors import door
from mentorhalo.core.import_forms import ColumnsForm, DecisionsForm, FileForm
from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow
from mentorhalo.core.models import TableUpload
from mentorhalo.core.tabular import TableError, error_report, match_columns

SHOWN_ROWS = 50
SHOWN_ERRORS = 200


def import_urls(what: str, *, perm: str, prefix: str = "import/") -> list[URLPattern]:
    """The addresses of one importer; `perm` guards each, and an upload is seen by who brought it alone."""
    name = f"import_{what}"

    @door(perm)
    def upload(request: HttpRequest) -> HttpResponse:
        return _upload(request, what)

    @door(perm)
    def look(request: HttpRequest, pk: UUID) -> HttpResponse:
        return _look(request, _own(request, what, pk))

    @door(perm)
    def errors(request: HttpRequest, pk: UUID) -> HttpResponse:
        return _errors(_own(request, what, pk))

    return [
        path(f"{prefix}{what}/", upload, name=name),
        path(f"{prefix}{what}/<uuid:pk>/", look, name=f"{name}_look"),
        path(f"{prefix}{what}/<uuid:pk>/errors/", errors, name=f"{name}_errors"),
    ]


def _own(request: HttpRequest, what: str, pk: UUID) -> TableUpload:
    upload = TableUpload.objects.filter(pk=pk, what=what, by_id=_person(request)).first()
    if upload is None:
        raise Http404
    return upload


def _person(request: HttpRequest) -> UUID:
    person = request.user.pk
    assert person is not None, "a door that lets in visitors cannot stand before an import"
    return person


def _address(request: HttpRequest, what: str, page: str = "", **kwargs: Any) -> str:
    match = request.resolver_match
    assert match is not None
    return reverse(":".join([*match.namespaces, f"import_{what}{page}"]), kwargs=kwargs)


def _upload(request: HttpRequest, what: str) -> HttpResponse:
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None)
    before = _decided_before(what, request.GET)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = imports.store_upload(what, file, by=request.user, at=timezone.now(), decisions=before)
        except TableError as error:
            form.add_error("file", str(error))
        else:
            return redirect(_address(request, what, "_look", pk=upload.pk))
    waiting = TableUpload.objects.filter(what=what, by_id=_person(request), applied_at=None)[:5]
    return _page(
        request,
        what,
        "upload",
        decisions=before,
        form=form,
        columns=imports.importer_of(what).columns,
        waiting=[(one, _address(request, what, "_look", pk=one.pk)) for one in waiting],
    )


def _decided_before(what: str, given: Mapping[str, str]) -> dict[str, str]:
    """What the page one came from has decided, of the questions the importer lets it decide."""
    keys = getattr(imports.importer_of(what), "decided_before", ())
    return {key: given[key] for key in keys if given.get(key)}


def _decisions_of(upload: TableUpload) -> dict[str, str]:
    decisions: dict[str, str] = upload.options.get("decisions") or {}
    return decisions


def _start(request: HttpRequest, what: str, decisions: Mapping[str, str]) -> str:
    """The page to begin on, as one came to it."""
    query = urlencode(_decided_before(what, decisions))
    return _address(request, what) + (f"?{query}" if query else "")


def _look(request: HttpRequest, upload: TableUpload) -> HttpResponse:
    if upload.applied_at is not None:
        return _result(request, upload)
    step = request.POST.get("step", "")
    if step == "discard":
        imports.discard_uploads([upload])
        messages.info(request, _("The file was thrown away; nothing was written."))
        return redirect(_start(request, upload.what, _decisions_of(upload)))
    with imports.opened(upload) as stream:
        if step == "columns" or "columns" in request.GET:
            return _columns(request, upload, stream)
        if step in ("again", "confirm"):
            return _decide(request, upload, stream)
        return _preview(request, upload, stream)


def _columns(request: HttpRequest, upload: TableUpload, stream: BinaryIO, problem: str = "") -> HttpResponse:
    importer = imports.importer_of(upload.what)
    table = imports.read_for(importer, stream, upload.file_name)
    matching = match_columns(table.header, importer.columns, upload.columns or None)
    posted = request.POST if request.POST.get("step") == "columns" else None
    form = ColumnsForm(importer, table, matching, posted)
    if posted is not None and form.is_valid():
        imports.choose_columns(upload, form.cleaned_data)
        return redirect(request.path)
    return _page(
        request,
        upload.what,
        "columns",
        form=form,
        upload=upload,
        table=table,
        matching=matching,
        problem=problem,
    )


def _preview(
    request: HttpRequest, upload: TableUpload, stream: BinaryIO, *, problem: str = "", data: Any = None
) -> HttpResponse:
    try:
        table, plan = imports.plan_upload(upload, stream)
    except TableError as error:
        return _columns(request, upload, stream, str(error))
    except ImportRefused as error:
        return _page(request, upload.what, "refused", upload=upload, problem=str(error))
    form = _decisions(upload, plan, data)
    return _page(
        request,
        upload.what,
        "preview",
        form=form,
        upload=upload,
        table=table,
        plan=plan,
        problem=problem,
        hints=[note for note in plan.notes if note not in table.notes],
        groups=_groups(upload.what, plan),
        errors=plan.errors[:SHOWN_ERRORS],
        refused=len({error.row for error in plan.errors}),
        more_errors=len(plan.errors) > SHOWN_ERRORS,
        writes=bool(plan.rows),
        errors_url=_address(request, upload.what, "_errors", pk=upload.pk),
    )


def _decide(request: HttpRequest, upload: TableUpload, stream: BinaryIO) -> HttpResponse:
    try:
        _table, plan = imports.plan_upload(upload, stream)
    except (TableError, ImportRefused):
        return _preview(request, upload, stream)
    form = _decisions(upload, plan, request.POST)
    if not form.is_valid():
        return _preview(request, upload, stream, data=request.POST)
    imports.choose_options(
        upload, create_missing=bool(form.cleaned_data.get("create_missing")), decisions=form.decisions()
    )
    if request.POST["step"] == "again":
        return redirect(request.path)
    try:
        imports.apply_upload(
            upload.pk,
            by=request.user,
            at=timezone.now(),
            skip_refused=bool(form.cleaned_data.get("skip_refused")),
        )
    except (TableError, ImportRefused) as error:
        return _preview(request, upload, stream, problem=str(error), data=request.POST)
    return redirect(request.path)


def _decisions(upload: TableUpload, plan: ImportPlan, data: Any = None) -> DecisionsForm:
    importer = imports.importer_of(upload.what)
    return DecisionsForm(
        plan.questions,
        can_create_missing=importer.can_create_missing,
        create_missing=bool(upload.options.get("create_missing")),
        has_refused=bool(plan.errors),
        data=data,
    )


def _result(request: HttpRequest, upload: TableUpload) -> HttpResponse:
    importer = imports.importer_of(upload.what)
    counts = upload.result.get("counts", {})
    facts = [(words, counts[deed]) for deed, words in importer.deeds.items() if counts.get(deed)]
    facts.append((_("unchanged"), upload.result.get("unchanged", 0)))
    if upload.result.get("refused"):
        facts.append((_("left out"), upload.result["refused"]))
    onward = getattr(importer, "onward", None)
    return _page(
        request,
        upload.what,
        "done",
        upload=upload,
        facts=facts,
        onward=onward(_decisions_of(upload)) if onward else None,
    )


def _errors(upload: TableUpload) -> HttpResponse:
    if upload.applied_at is not None:
        raise Http404
    with imports.opened(upload) as stream:
        try:
            table, plan = imports.plan_upload(upload, stream)
        except (TableError, ImportRefused) as error:
            raise Http404 from error
        report = error_report(table, plan.errors)
    return HttpResponse(
        report.content,
        content_type=report.content_type,
        headers={"Content-Disposition": _attachment(report.name)},
    )


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _groups(what: str, plan: ImportPlan) -> list[dict[str, Any]]:
    """The planned rows by deed, the first of each to look at."""
    deeds: dict[str, str | Promise] = dict(imports.importer_of(what).deeds)
    sorted_rows: dict[str, list[PlannedRow]] = {deed: [] for deed in deeds}
    for row in plan.rows:
        sorted_rows.setdefault(row.deed, []).append(row)
    return [
        {
            "words": deeds.get(deed, deed),
            "count": len(rows),
            "rows": rows[:SHOWN_ROWS],
            "more": len(rows) > SHOWN_ROWS,
        }
        for deed, rows in sorted_rows.items()
        if rows
    ]


def _page(
    request: HttpRequest, what: str, state: str, *, decisions: Mapping[str, str] | None = None, **context: Any
) -> HttpResponse:
    importer = imports.importer_of(what)
    if "upload" in context:
        decisions = _decisions_of(context["upload"])
    trail = getattr(importer, "trail", None)
    order = ["upload", "columns", "preview", "done"]
    place = order.index("preview" if state == "refused" else state)
    words = [_("Choose a file"), _("Match the columns"), _("Look it over"), _("Done")]
    steps = [
        {
            "label": label,
            "state": "done" if index < place or state == "done" else "current" if index == place else "todo",
            "href": "",
        }
        for index, label in enumerate(words)
    ]
    common = {
        "importer": importer,
        "state": state,
        "steps": steps,
        "trail": trail(decisions or {}) if trail else [],
        "start_url": _start(request, what, decisions or {}),
    }
    return render(request, "core/import.html", common | context)
