"""Links by which somebody answers without an account: one for everybody, or one for each."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import day as long_day

from ..choices import InvitationKind
from ..codes import hash_of, new_code
from ..models import Instrument, Invitation, SampleUnit, Wave
from ..queries.inviting import Letter, is_over, letters_of, units_to_invite, untouched

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
    today = timezone.localdate(at)
    if is_over(wave, today):
        raise InvitationRefused(_("The wave is over: nobody answers in it any more."))
    if closes_on is not None and closes_on < today:
        raise InvitationRefused(_("That day is over: nobody could answer by the links."))
    if closes_on is not None and closes_on > wave.ends_on:
        raise InvitationRefused(
            _("The last day of the wave is %(day)s: nobody could answer after it.")
            % {"day": long_day(wave.ends_on)}
        )
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
def invite_units(
    *,
    wave: Wave,
    instrument: Instrument,
    units: Collection[UUID],
    label: str = "",
    closes_on: date | None = None,
    by: User,
    at: datetime,
) -> list[tuple[Invitation, str]]:
    """A single-use link for each of these units, with the codes that nobody can read again afterwards.

    None is made where one of them was answered or given a link meanwhile. Raises `InvitationRefused`.
    """
    if not units:
        raise InvitationRefused(_("Nothing was ticked."))
    # Two who make links for the same units go one after the other.
    list(SampleUnit.objects.select_for_update().filter(pk__in=units).order_by("pk").values_list("pk"))
    waiting = units_to_invite(wave, timezone.localdate(at), instrument=instrument)
    found = list(waiting.filter(pk__in=units))
    if missing := len(set(units)) - len(found):
        raise InvitationRefused(
            ngettext(
                "%(count)s of these units has an answer or a link meanwhile, or is not asked any more. No link was made.",
                "%(count)s of these units have an answer or a link meanwhile, or are not asked any more. No link was made.",
                missing,
            )
            % {"count": missing}
        )
    return invite(
        wave=wave,
        instrument=instrument,
        kind=InvitationKind.SINGLE,
        units=found,
        label=label,
        closes_on=closes_on,
        by=by,
        at=at,
    )


def show_letters(
    *, wave: Wave, codes: Collection[str], with_names: bool, by: User, at: datetime
) -> list[Letter]:
    """What letters to the units of these links need; that names were looked at is written down."""
    letters = letters_of(wave, codes, with_names=with_names)
    if with_names:
        details = {"codes": [one.unit.code for one in letters]}
        audit.note(deed="show_unit_keys", subject=f"wave:{wave.pk}", by=by.pk, at=at, details=details)
    return letters


@transaction.atomic
def revoke_untouched(*, wave: Wave, by: User, at: datetime) -> int:
    """Take back the links of units by which nothing was begun, as when the page that showed them was lost; how many."""
    found = list(
        untouched(wave, timezone.localdate(at)).select_for_update(of=("self",)).values_list("pk", flat=True)
    )
    Invitation.objects.filter(pk__in=found).update(revoked_at=at)
    audit.note(
        deed="revoke_untouched", subject=f"wave:{wave.pk}", by=by.pk, at=at, details={"count": len(found)}
    )
    return len(found)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, at: datetime) -> None:
    """It takes no more answers from now on, also of what was begun by it. Repeating it is harmless."""
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at):
        audit.note(deed="revoke", subject=f"invitation:{invitation.pk}", by=by.pk, at=at, details={})
