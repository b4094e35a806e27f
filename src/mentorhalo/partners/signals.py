"""What rooms above may listen to. Sent inside the transaction of the action, after the record and its facts are written."""

from django.dispatch import Signal

# A party's card was changed: `party`, `changed` (frozenset of field names), `by`, `at`. Whoever derives facts that
# carry the party's settlement, kind or field derives them again.
party_revised = Signal()

# A consortium was changed: `consortium`, `by`, `at`.
consortium_revised = Signal()

# Two parties count as one from now on, or no longer: `merge`, `by`, `at`.
parties_merged = Signal()
merge_undone = Signal()
