"""What the page after saving an entry says of the figures."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from mentorhalo.mentoring.models import Activity
from mentorhalo.mentoring.signals import figures_of_entry

from . import queries


@receiver(figures_of_entry)
def name_figures(sender: type[Activity], activity: Activity, **_more: Any) -> list[dict[str, Any]]:
    """The public figures that read what this entry says, as they stand now; some count it only once it is approved."""
    return [
        {
            "label": shown.figure.name,
            "value": shown.figure.value,
            "href": shown.href,
            "note": _("counts this entry once it is approved") if waits else "",
        }
        for shown, waits in queries.figures_reading(activity)
    ]
