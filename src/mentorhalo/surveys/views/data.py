"""Data of a questionnaire: choose, see what you get, take it; the codebook; keys for programs."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import file_size, number
from mentorhalo.core.numbers import moment as in_words

from ..actions import data_keys as key_actions
from ..actions import exporting as actions
from ..actions.data_keys import DataKeyRefused
from ..actions.exporting import OrderRefused
from ..choices import ExportState
from ..exporting.scripts import SCRIPTS
from ..exporting.sentences import remarks_in_words, withheld_in_words
from ..exporting.writing import FORMATS
from ..forms.data import DataKeyForm, OrderForm
from ..forms.fields import show_refusal
from ..models import DataKey, Export, Instrument, Study
from ..queries import data as queries
from ..queries import studies
from ..queries.exports import editions_of
from .pages import ask_first, form_page, trail_of


def addresses_of(instruments: Iterable[Instrument]) -> list[tuple[str, str, str]]:
    """Title, and the addresses at which programs read its data: OData, JSON."""
    return [
        (
            one.title,
            f"{settings.SITE_URL}{reverse('odata:service', args=[one.pk])}",
            f"{settings.SITE_URL}{reverse('data_api:responses', args=[one.pk])}",
        )
        for one in instruments
    ]


def _asked(request: SignedInRequest) -> QueryDict:
    """What is ticked in the form that was sent; without one, what the address says."""
    asked = (request.POST if "format" in request.POST else request.GET).copy()
    asked.pop("csrfmiddlewaretoken", None)
    return asked


def _order_form(request: SignedInRequest, instrument: Instrument) -> OrderForm:
    return OrderForm(
        _asked(request),
        editions=editions_of(instrument),
        waves=list(instrument.study.waves.all()),
        may_see_keys=request.user.has_perm("surveys.view_keys", instrument.study),
    )


@door("surveys.export", get=studies.study)
def study_data(request: SignedInRequest, study: Study) -> HttpResponse:
    instruments = list(queries.instruments_of(study))
    content = {
        "study": study,
        "trail": trail_of(study, (_("Data"), "")),
        "instruments": instruments,
        "keys": queries.data_keys_of(study),
        "addresses": addresses_of(instruments),
        "today": timezone.localdate(),
    }
    return render(request, "surveys/study_data.html", content)


@door("surveys.export", get=queries.instrument)
def data(request: SignedInRequest, instrument: Instrument) -> HttpResponse:
    editions = editions_of(instrument)
    form = _order_form(request, instrument) if editions else None
    preview = None
    if form is not None and form.is_valid():
        order = form.order()
        chosen = [edition for edition in editions if not order.versions or str(edition.id) in order.versions]
        preview = queries.preview(instrument, chosen, order)
    content = {
        "instrument": instrument,
        "trail": trail_of(
            instrument.study, (_("Data"), _data_address(instrument.study)), (instrument.title, "")
        ),
        "form": form,
        "preview": preview,
        "remarks": remarks_in_words(preview.layout) if preview else [],
        "withheld": withheld_in_words(preview.layout) if preview else [],
        "exports": queries.exports_of(instrument, request.user),
        "scripts": SCRIPTS.items(),
        "addresses": addresses_of([instrument]),
    }
    return render(request, "surveys/data.html", content)


@door("surveys.export", get=queries.instrument)
@require_POST
def order_export(request: SignedInRequest, instrument: Instrument) -> HttpResponse:
    """What is ticked is made; where nothing was sent, what the address orders."""
    form = _order_form(request, instrument)
    back = f"{reverse('surveys:data', args=[instrument.pk])}?{_asked(request).urlencode()}"
    if not form.is_valid():
        return redirect(back)
    now = timezone.now()
    try:
        ordered = actions.order_export(instrument=instrument, order=form.order(), by=request.user, at=now)
    except OrderRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    if ordered.is_small:
        actions.make_export(export=ordered.export.pk, at=now)
    return redirect("surveys:export", ordered.export.pk)


@door("surveys.take_export", get=queries.export)
def export(request: SignedInRequest, export: Export) -> HttpResponse:
    instrument = export.instrument
    content = {
        "export": export,
        "trail": trail_of(
            instrument.study,
            (_("Data"), _data_address(instrument.study)),
            (instrument.title, reverse("surveys:data", args=[instrument.pk])),
            (_("File"), ""),
        ),
        "facts": _facts(export),
        "scripts": SCRIPTS.items(),
        "is_waiting": export.state == ExportState.WAITING,
        "tables": {
            name: many for name, many in export.rows.items() if name not in (actions.GIVEN, actions.LEFT_OUT)
        },
        "left_out": export.rows.get(actions.LEFT_OUT, 0),
    }
    return render(request, "surveys/export.html#state" if request.htmx else "surveys/export.html", content)


def _facts(export: Export) -> list[tuple[str, str]]:
    facts = [
        (_("Format"), str(FORMATS[export.order["format"]].words)),
        (_("Asked for"), in_words(export.asked_at)),
    ]
    if export.state == ExportState.READY:
        facts += [(pgettext("file", "Size"), file_size(export.size)), ("SHA-256", export.sha256)]
        if actions.GIVEN in export.rows:
            facts.append((_("Photos and sounds"), number(export.rows[actions.GIVEN])))
    if export.order.get("purpose"):
        facts.append((_("What it is needed for"), export.order["purpose"]))
    return facts


@door("surveys.take_export", get=queries.export)
@never_cache
def export_file(request: SignedInRequest, export: Export) -> Any:
    if export.state != ExportState.READY:
        raise Http404
    actions.note_taken(export=export, by=request.user, at=timezone.now())
    response = FileResponse(
        export.file.open("rb"), as_attachment=True, filename=export.file_name, content_type=export.media_type
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@door("surveys.export", get=studies.study)
@never_cache
def make_data_key(request: SignedInRequest, study: Study) -> HttpResponse:
    """The key stands on the page that answers, and never again."""
    today = timezone.localdate()
    form = DataKeyForm(request.POST or None, initial={"ends_on": today + timedelta(days=180)})
    if form.is_valid():
        try:
            made, key = key_actions.make_data_key(
                study=study, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except DataKeyRefused as refusal:
            show_refusal(form, refusal)
        else:
            content = {
                "study": study,
                "made": made,
                "trail": trail_of(study, (_("Data"), _data_address(study)), (_("Key for a program"), "")),
                "facts": [(_("User name"), request.user.email), (_("Key"), key)],
                "addresses": addresses_of(queries.instruments_of(study)),
            }
            return render(request, "surveys/data_key.html", content)
    return form_page(
        request,
        form,
        heading=_("Make a key for a program"),
        submit=_("Make the key"),
        trail=trail_of(study, (_("Data"), _data_address(study))),
        intro=_(
            "A program reads this study's data with it, without names, for as long as you may export them yourself."
        ),
    )


@door("surveys.revoke_data_key", get=queries.data_key)
def revoke_data_key(request: SignedInRequest, data_key: DataKey) -> HttpResponse:
    may_export = request.user.has_perm("surveys.export")
    asked = ask_first(
        request,
        heading=_("Revoke the key?"),
        submit=_("Revoke"),
        trail=trail_of(data_key.study, *([(_("Data"), _data_address(data_key.study))] if may_export else [])),
        intro=_("%(label)s, made by %(name)s. Programs read nothing by it any more. This cannot be undone.")
        % {"label": data_key.label, "name": data_key.user.name},
    )
    if asked is not None:
        return asked
    key_actions.revoke_data_key(data_key=data_key, by=request.user, at=timezone.now())
    messages.success(request, _("The key is revoked: nothing is read by it any more."))
    if may_export:
        return redirect("surveys:study_data", data_key.study_id)
    return redirect("surveys:study", data_key.study_id)


def _data_address(study: Study) -> str:
    return reverse("surveys:study_data", args=[study.pk])
