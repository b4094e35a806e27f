"""Links by which somebody answers without an account: one for everybody, or one for each."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import InvitationKind
from ..codes import hash_of, new_code
from ..models import Instrument, Invitation, SampleUnit, Wave

MOST = 500
LENGTH = 16


class InvitationRefused(Exception):
    """No such link can be made; the message is meant for the person."""


@transaction.atomic
def invite(
    *,
    wave: Wave,
    instrument: Instrument,
    kind: InvitationKind,
    count: int = 1,
    units: Sequence[SampleUnit] = (),
    label: str = "",
    closes_on: date | None = None,
    by: User,
    at: datetime,
) -> list[tuple[Invitation, str]]:
    """Make links, with the codes that nobody can read again afterwards. Single-use ones: `count` of them, or one for each unit."""
    if instrument.study_id != wave.study_id:
        raise InvitationRefused(_("This questionnaire belongs to another study."))
    if kind == InvitationKind.PUBLIC and (units or count != 1):
        raise InvitationRefused(_("A public link is one for everybody."))
    if not 1 <= count <= MOST or len(units) > MOST:
        raise InvitationRefused(_("At most %(most)s links are made at once.") % {"most": MOST})
    whose: list[SampleUnit | None] = [*units] or [None] * count
    codes = [new_code(LENGTH) for _each in whose]
    made = [
        Invitation(
            wave=wave,
            instrument=instrument,
            kind=kind,
            unit=unit,
            label=label.strip(),
            token_hash=hash_of(code),
            closes_on=closes_on,
            created_at=at,
            created_by=by,
        )
        for code, unit in zip(codes, whose, strict=True)
    ]
    Invitation.objects.bulk_create(made)
    details = {"kind": kind, "count": len(made), "form": instrument.form_id}
    audit.note(deed="invite", subject=f"wave:{wave.pk}", by=by.pk, at=at, details=details)
    return list(zip(made, codes, strict=True))


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, at: datetime) -> None:
    """It takes no more answers from now on, also of what was begun by it. Repeating it is harmless."""
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at):
        audit.note(deed="revoke", subject=f"invitation:{invitation.pk}", by=by.pk, at=at, details={})
