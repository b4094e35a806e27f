"""What rooms above may listen to. Sent inside the transaction of the action, after the record is written."""

from django.dispatch import Signal

# Something else is said of a programme: `programme`, `changed` (names of its fields), `by`, `at`.
programme_revised = Signal()
