"""Who somebody is in the field."""

from datetime import date

from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.network.models import CountyGroup

from ..models import Enrolment, Interviewer, KeyHolder, Study


def interviewer_of(user: object) -> Interviewer | None:
    """The interviewer who signs in by this account, if enrolled in a study today. One query for the life of the user's instance."""
    if not isinstance(user, User) or not user.is_active:
        return None
    today = timezone.localdate()
    known: dict[date, Interviewer | None] = user.__dict__.setdefault("interviewer_on", {})
    if today not in known:
        enrolled = Enrolment.objects.on(today).values("interviewer")
        known[today] = Interviewer.objects.filter(user=user, pk__in=enrolled).first()
    return known[today]


def leads_county(user: object, county: str) -> bool:
    """Leads the mentor group of the county today. One query at most."""
    return county in counties_led(user)


def counties_led(user: object) -> frozenset[str]:
    """Codes of the counties whose mentor groups somebody leads today. One query at most."""
    groups = user.groups_led() if isinstance(user, User) else frozenset()
    if not groups:
        return frozenset()
    return frozenset(CountyGroup.objects.filter(pk__in=groups).values_list("county", flat=True))


def holds_keys(user: object, study: Study, day: date) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    held = KeyHolder.objects.filter(study=study, user=user, starts_on__lte=day)
    return held.exclude(ends_on__lt=day).exists()
