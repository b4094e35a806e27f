"""A mentor's leave to show something about them. Each giving is a row of its own and is never edited, only withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.network.choices import ConsentScope
from mentorhalo.network.models import Mentor, PublicConsent


class ConsentRefused(Exception):
    """There is no such thing to consent to; the message is meant for the person."""


@transaction.atomic
def give_consent(*, mentor: Mentor, scope: str, by: User, at: datetime) -> PublicConsent:
    """From `at` on this may be shown. Consent that stands already stays as it was given."""
    if scope not in ConsentScope.values:
        raise ConsentRefused(_("There is nothing to show by that name."))
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    consent, is_new = PublicConsent.objects.get_or_create(
        mentor=mentor, scope=scope, withdrawn_at=None, defaults={"given_at": at}
    )
    if is_new:
        _note("give_consent", mentor, scope, by, at)
    return consent


@transaction.atomic
def withdraw_consent(*, mentor: Mentor, scope: str, by: User, at: datetime) -> None:
    """From now on it is not shown. Withdrawing what was never given does no harm."""
    if PublicConsent.objects.in_force().filter(mentor=mentor, scope=scope).update(withdrawn_at=at):
        search.forget("mentor", [mentor.pk])
        _note("withdraw_consent", mentor, scope, by, at)


def _note(deed: str, mentor: Mentor, scope: str, by: User, at: datetime) -> None:
    search.changed("mentor", [mentor.pk])
    audit.note(deed=deed, subject=f"mentor:{mentor.pk}", by=by.pk, at=at, details={"scope": scope})
