"""Information acts: log one within a minute, look at them, correct and withdraw."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day, moment, number
from mentorhalo.network.queries import group_of, led_group, mentor_of
from mentorhalo.programmes.queries import county_names
from mentorhalo.territory.queries import settlement_coded

from ..actions.acts import ActRefused, FileRefused, correct_act, log_act, withdraw_act
from ..forms.acts import ActFilter, ActForm, CorrectActForm, WithdrawActForm, initial_of
from ..models import InformationAct
from ..queries.acts import act as act_named
from ..queries.acts import acts_listed

A_PAGE = 50


@door("outreach.view_acts")
def acts(request: SignedInRequest) -> HttpResponse:
    """Own acts for who works in the field; `?whose=all` and everybody else see all they may."""
    may_log = request.user.has_perm("outreach.log_act")
    own = mentor_of(request.user) is not None and request.GET.get("whose") != "all"
    form = ActFilter(request.GET)
    rows = acts_listed(request.user, own=own, **form.narrowing())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    here = reverse("outreach:acts")
    content = {
        "page": page,
        "form": form,
        "own": own,
        "counties": county_names(),
        "reached": rows.standing().order_by().aggregate(all=Sum("reached"))["all"] or 0,
        "ways": [(_("My acts"), here, own), (_("The group's"), f"{here}?whose=all", not own)]
        if mentor_of(request.user) is not None
        else [],
        "may_log": may_log,
    }
    return render(request, "outreach/acts.html", content)


@door("outreach.log_act")
def log(request: SignedInRequest) -> HttpResponse:
    """The form opens on today and on the own county."""
    form = ActForm(request.POST or None, request.FILES or None, initial={"county": _own_county(request)})
    if form.is_valid():
        try:
            act = log_act(
                draft=form.draft(), upload=form.cleaned_data["file"], by=request.user, at=timezone.now()
            )
        except (ActRefused, FileRefused) as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The act is logged and counts."))
            return redirect("outreach:act", pk=act.pk)
    return render(request, "outreach/log_act.html", {"form": form, "trail": _trail(_("New information act"))})


@door("outreach.view_act", get=act_named)
def act(request: SignedInRequest, act: InformationAct) -> HttpResponse:
    content = {
        "act": act,
        "facts": _facts(act),
        "files": _files(act),
        "may_revise": request.user.has_perm("outreach.revise_act", act),
        "trail": _trail(_("Information act")),
    }
    return render(request, "outreach/act.html", content)


@door("outreach.revise_act", get=act_named)
def correct(request: SignedInRequest, act: InformationAct) -> HttpResponse:
    form = CorrectActForm(request.POST or None, request.FILES or None, initial=initial_of(act))
    if form.is_valid():
        said = form.cleaned_data
        try:
            correct_act(
                act=act,
                draft=form.draft(),
                reason=said["reason"],
                upload=said["file"],
                by=request.user,
                at=timezone.now(),
            )
        except (ActRefused, FileRefused) as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The act is corrected; what it said before is kept."))
            return redirect("outreach:act", pk=act.pk)
    content = {"form": form, "act": act, "trail": _trail(_("Correct"), act)}
    return render(request, "outreach/correct_act.html", content)


@door("outreach.revise_act", get=act_named)
def withdraw(request: SignedInRequest, act: InformationAct) -> HttpResponse:
    form = WithdrawActForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_act(act=act, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except ActRefused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The act is withdrawn: it counts no more."))
            return redirect("outreach:act", pk=act.pk)
    content = {"form": form, "act": act, "trail": _trail(_("Withdraw"), act)}
    return render(request, "outreach/withdraw_act.html", content)


@door("outreach.view_act", get=act_named)
def act_file(request: SignedInRequest, act: InformationAct) -> HttpResponse:
    """The file as it arrived, to be saved: never shown within our pages, and never if its fingerprint is another."""
    if not act.file:
        raise Http404
    with act.file.open("rb") as stream:
        content = stream.read()  # bounded by EVIDENCE_MAX_MEGABYTES
    if sha256(content).hexdigest() != act.sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect("outreach:act", pk=act.pk)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=act.file_name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _own_county(request: SignedInRequest) -> str:
    today = timezone.localdate()
    mentor = mentor_of(request.user)
    group = group_of(mentor, today) if mentor else led_group(request.user, today)
    return str(group.county_id) if group else ""


def _show(form: forms.Form, refusal: Exception) -> None:
    """What an action refused, beside the field it is about (or above all of them)."""
    field = getattr(refusal, "field", "file" if isinstance(refusal, FileRefused) else "")
    form.add_error(field if field in form.fields else None, str(refusal))


def _facts(act: InformationAct) -> list[tuple[str, Any]]:
    settlement = settlement_coded(act.settlement) if act.settlement else None
    told = [
        (_("When"), day(act.given_on)),
        (_("Who was told"), act.get_audience_display()),
        (_("How"), act.get_channel_display()),
        (_("Where"), settlement.name if settlement else ""),
        (_("County"), county_names().get(act.county, "") or _("the whole country")),
        (_("How many were reached"), number(act.reached)),
        (_("How it was counted"), act.get_counting_display()),
        (_("How, in words"), act.counting_note),
        (_("Logged by"), str(act.by)),
        (_("Entered"), moment(timezone.localtime(act.entered_at))),
        (_("Withdrawn"), moment(timezone.localtime(act.withdrawn_at)) if act.withdrawn_at else ""),
        (_("Why it was withdrawn"), act.withdrawn_reason),
    ]
    return [(term, value) for term, value in told if value != ""]


def _files(act: InformationAct) -> list[dict[str, Any]]:
    if not act.file:
        return []
    href = reverse("outreach:act_file", args=[act.pk])
    return [{"name": act.file_name, "href": href, "size": act.file.size, "sha256": act.sha256, "note": ""}]


def _trail(here: str, act: InformationAct | None = None) -> list[tuple[str, str]]:
    trail = [(_("Information acts"), reverse("outreach:acts"))]
    if act is not None:
        trail.append((_("Information act"), reverse("outreach:act", args=[act.pk])))
    return [*trail, (here, "")]
