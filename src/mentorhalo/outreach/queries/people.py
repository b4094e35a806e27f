"""Who is what to the network on a day, with the address they are reached at."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant
from mentorhalo.mentoring.models import Engagement
from mentorhalo.network.models import Mandate
from mentorhalo.partners.choices import Sector
from mentorhalo.partners.models import Contact

from ..choices import Audience, SegmentRole
from ..segments import Segment

PARTY_ROLES = frozenset(
    {SegmentRole.REPRESENTATIVE, SegmentRole.COMMUNITY, SegmentRole.INSTITUTION, SegmentRole.MUNICIPALITY}
)
GRANTED = {
    SegmentRole.GROUP_LEADER: Role.GROUP_LEADER,
    SegmentRole.EXPERT: Role.EXPERT,
    SegmentRole.OFFICE: Role.OFFICE,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One who fits a role. `whom` is "contact:id", "mentor:id", "user:id" or, where nobody is known, "community:id"."""

    whom: str
    label: str
    email: str
    contact_id: UUID | None = None
    party: str = ""
    place: str = ""  # settlement code of the party
    county: str = ""
    told_as: str = ""  # the class of an information act that reaches them


def people_in(segment: Segment, roles: Collection[str], day: date) -> Iterator[Person]:
    """Who has one of the roles, narrowed by county and kind. One query for each sort of role, three at most."""
    if PARTY_ROLES & set(roles):
        yield from _contacts(segment, roles, day)
    if SegmentRole.MENTOR in roles:
        yield from _mentors(segment, day)
    granted = [GRANTED[SegmentRole(role)] for role in roles if role in GRANTED]
    if granted:
        yield from _holders(granted, day)


def contacts_of_own_communities(segment: Segment, day: date) -> Iterator[Person]:
    """Contacts of the communities that the segment's mentor or group mentors on the day. Two queries.

    A community of which nobody is known stands for itself, without address.
    """
    rows = Engagement.objects.open_on(day).filter(community__withdrawn_at=None)
    if segment.own_of:
        rows = rows.filter(mentor=segment.own_of)
    if segment.group:
        rows = rows.filter(group=segment.group)
    if segment.counties:
        rows = rows.filter(community__settlement__county__in=segment.counties)
    fields = [kind.removeprefix("community:") for kind in segment.kinds if kind.startswith("community:")]
    if segment.kinds:
        rows = rows.filter(community__field__in=fields)
    communities = {
        pk: (name, place, county)
        for pk, name, place, county in rows.values_list(
            "community", "community__name", "community__settlement", "community__settlement__county"
        )
    }
    contacts = Contact.objects.on(day).filter(community__in=communities)
    if set(segment.roles) == {SegmentRole.REPRESENTATIVE}:
        contacts = contacts.filter(user__isnull=False)
    known = set()
    for pk, community, name, email, account, given_at, withdrawn_at in contacts.order_by("pk").values_list(
        "pk", "community", "name", "email", "user__email", "consent_given_at", "consent_withdrawn_at"
    ):
        known.add(community)
        where, place, county = communities[community]
        is_kept = given_at is not None and withdrawn_at is None
        yield Person(
            whom=f"contact:{pk}",
            label=_labelled(name, where),
            email=(email or account or "") if is_kept else "",
            contact_id=pk,
            party=f"community:{community}",
            place=place,
            county=county,
            told_as=Audience.COMMUNITY,
        )
    for community, (where, place, county) in communities.items():
        if community not in known:
            yield Person(
                f"community:{community}",
                where,
                "",
                None,
                f"community:{community}",
                place,
                county,
                Audience.COMMUNITY,
            )


def _contacts(segment: Segment, roles: Collection[str], day: date) -> Iterator[Person]:
    rows = Contact.objects.on(day).filter(consent_given_at__isnull=False, consent_withdrawn_at=None)
    rows = rows.filter(_in_role(roles)).filter(_of_kind(segment.kinds))
    if segment.counties:
        rows = rows.filter(
            Q(community__settlement__county__in=segment.counties)
            | Q(organisation__settlement__county__in=segment.counties)
        )
    row: Any  # by the name of the party it is about
    for row in rows.order_by("pk").values(
        "pk",
        "name",
        "email",
        "user__email",
        "community",
        "community__name",
        "community__settlement",
        "community__settlement__county",
        "organisation",
        "organisation__name",
        "organisation__settlement",
        "organisation__settlement__county",
        "organisation__kind__sector",
    ):
        party = "community" if row["community"] else "organisation"
        yield Person(
            whom=f"contact:{row['pk']}",
            label=_labelled(row["name"], row[f"{party}__name"]),
            email=row["email"] or row["user__email"] or "",
            contact_id=row["pk"],
            party=f"{party}:{row[party]}",
            place=row[f"{party}__settlement"],
            county=row[f"{party}__settlement__county"],
            told_as=_told_as(party, row["organisation__kind__sector"]),
        )


def _in_role(roles: Collection[str]) -> Q:
    found = Q(pk__in=())
    if SegmentRole.REPRESENTATIVE in roles:
        found |= Q(user__isnull=False)
    if SegmentRole.COMMUNITY in roles:
        found |= Q(community__isnull=False)
    if SegmentRole.INSTITUTION in roles:
        found |= Q(organisation__isnull=False) & ~Q(organisation__kind__sector=Sector.MUNICIPALITY)
    if SegmentRole.MUNICIPALITY in roles:
        found |= Q(organisation__kind__sector=Sector.MUNICIPALITY)
    return found


def _of_kind(kinds: Collection[str]) -> Q:
    """Contacts whose party is of one of the kinds."""
    if not kinds:
        return Q()
    found = Q(pk__in=())
    for kind in kinds:
        party, _colon, what = kind.partition(":")
        sector, slash, code = what.partition("/")
        if party == "community":
            found |= Q(community__field=what)
        elif slash:
            found |= Q(organisation__kind__sector=sector, organisation__kind__code=code)
        else:
            found |= Q(organisation__kind__sector=sector)
    return found


def _mentors(segment: Segment, day: date) -> Iterator[Person]:
    rows = Mandate.objects.on(day).select_related("mentor__user", "group").order_by("mentor", "pk")
    if segment.counties:
        rows = rows.filter(group__county__in=segment.counties)
    seen = set()
    for mandate in rows:
        if mandate.mentor_id not in seen:
            seen.add(mandate.mentor_id)
            mentor = mandate.mentor
            email = mentor.email or (mentor.user.email if mentor.user else "")
            yield Person(f"mentor:{mentor.pk}", mentor.name, email, county=mandate.group.county_id)


def _holders(roles: Collection[str], day: date) -> Iterator[Person]:
    rows = Grant.objects.on(day).filter(role__in=roles, user__is_active=True).order_by("user", "pk")
    seen = set()
    for pk, name, email in rows.values_list("user", "user__name", "user__email"):
        if pk not in seen:
            seen.add(pk)
            yield Person(f"user:{pk}", name or email, email)


def _told_as(party: str, sector: str | None) -> str:
    if party == "community":
        return Audience.COMMUNITY
    by_sector = {Sector.MUNICIPALITY: Audience.MUNICIPALITY, Sector.CIVIL: Audience.CIVIL}
    return by_sector.get(Sector(sector), Audience.INSTITUTION) if sector else Audience.INSTITUTION


def _labelled(name: str, party: str) -> str:
    return f"{name or _('a contact')} ({party})"
