"""What higher rooms may want to know of the territory."""

from django.dispatch import Signal

# Sent after the commit of a new state of the register: `day` (valid from), `codes` (settlements whose name, rank or
# place changed), `by`, `at`. Whoever derives facts from places must derive those of the codes, from the day on, again.
register_changed = Signal()
