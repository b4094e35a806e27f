"""The way of a letter to its readers: begun, watched, paused, stopped; what became of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import sending as deeds
from ..actions.sending import SendingRefused
from ..checks import check
from ..choices import IssueState
from ..forms.sending import DeliveryFilter, PlanForm
from ..models import Delivery, Issue
from ..queries import SegmentRefused, audience_of, sendings
from .addresses import site_address, tabs

A_PAGE = 100


@door("outreach.view_sending", get=sendings.issue)
def sending(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """Before it begins: what would happen. Then how far it is; the page renews itself while letters go."""
    if issue.state == IssueState.DRAFT:
        return _before(request, issue, PlanForm())
    may_settle = request.user.has_perm("outreach.settle_deliveries", issue)
    content = {
        "issue": issue,
        "tabs": tabs(request, issue, "sending"),
        "progress": sendings.progress_of(issue, timezone.now()),
        "refusals": sendings.refusals(issue),
        "omissions": sendings.omissions(issue),
        "uncertain": list(sendings.uncertain(issue)) if may_settle else [],
        "may_send": request.user.has_perm("outreach.send_issue", issue),
        "may_list": request.user.has_perm("outreach.view_deliveries", issue),
        "returned": sendings.returned(issue),
    }
    return render(
        request, "outreach/sending.html#progress" if request.htmx else "outreach/sending.html", content
    )


@door("outreach.send_issue", get=sendings.issue)
@require_POST
def plan_sending(request: SignedInRequest, issue: Issue) -> HttpResponse:
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            deeds.plan_sending(
                issue=issue, planned_at=form.cleaned_data["planned_at"], by=request.user, at=timezone.now()
            )
        except SendingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The letter will be sent at that moment."))
            return redirect("outreach:sending", pk=issue.pk)
    return _before(request, issue, form)


def _deed(deed: Callable[..., Any], done: Any) -> Callable[..., HttpResponseBase]:
    """A door to one deed that needs no more than the letter."""

    @door("outreach.send_issue", get=sendings.issue)
    @require_POST
    def view(request: SignedInRequest, issue: Issue) -> HttpResponse:
        try:
            deed(issue=issue, by=request.user, at=timezone.now())
        except SendingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(done))
        return redirect("outreach:sending", pk=issue.pk)

    return view


start_sending = _deed(deeds.start_sending, gettext_lazy("The sending has begun."))
pause_sending = _deed(deeds.pause_sending, gettext_lazy("The sending is paused."))
resume_sending = _deed(deeds.resume_sending, gettext_lazy("The sending goes on."))
stop_sending = _deed(deeds.stop_sending, gettext_lazy("The sending is stopped."))
call_off_plan = _deed(deeds.call_off_plan, gettext_lazy("The letter will not be sent by itself."))


@door("outreach.view_deliveries", get=sendings.issue)
def deliveries(request: SignedInRequest, issue: Issue) -> HttpResponse:
    """Every letter of an issue and what became of it."""
    filters = DeliveryFilter(request.GET)
    state = filters.cleaned_data["state"] if filters.is_valid() else ""
    text = request.GET.get("q", "")
    page = Paginator(sendings.deliveries(issue, state=state, text=text), A_PAGE).get_page(
        request.GET.get("page")
    )
    content = {
        "issue": issue,
        "page": page,
        "filters": filters,
        "text": text,
        "may_settle": request.user.has_perm("outreach.settle_deliveries", issue),
        "trail": _trail(issue, (_("Deliveries"), "")),
    }
    return render(request, "outreach/deliveries.html", content)


@door("outreach.settle_deliveries", get=sendings.delivery)
@require_POST
def repeat_delivery(request: SignedInRequest, delivery: Delivery) -> HttpResponse:
    try:
        deeds.repeat_uncertain(delivery=delivery, by=request.user, at=timezone.now())
    except SendingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The letter will be sent once more."))
    return redirect("outreach:sending", pk=delivery.issue_id)


def _before(request: SignedInRequest, issue: Issue, form: PlanForm) -> HttpResponse:
    try:
        audience, refused = audience_of(issue, by=request.user, at=timezone.now()), ""
    except SegmentRefused as refusal:
        audience, refused = None, str(refusal)
    findings = check(issue, base_url=site_address())
    sending = getattr(issue, "sending", None)
    content = {
        "issue": issue,
        "tabs": tabs(request, issue, "sending"),
        "form": form,
        "errors": [finding for finding in findings if finding.is_error],
        "warnings": [finding for finding in findings if not finding.is_error],
        "refused": refused,
        "reached": len(audience) if audience else 0,
        "left_out": audience.left_out() if audience else [],
        "failed": sending.reason if sending else "",
        "may_send": request.user.has_perm("outreach.send_issue", issue),
    }
    return render(request, "outreach/before_sending.html", content)


def _trail(issue: Issue, *further: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (str(issue), reverse("outreach:issue", kwargs={"pk": issue.pk})),
        (pgettext("of a letter", "Sending"), reverse("outreach:sending", kwargs={"pk": issue.pk})),
        *further,
    ]
