"""Keys by which programs read a study's data: made, shown once, revoked."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.throttle import keyed_hash

from ..models import DataKey, Study

LONGEST = timedelta(days=366)
BYTES = 24
PREFIX = "mh_"


class DataKeyRefused(Exception):
    """The message is meant for the person; `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


def key_hash_of(key: str) -> str:
    return keyed_hash(f"surveys.data:{key}")


@transaction.atomic
def make_data_key(
    *, study: Study, label: str, ends_on: date, opens_files: bool = False, by: User, at: datetime
) -> tuple[DataKey, str]:
    """The key and what it is written down as. The key itself is never seen again."""
    today = timezone.localdate(at)
    if not today <= ends_on <= today + LONGEST:
        raise DataKeyRefused(
            _("A key is valid for a year at most, and not for a day that has passed."), "ends_on"
        )
    key = f"{PREFIX}{secrets.token_urlsafe(BYTES)}"
    made = DataKey.objects.create(
        study=study,
        user=by,
        label=label,
        key_hash=key_hash_of(key),
        opens_files=opens_files,
        made_at=at,
        ends_on=ends_on,
    )
    audit.note(
        deed="make_data_key",
        subject=f"study:{study.pk}",
        by=by.pk,
        at=at,
        details={
            "key": str(made.pk),
            "label": label,
            "ends_on": ends_on.isoformat(),
            "opens_files": opens_files,
        },
    )
    return made, key


@transaction.atomic
def revoke_data_key(*, data_key: DataKey, by: User, at: datetime) -> None:
    """From now on nothing is read by it; doing it twice is harmless."""
    revoked = DataKey.objects.filter(pk=data_key.pk, revoked_at=None).update(revoked_at=at)
    if revoked:
        audit.note(
            deed="revoke_data_key",
            subject=f"study:{data_key.study_id}",
            by=by.pk,
            at=at,
            details={"key": str(data_key.pk)},
        )


def note_use(*, data_key: DataKey, on: date) -> None:
    """The day it was used last: one write a day."""
    if data_key.used_on != on:
        DataKey.objects.filter(pk=data_key.pk).update(used_on=on)
        data_key.used_on = on
        audit.note(
            deed="read_by_data_key",
            subject=f"study:{data_key.study_id}",
            by=data_key.user_id,
            at=timezone.now(),
            details={"key": str(data_key.pk), "on": on.isoformat()},
        )
