"""Large networks are laid out in the background: ordered once, made by a job, forgotten when nobody asks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..graphs.layout import positions
from ..graphs.network import Network
from ..models import Layout
from ..queries import network as queries
from ..queries.scales import default_scale
from ..signals import layout_ordered

AGAIN, KEPT = timedelta(minutes=10), timedelta(days=60)


@transaction.atomic
def order_layout(*, found: Network, county: str, at: datetime) -> Layout:
    """Once, however many ask; again only where it was ordered long ago and nothing came."""
    fingerprint = queries.fingerprint_of(found)
    layout, is_new = Layout.objects.get_or_create(
        fingerprint=fingerprint, defaults={"county": county, "asked_at": at}
    )
    is_lost = layout.made_at is None and layout.asked_at < at - AGAIN
    if is_lost:
        layout.asked_at = at
        layout.save(update_fields=["asked_at"])
    if is_new or is_lost:
        layout_ordered.send(Layout, fingerprint=fingerprint, county=county)
    return layout


def make_layout(*, fingerprint: str, county: str, at: datetime) -> None:
    """Of the network as it is now; changed since it was ordered, it is kept as what it became. Repeating it is harmless."""
    if Layout.objects.filter(fingerprint=fingerprint, made_at__isnull=False).exists():
        return
    found = queries.network_of(county, default_scale(), timezone.localdate(at))
    spots = [[round(x, 4), round(y, 4)] for x, y in positions(len(found.refs), found.union())]
    own = queries.fingerprint_of(found)
    with transaction.atomic():
        if own != fingerprint:
            Layout.objects.filter(fingerprint=fingerprint).delete()
        Layout.objects.update_or_create(
            fingerprint=own,
            defaults={"county": county, "spots": spots, "asked_at": at, "made_at": at},
        )


def forget_layouts(*, at: datetime) -> int:
    """Those of networks of long ago; who asks for one again gets it anew."""
    return Layout.objects.filter(asked_at__lt=at - KEPT).delete()[0]
