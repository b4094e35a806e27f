"""The secret word by which the frame of a learning package is let in: signed, kept nowhere, good for a day of learning.

The frame has no cookies of ours and must not have them: whatever runs in it could use them.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing

from .models import Enrolment, MaterialVersion

PLAYER = "mentorhalo.training.player"
GOOD_FOR = timedelta(hours=12)
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Playing:
    """A version of material as somebody plays it; without an enrolment nothing of it is kept."""

    word: str
    version: MaterialVersion
    enrolment: Enrolment | None


def playing_word(version: MaterialVersion, enrolment: Enrolment | None) -> str:
    said = f"{version.pk.hex}-{(enrolment.pk if enrolment else NOBODY).hex}"
    return signing.TimestampSigner(salt=PLAYER, sep=".").sign(said)


def playing_by(word: str) -> Playing:
    """Raises `DoesNotExist`, also for a word that is forged or too old. Two queries."""
    try:
        said = signing.TimestampSigner(salt=PLAYER, sep=".").unsign(word, max_age=GOOD_FOR)
        version_id, enrolment_id = map(UUID, said.split("-"))
    except (signing.BadSignature, ValueError):
        raise MaterialVersion.DoesNotExist from None
    version = MaterialVersion.objects.exclude(package="").get(pk=version_id)
    if enrolment_id == NOBODY:
        return Playing(word, version, None)
    return Playing(word, version, Enrolment.objects.get(pk=enrolment_id))
