"""Registering for an occasion: with an account at once, without one by the link in a letter; places, waiting list, withdrawing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.throttle import is_within
from mentorhalo.network.queries import mentor_of

from ..choices import AttendeeState
from ..models import Attendee, Occasion
from .letters import tell
from .planning import locked
from .refusals import OccasionRefused
from .seats import fill_seats, free_seats

UNCONFIRMED_DAYS = 7
LETTER_AGAIN = timedelta(minutes=5)
LETTERS_A_DAY = 3
REMIND_BEFORE = timedelta(days=2)


@dataclass(frozen=True)
class AttendeeDraft:
    """Who registers. `key` comes with the form."""

    key: UUID
    name: str = ""
    email: str = ""  # of a guest; a member is written to by their account
    organisation: str = ""
    language: str = "hu"
    answers: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def register(*, occasion: Occasion, draft: AttendeeDraft, by: User | None, at: datetime) -> Attendee:
    """A member has a place (or waits for one) at once; a guest once they confirm the letter.

    The same key, or the same address, is the same attendee: whoever registered already gets the letter with their link again,
    at most three times a day.
    Raises `OccasionRefused`.
    """
    earlier = Attendee.objects.filter(client_key=draft.key).first()
    if earlier is not None and earlier.occasion_id != occasion.pk:
        raise OccasionRefused(_("This form belongs to another occasion. Open the page anew."))
    if earlier is not None:
        return earlier
    occasion = locked(occasion)
    if not occasion.takes_registrations(at):
        raise OccasionRefused(_("Registration is closed."))
    email = (by.email if by else draft.email).strip().lower()
    name = " ".join((draft.name or (by.name if by else "")).split())
    if not email or not name:
        raise OccasionRefused(_("We need a name and an e-mail address."), field="email")
    standing = Attendee.objects.filter(occasion=occasion, email=email).first()
    if standing is not None and standing.state != AttendeeState.UNCONFIRMED:
        standing.occasion = occasion
        if is_within("events.letter_again", str(standing.pk), most=LETTERS_A_DAY, seconds=24 * 3600):
            tell(standing, _letter_of(standing))
        return standing
    attendee = standing or Attendee(occasion=occasion, email=email, client_key=draft.key)
    is_letter_fresh = standing is not None and standing.asked_at > at - LETTER_AGAIN
    attendee.occasion = occasion
    attendee.user = by
    attendee.mentor = mentor_of(by) if by else None
    attendee.name, attendee.language = name, draft.language
    attendee.organisation = " ".join(draft.organisation.split())
    attendee.answers, attendee.asked_at = dict(draft.answers), at
    attendee.save()
    if by is not None:
        return _take(attendee, occasion, at)
    if not is_letter_fresh:
        tell(attendee, "confirm", days=UNCONFIRMED_DAYS)
    return attendee


@transaction.atomic
def confirm_attendee(*, attendee: Attendee, at: datetime) -> Attendee:
    """The guest said yes. Again is harmless. Raises `OccasionRefused` when it is too late."""
    occasion = locked(attendee.occasion)
    attendee = Attendee.objects.get(pk=attendee.pk)
    attendee.occasion = occasion
    if attendee.state != AttendeeState.UNCONFIRMED:
        return attendee
    if not occasion.takes_registrations(at):
        raise OccasionRefused(_("Registration has closed meanwhile."))
    return _take(attendee, occasion, at)


@transaction.atomic
def withdraw_attendee(*, attendee: Attendee, at: datetime) -> Attendee:
    """The place is free for the next; name, address and answers go at once."""
    occasion = locked(attendee.occasion)
    attendee = Attendee.objects.get(pk=attendee.pk)
    if attendee.days.exists():
        raise OccasionRefused(_("You were there: this cannot be taken back. Write to the organiser."))
    attendee.state = AttendeeState.WITHDRAWN
    attendee.name = attendee.email = attendee.organisation = ""
    attendee.answers, attendee.user, attendee.mentor = {}, None, None
    attendee.save()
    fill_seats(occasion, at=at)
    attendee.occasion = occasion
    return attendee


def remind(*, at: datetime) -> int:
    """Those with a place hear once, two days before; each in a transaction of its own."""
    due = (
        Attendee.objects.seated()
        .filter(
            reminded_at=None,
            occasion__state="published",
            occasion__starts_at__gt=at,
            occasion__starts_at__lte=at + REMIND_BEFORE,
        )
        .exclude(email="")
        .values_list("pk", flat=True)
    )
    return sum(_remind(pk, at) for pk in list(due.order_by("pk")))


@transaction.atomic
def _remind(pk: UUID, at: datetime) -> bool:
    attendee = (
        Attendee.objects.seated()
        .select_for_update(of=("self",))
        .select_related("occasion__settlement")
        .filter(pk=pk, reminded_at=None)
        .first()
    )
    if attendee is None:
        return False
    attendee.reminded_at = at
    attendee.save(update_fields=["reminded_at"])
    if attendee.confirmed_at is None or attendee.confirmed_at < at - timedelta(hours=12):
        tell(attendee, "reminder")  # whoever registered this very day knows
    return True


def forget_unconfirmed(*, at: datetime) -> int:
    """Registrations that nobody confirmed are deleted after a week."""
    old = Attendee.objects.filter(
        state=AttendeeState.UNCONFIRMED, asked_at__lt=at - timedelta(days=UNCONFIRMED_DAYS)
    )
    return old.delete()[0]


def _take(attendee: Attendee, occasion: Occasion, at: datetime) -> Attendee:
    free = free_seats(occasion)
    has_place = free is None or free > 0
    attendee.state = AttendeeState.REGISTERED if has_place else AttendeeState.WAITING
    attendee.confirmed_at = at
    attendee.save()
    tell(attendee, _letter_of(attendee))
    return attendee


def _letter_of(attendee: Attendee) -> str:
    return "waiting" if attendee.state == AttendeeState.WAITING else "registered"
