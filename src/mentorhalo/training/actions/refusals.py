from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..models import Enrolment


class TrainingRefused(Exception):
    """It cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def refuse_own(enrolment: Enrolment, by: User) -> None:
    """Nobody writes down, marks or certifies themselves. Raises `TrainingRefused`."""
    if enrolment.is_of(by):
        raise TrainingRefused(_("This is your own course: somebody else does it for you."))
