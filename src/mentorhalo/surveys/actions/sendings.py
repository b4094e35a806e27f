"""What is sent and what comes of it: taken, or refused with words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.files import File

from mentorhalo.accounts.models import User

from ..choices import Way
from ..models import Interviewer, Invitation, SampleUnit, Submission


class SendingRefused(Exception):
    """The questionnaire is not taken; the message is meant for the person who sends it. `status`: HTTP's word for it."""

    status = 400


class MalformedSending(SendingRefused):
    """What was sent is not one whole, plain document of a questionnaire."""


class UnknownForm(SendingRefused):
    status = 404


class UnknownVersion(SendingRefused):
    status = 404


class FormClosed(SendingRefused):
    """The version is a draft or was retired, or the sender is not at work in its study."""

    status = 403


class OtherContent(SendingRefused):
    """The instance is here already, with other answers: nothing is overwritten."""

    status = 409


class OutdatedEdit(SendingRefused):
    """Somebody edited the same version before."""

    status = 409


class UnknownOriginal(SendingRefused):
    """An edit of what never arrived."""

    status = 404


class TooLarge(SendingRefused):
    status = 413


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file sent along; `content` is open for reading."""

    name: str
    content: File
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending as it arrived, and who answers for it."""

    xml: bytes
    way: Way
    files: Sequence[SentFile] = ()
    interviewer: Interviewer | None = None
    invitation: Invitation | None = None
    unit: SampleUnit | None = None
    device_id: str = ""
    reason: str = ""
    by: User | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` is false where the same sending was here before. `told` makes the submission: few want to see it."""

    is_new: bool
    files: int
    told: Callable[[], Submission]

    @property
    def submission(self) -> Submission:
        return self.told()


type Outcome = Received | SendingRefused
