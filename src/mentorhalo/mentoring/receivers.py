"""A party's new seat or field is carried into the facts of the work done with it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.partners.models import Community, Consortium, Organisation, Party
from mentorhalo.partners.signals import consortium_revised, party_revised

from .actions.journal import tell_of_activities, tell_of_engagements
from .models import Activity, Engagement


@receiver(party_revised)
def carry_party(party: Party, by: User | None, at: datetime, **_kwargs: Any) -> None:
    if isinstance(party, Community):
        engagements = list(Engagement.objects.filter(community=party).select_related("programme"))
        tell_of_engagements(engagements, by=by, at=at, reason="party revised")
        touched = Activity.objects.filter(engagement__community=party)
    elif isinstance(party, Organisation):
        touched = Activity.objects.filter(organisations=party) | Activity.objects.filter(
            consortium__lead=party
        )
    else:
        return
    tell_of_activities(touched.values_list("pk", flat=True), by=by, at=at, reason="party revised")


@receiver(consortium_revised)
def carry_consortium(consortium: Consortium, by: User | None, at: datetime, **_kwargs: Any) -> None:
    touched = Activity.objects.filter(consortium=consortium).values_list("pk", flat=True)
    tell_of_activities(touched, by=by, at=at, reason="consortium revised")
