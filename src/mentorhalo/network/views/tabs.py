"""The two lists of the network, one click from each other."""

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(here: str) -> list[tuple[str, str, bool]]:
    words = {"network:groups": _("County groups"), "network:mentors": _("Mentors")}
    return [(label, reverse(name), name == here) for name, label in words.items()]
