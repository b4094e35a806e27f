"""Where a practice is found for ever, on what terms, and how people cite it: the same on its page, in feeds and downloads."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day

from .choices import Licence
from .models.practices import Practice, PracticeText, PracticeVersion

LICENCES: dict[str, str] = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}
# What stands beside a photo, where the whole sentence has no room.
LICENCES_IN_SHORT: dict[str, str] = {
    Licence.CC_BY: "CC BY 4.0",
    Licence.CC_BY_SA: "CC BY-SA 4.0",
    Licence.CC_BY_NC: "CC BY-NC 4.0",
}


def address_of(practice: Practice) -> str:
    """In the language of the moment."""
    return settings.SITE_URL + reverse("knowledge:practice", args=[practice.code])


def citation(practice: Practice, version: PracticeVersion, text: PracticeText) -> str:
    """One line to copy."""
    return _(
        "%(institution)s (%(settlement)s): %(title)s. Good practice %(code)s, version %(version)s, %(day)s %(address)s"
    ) % {
        "institution": practice.institution_name,
        "settlement": practice.settlement.name,
        "title": text.title.rstrip("."),
        "code": practice.code,
        "version": version.number,
        "day": day(version.accepted_at) if version.accepted_at else "",
        "address": address_of(practice),
    }
