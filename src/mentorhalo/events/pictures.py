"""What stands on the pictures that go with a link to a programme of the Week, or to all that a joiner holds."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.core.numbers import day, moment, number
from mentorhalo.core.placards import Placard

from .calendars import where
from .choices import OccasionState
from .models import Edition, Joiner, Occasion


def programme_address(occasion: Occasion) -> str:
    return settings.SITE_URL + reverse("events:week_picture", args=[occasion.pk])


def joiner_address(joiner: Joiner) -> str:
    return settings.SITE_URL + reverse("events:week_joiner_picture", args=[joiner.pk])


def page_of(joiner: Joiner) -> str:
    return settings.SITE_URL + reverse("events:week_joiner", args=[joiner.pk])


def of_programme(occasion: Occasion, edition: Edition) -> Placard:
    """The occasion comes with its settlement."""
    is_cancelled = occasion.state == OccasionState.CANCELLED
    return Placard(
        title=occasion.title,
        lines=(moment(occasion.starts_at), where(occasion), occasion.host),
        heading=str(edition),
        foot=edition.motto,
        stamp=_("Cancelled") if is_cancelled else "",
    )


def of_joiner(joiner: Joiner, occasions: Sequence[Occasion]) -> Placard:
    """The joiner comes with its edition and settlement."""
    edition = joiner.edition
    standing = sum(one.state != OccasionState.CANCELLED for one in occasions)
    words = ngettext("%(count)s programme", "%(count)s programmes", standing) % {"count": number(standing)}
    days = f"{day(edition.starts_on, 'short')} – {day(edition.ends_on, 'short')}"
    return Placard(
        title=joiner.name,
        lines=(words, days, joiner.settlement.name),
        heading=str(edition),
        foot=edition.motto,
    )
