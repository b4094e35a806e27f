"""Who supervises, and the hours of each mentor: for the office and the leaders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network import actions
from mentorhalo.network.forms.supervision import SupervisorDaysForm, SupervisorForm
from mentorhalo.network.models import Supervisor
from mentorhalo.network.queries import led_group
from mentorhalo.network.queries import supervision as queries
from mentorhalo.programmes.queries import current_programme, programme_of


@door("network.view_supervision_hours")
def supervision_hours(request: SignedInRequest) -> HttpResponse:
    """Sums for each mentor in a year or a quarter: all of them for the office, their own group for a leader."""
    today = timezone.localdate()
    sees_all = request.user.has_perm("network.manage_supervisors")
    group = None if sees_all else led_group(request.user, today)
    programme = group.programme if group else programme_of(request)
    choices = queries.stretches(programme, today) if programme else []
    chosen = next(
        (one for one in choices if one.code == request.GET.get("of")), choices[0] if choices else None
    )
    rows = (
        queries.hours_by_mentor(programme, chosen.first, chosen.last, group.pk if group else None)
        if programme and chosen
        else []
    )
    content = {
        "rows": rows,
        "sums": queries.added(rows),
        "stretches": choices,
        "chosen": chosen,
        "group": group,
        "may_manage": sees_all,
    }
    return render(request, "network/supervision_hours.html", content)


@door("network.manage_supervisors")
def supervisors(request: SignedInRequest) -> HttpResponse:
    programme = programme_of(request)
    rows = queries.supervisors_in(programme) if programme else []
    trail = [(_("Hours of supervision"), reverse("network:supervision_hours")), (_("Supervisors"), "")]
    return render(request, "network/supervisors.html", {"rows": rows, "trail": trail})


@door("network.manage_supervisors")
def appoint_supervisor(request: SignedInRequest) -> HttpResponse:
    """A contract in the current programme."""
    programme = current_programme()
    form = SupervisorForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if programme is not None and form.is_valid():
        try:
            actions.appoint_supervisor(
                programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.SupervisorRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The supervisor is appointed."))
            return redirect("network:supervisors")
    return _form_page(request, form, _("Appoint a supervisor"))


@door("network.manage_supervisors", get=queries.supervisor)
def revise_supervisor(request: SignedInRequest, supervisor: Supervisor) -> HttpResponse:
    initial = {"starts_on": supervisor.starts_on, "ends_on": supervisor.ends_on}
    form = SupervisorDaysForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.revise_supervisor(
                supervisor=supervisor, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.SupervisorRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The contract is changed."))
            return redirect("network:supervisors")
    return _form_page(request, form, str(supervisor.user))


def _form_page(request: SignedInRequest, form: SupervisorDaysForm, heading: str) -> HttpResponse:
    trail = [(_("Supervisors"), reverse("network:supervisors")), (heading, "")]
    content = {"form": form, "heading": heading, "trail": trail}
    return render(request, "network/supervisor_form.html", content)
