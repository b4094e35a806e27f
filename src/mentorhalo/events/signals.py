"""What rooms above may answer. They keep the log; this room asks whether an invitation stands in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class LoggedInvitation:
    """An entry of the log by which a mentor invited somebody to the Week."""

    mentor: UUID
    day: date
    label: str
    href: str


# Asked when a joiner is checked: `name` (folded) and `settlement` (code) of the joiner, `words` (the Week's name, folded), and the
# days `since` and `until`. Whoever answers returns LoggedInvitation rows, the latest first. A fixed number of queries.
invitations_of = Signal()
