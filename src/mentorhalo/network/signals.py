"""What rooms above may listen to. Sent inside the transaction of the action, after the record and its facts are written."""

from django.dispatch import Signal

# Mentors' cards have other accounts than before: `users` (ids of the accounts they had and have now), `by`, `at`. Whoever derives
# facts of a person by their account derives them again.
accounts_linked = Signal()
