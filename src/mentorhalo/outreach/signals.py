from django.dispatch import Signal

# An issue has something to hand over now or from a moment on. Arguments: issue_id, turn, at (a moment or None).
sending_due = Signal()
