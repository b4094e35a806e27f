"""Secret words of links without password: made anew from the signing key each time, kept nowhere."""

from uuid import UUID

from django.core import signing

from .models import Asking

ANSWER = "mentorhalo.partnerships.answer"


def answer_key(asking: Asking) -> str:
    """Of the party that was asked."""
    return signing.Signer(salt=ANSWER, sep=".").sign(asking.pk.hex)


def asking_by(key: str) -> Asking:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    try:
        pk = UUID(signing.Signer(salt=ANSWER, sep=".").unsign(key))
    except (signing.BadSignature, ValueError):
        raise Asking.DoesNotExist from None
    return Asking.objects.select_related(
        "grading__partnership__programme",
        "grading__scale",
        "member__organisation",
        "member__community",
    ).get(pk=pk)
