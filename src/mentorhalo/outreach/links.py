"""How the journal's references to this room's records are named, and where who may see them finds them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, TimelineEntry
from mentorhalo.partners.models import Community, Contact

from .choices import Audience, Purpose
from .models import Consent, InformationAct
from .queries.acts import acts_seen_by


def acts(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """“10 April 2026, meeting, in person: communities”. Three queries at most."""
    rows = list(InformationAct.objects.filter(pk__in=list(ids)))
    user = getattr(request, "user", None)
    seen = (
        set(acts_seen_by(user).filter(pk__in=[one.pk for one in rows]).values_list("pk", flat=True))
        if user
        else set()
    )
    return {
        str(one.pk): SourceLink(
            label_of(one), reverse("outreach:act", args=[one.pk]) if one.pk in seen else None
        )
        for one in rows
    }


def label_of(act: InformationAct) -> str:
    return f"{day(act.given_on)}, {act.get_channel_display()}: {act.get_audience_display()}"


def community_timeline(request: HttpRequest, ids: Collection[str]) -> list[TimelineEntry]:
    """Acts that told the communities of its place. Two queries."""
    if not request.user.has_perm("outreach.view_acts"):
        return []
    places = Community.objects.filter(pk__in=list(ids)).values_list("settlement", flat=True)
    told = acts_seen_by(request.user).filter(
        Q(settlement__in=list(places)), audience__in=(Audience.COMMUNITY, Audience.CIVIL)
    )
    return [
        TimelineEntry(
            at=act.given_on,
            title=_("Information act: %(channel)s") % {"channel": act.get_channel_display()},
            body=act.message,
            href=reverse("outreach:act", args=[act.pk]),
        )
        for act in told.standing()
    ]


def community_links(request: HttpRequest, community: str) -> list[tuple[str, str]]:
    """For each contact with an address, the way to note a consent to letters. Two queries for who may."""
    if not request.user.has_perm("outreach.log_act"):
        return []
    contacts = Contact.objects.on(timezone.localdate()).filter(
        community=UUID(community), consent_withdrawn_at=None
    )
    rows = list(contacts.exclude(email="").order_by("name", "pk"))
    if not rows or not request.user.has_perm("outreach.record_consent", rows[0]):
        return []
    agreed = set(
        Consent.objects.standing()
        .filter(purpose=Purpose.COUNTY_LETTER, subscriber__email__in=[one.email.lower() for one in rows])
        .values_list("subscriber__email", flat=True)
    )
    return [
        (
            _("Note %(name)s's consent to letters") % {"name": one.name},
            reverse("outreach:record_consent", args=[one.pk]),
        )
        for one in rows
        if one.email.lower() not in agreed
    ]


def offers(request: HttpRequest, _pk: str) -> list[tuple[str, str]]:
    """What a visitor may do here without registering."""
    return [(_("Subscribe to the newsletter"), reverse("outreach:subscribe"))]
