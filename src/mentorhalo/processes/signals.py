"""What happens in this room that jobs follow."""

from django.dispatch import Signal

# A document pack was ordered and is made in the background. Argument: pack (id).
pack_ordered = Signal()
