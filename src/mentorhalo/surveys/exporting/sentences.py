"""What stands in codes, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import privacy
from .variables import Holds, Layout

WITHHELD = {
    privacy.IDENTITY: _("says who answered"),
    privacy.FREE: _("typed by people: comes with free texts"),
    privacy.PLACE: _("an exact place"),
    privacy.DEVICE: _("says which device or account sent it"),
    privacy.FILE: _("a file: comes with photos and sounds"),
    privacy.COMPUTED: _("computed from what was typed: comes with free texts"),
    privacy.DESIGN: pgettext_lazy("export", "stands among the columns of the design"),
}
KINDS = {
    Holds.TEXT: pgettext_lazy("column", "text"),
    Holds.WHOLE: pgettext_lazy("column", "whole number"),
    Holds.REAL: pgettext_lazy("column", "number"),
    Holds.FLAG: pgettext_lazy("column", "0 or 1"),
    Holds.DAY: pgettext_lazy("column", "day"),
    Holds.MOMENT: pgettext_lazy("column", "moment"),
    Holds.CLOCK: pgettext_lazy("column", "time of day"),
}
REMARKS = {
    "apart": _(
        "%(about)s has columns of its own for version %(versions)s, as its answers mean something else: %(detail)s."
    ),
    "some-versions": _("%(about)s was asked in version %(versions)s only."),
}
DIFFERENCES = {
    "type": _("it is an answer of another type"),
    "repeat": _("it is asked within another repeat"),
}


def remarks_in_words(layout: Layout) -> list[str]:
    return [
        str(REMARKS[remark.code])
        % {
            "about": remark.about,
            "versions": remark.versions,
            "detail": DIFFERENCES.get(remark.detail, remark.detail),
        }
        for remark in layout.remarks
    ]


def withheld_in_words(layout: Layout) -> list[tuple[str, str]]:
    """Path and reason; what only moved among the design columns is no loss."""
    return [
        (path, str(WITHHELD[reason])) for path, reason in layout.withheld.items() if reason != privacy.DESIGN
    ]
