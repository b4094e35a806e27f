"""What rooms above may answer. They know where methods are used; this room shows it."""

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class MethodUse:
    """One time a method was used: where, when, and - for whom it is meant - which record says so."""

    settlement: str  # KSH code
    day: date
    label: str = ""
    href: str = ""


# Asked by the page of a method: `method`, `request`. Whoever answers returns MethodUse rows: for visitors the settlement and
# the day alone, from what counts; for the network also the record and its address. A fixed number of queries.
uses_of_method = Signal()

# A booklet was ordered and is set in the background. Argument: booklet (id).
booklet_ordered = Signal()
