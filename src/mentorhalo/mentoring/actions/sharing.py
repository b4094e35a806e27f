"""One entry of the log for the eyes of a supervisor, as its mentor wills. Nothing here is counted, so an audit line is left."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.network.models import Supervisor

from ..choices import ActivityState
from ..models import Activity, SharedEntry


class SharingRefused(Exception):
    """The entry cannot be shared so; the message is meant for the person."""


@transaction.atomic
def share_entry(*, activity: Activity, supervisor: Supervisor, by: User, at: datetime) -> SharedEntry:
    """From now on the supervisor reads it, as it stands then. Shared already, it stays as it was shared."""
    activity = Activity.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=activity.pk)
    _require_mentor(activity, by)
    if activity.state == ActivityState.DRAFT:
        raise SharingRefused(_("A draft is yours alone. Send the entry in, then it can be shared."))
    if supervisor.programme_id != activity.programme_id or not supervisor.holds_on(timezone.localdate(at)):
        raise SharingRefused(_("This person does not supervise in the programme of the entry today."))
    share, is_new = SharedEntry.objects.get_or_create(
        activity=activity, supervisor=supervisor, ended_at=None, defaults={"shared_at": at}
    )
    if is_new:
        _note("share_entry", share, by, at)
    return share


@transaction.atomic
def take_back_share(*, share: SharedEntry, by: User, at: datetime) -> None:
    """From now on the supervisor does not see it any more. Taking back twice does no harm."""
    _require_mentor(share.activity, by)
    if SharedEntry.objects.filter(pk=share.pk, ended_at=None).update(ended_at=at):
        _note("take_back_share", share, by, at)


def _require_mentor(activity: Activity, by: User) -> None:
    if activity.mentor is None or activity.mentor.user_id != by.pk:
        raise SharingRefused(_("Only its mentor shares an entry."))


def _note(deed: str, share: SharedEntry, by: User, at: datetime) -> None:
    details = {"supervisor": str(share.supervisor_id)}
    audit.note(deed=deed, subject=f"activity:{share.activity_id}", by=by.pk, at=at, details=details)
