"""What those read who come by a link."""

from datetime import date

from ..models import ConsentText, Practice, PracticeVersion


def consent_text(day: date) -> ConsentText:
    """The wording in force on the day. One query."""
    return ConsentText.objects.filter(valid_from__lte=day).order_by("-valid_from", "-number")[:1].get()


def offered_version(practice: Practice) -> PracticeVersion:
    """The version that who offered it speaks of: the first. One query."""
    version = practice.versions.get(number=1)
    version.practice = practice
    return version
