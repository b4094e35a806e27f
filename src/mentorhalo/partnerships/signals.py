"""What happens in this room that jobs follow."""

from django.dispatch import Signal

# A large network is to be laid out in the background. Arguments: fingerprint, county.
layout_ordered = Signal()
