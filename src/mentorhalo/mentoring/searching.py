"""What the search says of the mentors' work, to those who may read it: drafts and private notes are not in it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource
from mentorhalo.network.models import CountyGroup, Mandate

from .choices import ActivityState, EngagementState
from .models import Activity, ActivityKind, Engagement

NETWORK = "network"


def engagements(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    rows = Engagement.objects.select_related("community__settlement__county", "mentor")
    rows = rows if ids is None else rows.filter(pk__in=ids)
    for row in in_pages(rows):
        place = row.community.settlement
        yield SearchDraft(
            str(row.pk),
            row.community.name,
            "\n".join(filter(None, (row.goals, row.offer, row.closing_evaluation))),
            url_name="mentoring:engagement",
            url_args=(str(row.pk),),
            audience=NETWORK,
            note=f"{place.name}, {place.county.name}",
            keywords=row.mentor.name if row.mentor else "",
            county=place.county_id,
            field=row.state,
            day=row.opened_on,
        )


def entries(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    """Entries that were sent in and say something: what the whole network reads of them."""
    for row in in_pages(_sent_in(ids)):
        said = "\n".join(filter(None, (row.public_sentence, row.topics, row.next_step)))
        if said:
            yield _draft(row, said, NETWORK)


def group_notes(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    """What the county group and the office read of an entry."""
    for row in in_pages(_sent_in(ids).exclude(group_note="").exclude(group=None)):
        yield _draft(row, row.group_note, str(row.group_id))


def of_network(user: Any) -> set[str]:
    return {NETWORK} if user.has_perm("mentoring.view") else set()


def groups_of(user: Any) -> set[str]:
    """The county groups whose notes somebody reads: one's own and those one leads; all of them for the office."""
    if not user.has_perm("mentoring.view"):
        return set()
    if user.holds("office"):
        return {str(pk) for pk in CountyGroup.objects.values_list("pk", flat=True)}
    mandates = Mandate.objects.on(timezone.localdate()).filter(mentor__user=user)
    return {str(pk) for pk in (*user.groups_led(), *mandates.values_list("group", flat=True))}


def kinds() -> dict[str, str]:
    return {kind.code: kind.name for kind in ActivityKind.objects.all()}


SOURCES = (
    SearchSource(
        "engagement",
        _("Mentored communities"),
        entries=engagements,
        tokens=of_network,
        fields=lambda: {code: str(words) for code, words in EngagementState.choices},
        order=100,
    ),
    SearchSource("entry", _("Log entries"), entries=entries, tokens=of_network, fields=kinds, order=110),
    SearchSource(
        "group_note",
        _("Notes for the county group"),
        entries=group_notes,
        tokens=groups_of,
        fields=kinds,
        follows=("entry",),
        order=120,
    ),
)


def _sent_in(ids: Collection[str] | None) -> Any:
    rows = Activity.objects.exclude(state=ActivityState.DRAFT).select_related(
        "kind", "mentor", "settlement__county", "engagement__community__settlement__county", "consortium"
    )
    return rows if ids is None else rows.filter(pk__in=ids)


def _draft(row: Activity, said: str, audience: str) -> SearchDraft:
    community = row.engagement.community if row.engagement else None
    place = row.settlement or (community.settlement if community else None)
    about = community or row.consortium
    return SearchDraft(
        str(row.pk),
        f"{about}: {row.kind.name_hu}" if about else row.kind.name_hu,
        said,
        url_name="mentoring:entry",
        url_args=(str(row.pk),),
        audience=audience,
        note=f"{place.name}, {place.county.name}" if place else "",
        keywords=row.mentor.name if row.mentor else "",
        county=place.county_id if place else "",
        field=row.kind.code,
        day=row.occurred_on,
    )
