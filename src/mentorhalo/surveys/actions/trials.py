"""A draft is tried on a phone, under an address of its own that ends with the draft."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import VersionState
from ..devices import token_hash_of
from ..models import InstrumentVersion


class TrialRefused(Exception):
    """The message is meant for the person."""


@transaction.atomic
def open_trial(*, version: InstrumentVersion, by: User, at: datetime) -> str:
    """A new token, shown once; the former one opens nothing any more. Raises `TrialRefused`."""
    version = InstrumentVersion.objects.lists().select_for_update().get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise TrialRefused(_("Only a draft is tried: this version is served in earnest."))
    token = secrets.token_urlsafe(32)
    version.test_token_hash = token_hash_of(token)
    version.save(update_fields=["test_token_hash"])
    audit.note(deed="open_trial", subject=f"instrument_version:{version.pk}", by=by.pk, at=at)
    return token


@transaction.atomic
def close_trial(*, version: InstrumentVersion, by: User, at: datetime) -> None:
    """The address opens nothing any more. Harmless where there is none."""
    open_ones = InstrumentVersion.objects.filter(pk=version.pk).exclude(test_token_hash="")
    if open_ones.update(test_token_hash=""):
        audit.note(deed="close_trial", subject=f"instrument_version:{version.pk}", by=by.pk, at=at)
