"""What rooms above may listen to. Sent inside the transaction of the action, after the record and its facts are written."""

from django.dispatch import Signal

# An entry was sent in, approved or returned: `activity`, `by`, `at`.
activity_submitted = Signal()
activity_approved = Signal()
activity_returned = Signal()

# An entry that was sent in before says something else now: `activity`, `by`, `at`.
activity_revised = Signal()

# Many at once say something else, their state too: `activities` (ids), `by`, `at`.
activities_revised = Signal()

# An engagement took a step: `engagement`, `transition`, `by`, `at`.
engagement_moved = Signal()

# Asked by the page after saving: `activity`, `request`. Whoever answers returns [{"label", "value", "before", "href"}]:
# the figures that changed because of this entry, or will when it is approved.
figures_of_entry = Signal()
