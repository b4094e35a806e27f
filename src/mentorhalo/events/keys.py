"""The secret words of links: signed, made anew each time, kept nowhere."""

from uuid import UUID

from django.core import signing

from mentorhalo.accounts.models import User

from .models import Attendee

ATTENDEE = "mentorhalo.events.attendee"
CALENDAR = "mentorhalo.events.calendar"


def signed(salt: str, pk: UUID) -> str:
    return signing.Signer(salt=salt, sep=".").sign(pk.hex)


def unsigned(salt: str, key: str) -> UUID | None:
    """None for a forged one."""
    try:
        return UUID(signing.Signer(salt=salt, sep=".").unsign(key))
    except (signing.BadSignature, ValueError):
        return None


def key_of(attendee: Attendee) -> str:
    """Opens the attendee's own page."""
    return signed(ATTENDEE, attendee.pk)


def attendee_by(key: str) -> Attendee:
    """Raises `DoesNotExist`, also for a forged key. One query."""
    pk = unsigned(ATTENDEE, key)
    if pk is None:
        raise Attendee.DoesNotExist
    return Attendee.objects.select_related("occasion__settlement", "occasion__programme").get(pk=pk)


def calendar_key(user: User) -> str:
    """Opens the person's own calendar, and nothing else."""
    return signed(CALENDAR, user.pk)


def user_by(key: str) -> User:
    """Whose calendar it is; a closed account has none. Raises `DoesNotExist`."""
    pk = unsigned(CALENDAR, key)
    if pk is None:
        raise User.DoesNotExist
    return User.objects.get(pk=pk, is_active=True)
