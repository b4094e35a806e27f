"""How the journal's references to this room's records are named, and where who may see them finds them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, TimelineEntry
from mentorhalo.partners.choices import Sector
from mentorhalo.partners.models import Organisation
from mentorhalo.partners.queries import party_of

from .choices import ActivityState, Registrant
from .models import Activity, Engagement, EvidenceFile, Pause
from .queries import lines_of_entries, timeline_of_communities


def activities(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """“10 April 2025, consultation, Abda”. One query."""
    may = _may(request, "mentoring.view")
    rows = Activity.objects.filter(pk__in=list(ids)).select_related("kind", "settlement")
    return {
        str(one.pk): SourceLink(
            label_of(one),
            reverse("mentoring:entry", args=[one.pk]) if may and one.state != ActivityState.DRAFT else None,
        )
        for one in rows
    }


def engagements(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """One query."""
    may = _may(request, "mentoring.view_engagement")
    rows = Engagement.objects.filter(pk__in=list(ids)).select_related("community")
    return {str(one.pk): _engagement(one, may=may) for one in rows}


def pauses(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    may = _may(request, "mentoring.view_engagement")
    rows = Pause.objects.filter(pk__in=list(ids)).select_related("engagement__community")
    return {str(one.pk): _engagement(one.engagement, may=may) for one in rows}


def evidence_files(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """Named by its entry and kind: the file's own name may tell of a person."""
    may = _may(request, "mentoring.view")
    rows = EvidenceFile.objects.filter(pk__in=list(ids)).select_related(
        "activity__kind", "activity__settlement"
    )
    return {
        str(one.pk): SourceLink(
            f"{one.get_kind_display()}: {label_of(one.activity)}",
            f"{reverse('mentoring:entry', args=[one.activity_id])}#evidence" if may else None,
        )
        for one in rows
    }


def community_timeline(request: HttpRequest, ids: Collection[str]) -> list[TimelineEntry]:
    """What happened with a community, for the network. Three queries."""
    return timeline_of_communities(ids) if _may(request, "mentoring.view_engagement") else []


def organisation_timeline(request: HttpRequest, ids: Collection[str]) -> list[TimelineEntry]:
    if not _may(request, "mentoring.view"):
        return []
    return lines_of_entries(Activity.objects.filter(organisations__in=list(ids)))


def consortium_timeline(request: HttpRequest, ids: Collection[str]) -> list[TimelineEntry]:
    return (
        lines_of_entries(Activity.objects.filter(consortium__in=list(ids)))
        if _may(request, "mentoring.view")
        else []
    )


def community_links(request: HttpRequest, community: str) -> list[tuple[str, str]]:
    """The community's open engagements, and the way to open one. One query."""
    if not _may(request, "mentoring.view_engagement"):
        return []
    rows = Engagement.objects.filter(community=UUID(community)).open().order_by("opened_on", "pk")
    links = [
        (
            _("Engagement opened on %(day)s") % {"day": day(one.opened_on)},
            reverse("mentoring:engagement", args=[one.pk]),
        )
        for one in rows
    ]
    if _may(request, "mentoring.open_engagement"):
        links.append(
            (_("Open an engagement"), f"{reverse('mentoring:open_engagement')}?community={community}")
        )
    return links


def registration_links(party_type: str, request: HttpRequest, pk: str) -> list[tuple[str, str]]:
    """On a card: its representative may ask for a mentor, a visitor may say that it is theirs. Two queries."""
    if _may(request, "partners.view_network"):
        return []
    party = party_of(party_type, pk)
    if _may(request, "partners.revise_own", party):
        return [(_("Ask for a mentor"), reverse("registration:ask_for_mentor", args=[party_type, pk]))]
    registrant = Registrant.COMMUNITY
    if isinstance(party, Organisation):
        is_municipality = party.kind.sector == Sector.MUNICIPALITY
        registrant = Registrant.MUNICIPALITY if is_municipality else Registrant.INSTITUTION
    return [(_("This is ours"), reverse("registration:claim", args=[registrant, pk]))]


def label_of(activity: Activity) -> str:
    """Needs `kind` and `settlement` at hand."""
    place = activity.settlement.name if activity.settlement else activity.get_channel_display()
    return f"{day(activity.occurred_on)}, {activity.kind.name}, {place}"


def _engagement(engagement: Engagement, *, may: bool) -> SourceLink:
    words = _("%(community)s, opened on %(day)s") % {
        "community": engagement.community,
        "day": day(engagement.opened_on),
    }
    return SourceLink(words, reverse("mentoring:engagement", args=[engagement.pk]) if may else None)


def _may(request: HttpRequest | None, perm: str, record: Model | None = None) -> bool:
    return request is not None and request.user.has_perm(perm, record)
