"""What the foot of each page, and the programme's own page, say about who pays."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mentorhalo.programmes.queries import programme_of, support


def funding_block(request: HttpRequest) -> SafeString | None:
    """Nothing while no programme says who pays. One query in each request."""
    programme = programme_of(request)
    if programme is None or not support(programme):
        return None
    return render_to_string(
        "programmes/funding.html", {"programme": programme, "support": support(programme)}
    )


def demo_notice(request: HttpRequest) -> str | None:
    """What must stand on every page while invented people are shown."""
    programme = programme_of(request)
    if programme is None or not programme.is_demo:
        return None
    return _("This is a demonstration: the people, communities and institutions in it are invented.")
