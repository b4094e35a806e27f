"""The secret words of links: signed, made anew each time, kept nowhere."""

from uuid import UUID

from django.core import signing

from mentorhalo.accounts.models import User

from .models import Attendee, Invitation, Joiner, WeekPhoto, WeekProgramme

ATTENDEE = "mentorhalo.events.attendee"
CALENDAR = "mentorhalo.events.calendar"
JOINER = "mentorhalo.events.joiner"
INVITATION = "mentorhalo.events.invitation"


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


def joiner_key(joiner: Joiner) -> str:
    """Opens the joiner's own page."""
    return signed(JOINER, joiner.pk)


def joiner_by(key: str) -> Joiner:
    """Raises `DoesNotExist`, also for a forged key. One query."""
    pk = unsigned(JOINER, key)
    if pk is None:
        raise Joiner.DoesNotExist
    return Joiner.objects.select_related("edition__programme", "settlement__county").get(pk=pk)


def own_programme_by(key: str, pk: UUID) -> WeekProgramme:
    """A programme of the joiner whose key it is. Raises `DoesNotExist`. Two queries."""
    joiner = joiner_by(key)
    programme = WeekProgramme.objects.select_related("occasion").get(pk=pk, joiner=joiner)
    programme.joiner = joiner
    return programme


def own_photo_by(key: str, pk: UUID) -> WeekPhoto:
    """A photo of the joiner whose key it is. Raises `DoesNotExist`. Two queries."""
    joiner = joiner_by(key)
    photo = WeekPhoto.objects.select_related("programme").get(pk=pk, programme__joiner=joiner)
    photo.programme.joiner = joiner
    return photo


def invitation_key(invitation: Invitation) -> str:
    """Opens the form of joining, as this mentor's invitation."""
    return signed(INVITATION, invitation.pk)


def invitation_by(key: str) -> Invitation:
    """Raises `DoesNotExist`, also for a forged key. One query."""
    pk = unsigned(INVITATION, key)
    if pk is None:
        raise Invitation.DoesNotExist
    return Invitation.objects.select_related("edition__programme", "mentor", "settlement").get(pk=pk)
