"""Obligations: grants and what they owe, what fulfils each, the document pack."""

from hashlib import sha256

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.partners.models import Consortium

from .. import actions
from ..actions import ProcessRefused
from ..choices import PackState, Standing
from ..forms.obligations import DecisionForm, DocumentForm, EntryForm, ExceptionForm
from ..forms.phases import ReasonForm
from ..models import Obligation, Pack
from ..queries import obligations as queries
from ..queries.phases import consortium_named, grants_of, processes_of_consortium
from .parts import Trail, form_page

A_PAGE = 50
TONES = {
    Standing.OPEN: "neutral",
    Standing.OVERDUE: "danger",
    Standing.IN_TIME: "main",
    Standing.LATE: "attention",
    Standing.ASKED: "attention",
    Standing.EXCEPTED: "info",
}


@door("processes.list_obligations")
def grants(request: SignedInRequest) -> HttpResponse:
    """Grants with obligations, those with something late or asked first."""
    today = timezone.localdate()
    sees_all = request.user.has_perm("mentoring.view")
    text = request.GET.get("q", "")
    shown = queries.grants_that_owe(text)
    if not sees_all:
        shown = shown.filter(pk__in=grants_of(request.user, today).values("pk"))
    rows = queries.grants_shown(today, shown)
    content = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "may_set_rules": request.user.has_perm("processes.set_rules"),
    }
    return render(request, "processes/obligations/grants.html", content)


@door("processes.view_obligations", get=consortium_named)
def obligations(request: SignedInRequest, consortium: Consortium) -> HttpResponse:
    """The checklist of one grant."""
    today = timezone.localdate()
    content = {
        "consortium": consortium,
        "clauses": queries.checklist(consortium, today),
        "counts": queries.due_counts(consortium, today),
        "processes": processes_of_consortium(consortium),
        "packs": queries.packs_of(consortium),
        "tones": TONES,
        "may_fulfil": request.user.has_perm("processes.fulfil", consortium),
        "may_decide": request.user.has_perm("processes.decide_exception"),
        "sees_network": request.user.has_perm("mentoring.view"),
        "trail": [*_trail()[:1], (consortium.title, "")],
        "nothing": (),
    }
    return render(request, "processes/obligations/checklist.html", content)


@door("processes.fulfil", get=queries.obligation_named)
def by_entry(request: SignedInRequest, obligation: Obligation) -> HttpResponse:
    entries = queries.entries_for(obligation.consortium)
    return form_page(
        request,
        EntryForm(request.POST or None, entries=entries),
        lambda said: actions.fulfil_by_entry(
            obligation=obligation, **said, by=request.user, at=timezone.now()
        ),
        heading=_("Fulfilled by a log entry"),
        submit=_("This entry fulfils it"),
        done=_("The obligation is fulfilled."),
        back=_checklist(obligation.consortium),
        trail=_trail(obligation.consortium),
        intro=str(obligation.rule)
        if entries
        else _(
            "There is no log entry of this grant yet. Log one with the consortium named, or add a document."
        ),
    )


@door("processes.fulfil", get=queries.obligation_named)
def by_document(request: SignedInRequest, obligation: Obligation) -> HttpResponse:
    form = DocumentForm(
        request.POST or None, request.FILES or None, initial={"fulfilled_on": timezone.localdate()}
    )
    return form_page(
        request,
        form,
        lambda said: actions.fulfil_by_document(
            obligation=obligation, **said, by=request.user, at=timezone.now()
        ),
        heading=_("Fulfilled by a document"),
        submit=_("This document fulfils it"),
        done=_("The obligation is fulfilled."),
        back=_checklist(obligation.consortium),
        trail=_trail(obligation.consortium),
        intro=str(obligation.rule),
    )


@door("processes.fulfil", get=queries.obligation_named)
def take_back(request: SignedInRequest, obligation: Obligation) -> HttpResponse:
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: actions.take_back(obligation=obligation, **said, by=request.user, at=timezone.now()),
        heading=_("It is not fulfilled"),
        submit=_("Take it back"),
        done=_("The obligation waits again."),
        back=_checklist(obligation.consortium),
        trail=_trail(obligation.consortium),
        intro=_(
            "A document is deleted; that it was there, and its fingerprint, are kept in the audit lines."
        ),
        tone="danger",
    )


@door("processes.fulfil", get=queries.obligation_named)
def ask_exception(request: SignedInRequest, obligation: Obligation) -> HttpResponse:
    return form_page(
        request,
        ExceptionForm(request.POST or None, initial={"reason": obligation.exception_reason}),
        lambda said: actions.ask_exception(obligation=obligation, **said, by=request.user, at=timezone.now()),
        heading=_("Ask for an exception"),
        submit=_("Ask the office"),
        done=_("The office sees that an exception is asked for."),
        back=_checklist(obligation.consortium),
        trail=_trail(obligation.consortium),
        intro=str(obligation.rule),
    )


@door("processes.decide_exception", get=queries.obligation_named)
def decide_exception(request: SignedInRequest, obligation: Obligation) -> HttpResponse:
    return form_page(
        request,
        DecisionForm(request.POST or None),
        lambda said: actions.decide_exception(
            obligation=obligation, **said, by=request.user, at=timezone.now()
        ),
        heading=_("Decide about the exception"),
        submit=_("Decide"),
        done=_("It is decided."),
        back=_checklist(obligation.consortium),
        trail=_trail(obligation.consortium),
        intro=obligation.exception_reason,
    )


@door("processes.view_obligations", get=queries.obligation_named)
def document(request: SignedInRequest, obligation: Obligation) -> HttpResponse:
    """The file as it arrived, to be saved: never shown within our pages, and never if its fingerprint is another."""
    if not obligation.file:
        raise Http404
    with obligation.file.open("rb") as stream:
        content = stream.read()  # bounded by EVIDENCE_MAX_MEGABYTES
    if sha256(content).hexdigest() != obligation.sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect(_checklist(obligation.consortium))
    name = content_disposition_header(as_attachment=True, filename=obligation.file_name)
    headers = {
        "Content-Disposition": name or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=obligation.media_type, headers=headers)


@door("processes.view_obligations", get=consortium_named)
@require_POST
def order_pack(request: SignedInRequest, consortium: Consortium) -> HttpResponse:
    try:
        pack = actions.order_pack(
            consortium=consortium, language=get_language() or "hu", by=request.user, at=timezone.now()
        )
    except ProcessRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_checklist(consortium))
    return redirect("processes:pack", pk=pack.pk)


@door("processes.view_obligations", get=queries.pack_named)
def pack(request: SignedInRequest, pack: Pack) -> HttpResponse:
    """Whether it is ready; where it can be taken from."""
    content = {"pack": pack, "trail": [*_trail(pack.consortium), (_("Document pack"), "")]}
    name = "processes/obligations/pack.html"
    return render(request, f"{name}#state" if request.headers.get("HX-Request") else name, content)


@door("processes.view_obligations", get=queries.pack_named)
def pack_file(request: SignedInRequest, pack: Pack) -> HttpResponseBase:
    if pack.state != PackState.READY:
        raise Http404
    name = f"{pack.consortium.grant_id}-{timezone.localdate(pack.made_at)}.zip"
    return FileResponse(
        pack.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )


def _trail(consortium: Consortium | None = None) -> Trail:
    trail = [(_("Obligations"), reverse("processes:grants"))]
    return [*trail, (consortium.title, _checklist(consortium))] if consortium else trail


def _checklist(consortium: Consortium) -> str:
    return reverse("processes:obligations", args=[consortium.pk])
