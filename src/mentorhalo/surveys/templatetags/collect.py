"""`{% collect_code address name as code %}`: the QR code that sets ODK Collect up for an address."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..openrosa import codes

register = template.Library()


@register.simple_tag
def collect_code(address: str, name: str) -> SafeString:
    # Drawn by us: squares only, nothing of what was given stands in it as text.
    return mark_safe(codes.collect_code(address, name))
