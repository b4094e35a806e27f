"""Who heard from the network lately: by a letter, by an entry of mentoring with their party, by an information act there."""

from datetime import datetime, timedelta

from django.utils import timezone

from mentorhalo.mentoring.models import Activity

from ..choices import DeliveryState
from ..models import Delivery, InformationAct
from ..segments import Segment
from .people import Person

ARRIVED = (DeliveryState.SENT, DeliveryState.UNCERTAIN)


class Heard:
    """What was said within the segment's days of silence. Four queries, none when silence is not asked for."""

    def __init__(self, segment: Segment, at: datetime) -> None:
        self.addresses: set[str] = set()
        self.parties: set[str] = set()
        self.told: set[tuple[str, str, str]] = set()  # class, settlement, county
        if segment.not_heard_days:
            since = at - timedelta(days=segment.not_heard_days)
            self._read(since, at)

    def _read(self, since: datetime, at: datetime) -> None:
        letters = Delivery.objects.filter(state__in=ARRIVED, sent_at__gte=since, sent_at__lte=at).order_by()
        self.addresses.update(address.lower() for address in letters.values_list("address", flat=True))
        days = (timezone.localdate(since), timezone.localdate(at))
        entries = (
            Activity.objects.counting()
            .filter(occurred_on__range=days, is_annulment=False)
            .order_by()
            .distinct()
        )
        met = entries.filter(engagement__isnull=False).values_list("engagement__community", flat=True)
        self.parties.update(f"community:{community}" for community in met)
        helped = entries.filter(organisations__isnull=False).values_list("organisations", flat=True)
        self.parties.update(f"organisation:{organisation}" for organisation in helped)
        acts = InformationAct.objects.standing().filter(given_on__range=days, issue=None).order_by()
        self.told.update(acts.values_list("audience", "settlement", "county").distinct())

    def lately(self, email: str, person: Person | None) -> bool:
        if email in self.addresses:
            return True
        if person is None or not person.party:
            return False
        places = (
            (person.told_as, person.place, person.county),
            (person.told_as, person.place, ""),
            (person.told_as, "", person.county),
            (person.told_as, "", ""),
        )
        return person.party in self.parties or any(place in self.told for place in places)
