"""Who supervises in a programme. A supervisor stands outside the hierarchy: no mentor, leader or office of the network is one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.choices import HIERARCHY
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core import audit
from mentorhalo.network.models import Supervisor
from mentorhalo.programmes.models import Programme

from .grants import supervisor_grant


class SupervisorRefused(Exception):
    """The contract cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def appoint_supervisor(
    *, programme: Programme, user: User, starts_on: date, ends_on: date | None = None, by: User, at: datetime
) -> Supervisor:
    """From now on they supervise; the role `supervisor` follows the contract."""
    supervisor = Supervisor(programme=programme, user=user, starts_on=starts_on, ends_on=ends_on)
    _check(supervisor)
    if Supervisor.objects.filter(programme=programme, user=user).exists():
        raise SupervisorRefused(
            _("%(name)s has a contract in this programme already; change its days.") % {"name": user},
            field="user",
        )
    supervisor.save(force_insert=True)
    _tell("appoint_supervisor", supervisor, by, at)
    return supervisor


@transaction.atomic
def revise_supervisor(
    *, supervisor: Supervisor, starts_on: date, ends_on: date | None, by: User, at: datetime
) -> Supervisor:
    """Change the days of the contract; no session may be left outside them, and the refusal does not say of which day."""
    supervisor = Supervisor.objects.select_for_update(of=("self",)).get(pk=supervisor.pk)
    supervisor.starts_on, supervisor.ends_on = starts_on, ends_on
    _check(supervisor)
    outside = supervisor.sessions.exclude(held_on__range=(starts_on, ends_on or date.max))
    if first := outside.order_by("held_on", "pk").first():
        raise SupervisorRefused(
            _("There are supervision sessions outside these days."),
            field="ends_on" if first.held_on >= starts_on else "starts_on",
        )
    supervisor.save(update_fields=["starts_on", "ends_on"])
    _tell("revise_supervisor", supervisor, by, at)
    return supervisor


def _check(supervisor: Supervisor) -> None:
    if supervisor.ends_on and supervisor.ends_on < supervisor.starts_on:
        raise SupervisorRefused(_("A contract cannot end before it starts."), field="ends_on")
    User.objects.select_for_update().get(pk=supervisor.user_id)
    held = Grant.objects.touching(supervisor.starts_on, supervisor.ends_on)
    held = held.filter(user=supervisor.user_id, role__in=HIERARCHY)
    if grant := held.order_by("starts_on", "pk").first():
        raise SupervisorRefused(
            _("A supervisor stands outside the network, and %(name)s is there as: %(role)s.")
            % {"name": supervisor.user, "role": grant.get_role_display()},
            field="user",
        )


def _tell(deed: str, supervisor: Supervisor, by: User, at: datetime) -> None:
    follow_grants([supervisor_grant(supervisor)], by=by, at=at)
    details = {"from": supervisor.starts_on.isoformat()}
    if supervisor.ends_on:
        details["until"] = supervisor.ends_on.isoformat()
    audit.note(deed=deed, subject=f"supervisor:{supervisor.pk}", by=by.pk, at=at, details=details)
