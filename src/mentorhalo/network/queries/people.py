"""Who is a mentor when, where, and what of them this viewer may see."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from mentorhalo.core.hungarian import matches
from mentorhalo.programmes.models import Programme

from ..choices import ConsentScope
from ..models import CountyGroup, Leadership, Mandate, Mentor, PublicConsent


@dataclass(frozen=True)
class Member:
    """A mentor in a group on a day."""

    mentor: Mentor
    mandate: Mandate
    is_leader: bool


@dataclass(frozen=True)
class GroupOnDay:
    """A county group as it stands on a day; members in alphabetical order."""

    group: CountyGroup
    members: list[Member]

    @property
    def leader(self) -> Mentor | None:
        return next((member.mentor for member in self.members if member.is_leader), None)


@dataclass(frozen=True)
class PublicMentor:
    """What the public may see of a mentor; whatever they have not consented to is empty."""

    id: UUID
    county: str  # KSH code
    county_name: str
    is_leader: bool
    name: str
    introduction: str
    email: str
    phone: str


def mentor_of(user: Any) -> Mentor | None:
    """The mentor who signs in by this account; a visitor is none. One query for the life of the user's instance."""
    return getattr(user, "mentor", None) if user.is_authenticated else None


def mandate_of(mentor: Mentor, day: date, programme: Programme | None = None) -> Mandate | None:
    """The mandate a mentor serves on the day, with group, county and programme; the latest where there are several."""
    mandates = Mandate.objects.on(day).filter(mentor=mentor)
    if programme:
        mandates = mandates.filter(programme=programme)
    return mandates.select_related("group__county", "programme").order_by("-starts_on", "pk").first()


def group_of(mentor: Mentor, day: date, programme: Programme | None = None) -> CountyGroup | None:
    mandate = mandate_of(mentor, day, programme)
    return mandate.group if mandate else None


def led_group(user: Any, day: date) -> CountyGroup | None:
    """The group this account leads on the day, with county and programme; the first by name where there are several."""
    groups = user.groups_led(day) if user.is_authenticated else frozenset()
    if not groups:
        return None
    return CountyGroup.objects.filter(pk__in=groups).select_related("county", "programme").first()


def group_on(group: CountyGroup, day: date) -> GroupOnDay:
    """Two queries."""
    return _with_members([group], day)[0]


def groups_with_members(programme: Programme, day: date) -> list[GroupOnDay]:
    """The groups at work on the day, by county in alphabetical order. Three queries however many."""
    groups = CountyGroup.objects.on(day).filter(programme=programme).select_related("county", "programme")
    return _with_members(list(groups), day)


def headcount(programme: Programme, day: date) -> int:
    """Mentors with a mandate on the day."""
    return Mandate.objects.on(day).filter(programme=programme).values("mentor").distinct().count()


@dataclass(frozen=True)
class MentorRow:
    """A mentor in a list, with the mandate served on its day, if any."""

    mentor: Mentor
    mandate: Mandate | None
    is_leader: bool


def mentors(text: str, county: str, day: date, *, serving_only: bool = True) -> list[Mentor]:
    """Mentors whose name matches, in alphabetical order; by default those with a mandate on the day. One query."""
    found = Mentor.objects.matching(text).select_related("home")
    if serving_only or county:
        serving = Mandate.objects.on(day)
        if county:
            serving = serving.filter(group__county=county)
        found = found.filter(pk__in=serving.values("mentor"))
    return [mentor for mentor in found.order_by("name_sort", "pk") if matches(text, mentor.name)]


def mentor_rows(mentors: Sequence[Mentor], day: date) -> list[MentorRow]:
    """Two queries, however many mentors."""
    ids = [mentor.pk for mentor in mentors]
    serving = Mandate.objects.on(day).filter(mentor__in=ids).select_related("group__county", "programme")
    mandates = {mandate.mentor_id: mandate for mandate in serving.order_by("starts_on", "pk")}
    leads = set(Leadership.objects.on(day).filter(mentor__in=ids).values_list("mentor", flat=True))
    return [MentorRow(mentor, mandates.get(mentor.pk), mentor.pk in leads) for mentor in mentors]


def mentor(pk: UUID) -> Mentor:
    return Mentor.objects.select_related("home", "user").get(pk=pk)


def mandate(pk: UUID) -> Mandate:
    return Mandate.objects.select_related("mentor", "group__county", "programme").get(pk=pk)


def group(pk: UUID) -> CountyGroup:
    return CountyGroup.objects.select_related("county", "programme").get(pk=pk)


def groups_at_work(day: date) -> list[GroupOnDay]:
    """The groups of every programme, by county. Three queries."""
    return _with_members(list(CountyGroup.objects.on(day).select_related("county", "programme")), day)


def groups_open_after(day: date) -> QuerySet[CountyGroup]:
    """Groups one may still join: those that do not end before the day."""
    standing = CountyGroup.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    return standing.select_related("county", "programme").order_by("county__name_sort", "pk")


def members_of(group: CountyGroup, day: date) -> QuerySet[Mentor]:
    serving = Mandate.objects.on(day).filter(group=group)
    return Mentor.objects.filter(pk__in=serving.values("mentor")).order_by("name_sort", "pk")


def mandates_of(mentor: Mentor) -> list[Mandate]:
    """Every mandate, the latest first, with group, county and programme."""
    mandates = Mandate.objects.filter(mentor=mentor).select_related("group__county", "programme")
    return list(mandates.order_by("-starts_on", "pk"))


def leaders_of(group: CountyGroup) -> list[Leadership]:
    """Who has led the group, the latest first."""
    return list(Leadership.objects.filter(group=group).select_related("mentor").order_by("-starts_on", "pk"))


def consents_of(mentor: Mentor) -> dict[str, PublicConsent]:
    """The consents in force, by scope."""
    return {consent.scope: consent for consent in PublicConsent.objects.in_force().filter(mentor=mentor)}


@dataclass(frozen=True)
class Scope:
    """One thing that may be shown of a mentor: what it is now, and the consent in force."""

    code: str
    label: str
    words: str
    consent: PublicConsent | None


def scopes_of(mentor: Mentor) -> list[Scope]:
    words = {
        ConsentScope.NAME: mentor.name,
        ConsentScope.INTRODUCTION: mentor.introduction_hu or mentor.introduction_en,
        ConsentScope.EMAIL: mentor.email,
        ConsentScope.PHONE: mentor.phone,
    }
    standing = consents_of(mentor)
    return [Scope(scope, str(scope.label), words[scope], standing.get(scope)) for scope in ConsentScope]


def consent_history(mentor: Mentor) -> list[PublicConsent]:
    return list(PublicConsent.objects.filter(mentor=mentor).order_by("-given_at", "-pk"))


def public_mentors(programme: Programme, day: date) -> list[PublicMentor]:
    """The mentors on the day as the public may see them, by county; the unnamed of a county last. Four queries."""
    groups = groups_with_members(programme, day)
    scopes = _scopes(member.mentor.pk for on_day in groups for member in on_day.members)
    found = []
    for on_day in groups:
        shown = [_as_public(member, on_day.group, scopes[member.mentor.pk]) for member in on_day.members]
        found += sorted(shown, key=lambda mentor: not mentor.name)
    return found


def public_mentor(mentor: Mentor, programme: Programme, day: date) -> PublicMentor | None:
    """One mentor as the public may see them; None without a mandate on the day."""
    mandate = mandate_of(mentor, day, programme)
    if mandate is None:
        return None
    leads = Leadership.objects.on(day).filter(group=mandate.group, mentor=mentor).exists()
    return _as_public(Member(mentor, mandate, leads), mandate.group, _scopes([mentor.pk])[mentor.pk])


def names_shown(mentors: Iterable[UUID | str], viewer: Any) -> dict[UUID, str]:
    """Names of those mentors this viewer may know by name: all for the network, the consenting ones for the public.

    One query. Whoever is missing is „a mentor".
    """
    found = Mentor.objects.filter(pk__in=list(mentors))
    if viewer is None or not viewer.has_perm("network.view"):
        consents = PublicConsent.objects.in_force().filter(scope=ConsentScope.NAME)
        found = found.filter(pk__in=consents.values("mentor"))
    return dict(found.values_list("pk", "name"))


def _with_members(groups: list[CountyGroup], day: date) -> list[GroupOnDay]:
    ids = [group.pk for group in groups]
    mandates = Mandate.objects.on(day).filter(group__in=ids).select_related("mentor__home")
    leads = set(Leadership.objects.on(day).filter(group__in=ids).values_list("group", "mentor"))
    members: dict[UUID, list[Member]] = defaultdict(list)
    for mandate in mandates.order_by("mentor__name_sort", "pk"):
        is_leader = (mandate.group_id, mandate.mentor_id) in leads
        members[mandate.group_id].append(Member(mandate.mentor, mandate, is_leader))
    return [GroupOnDay(group, members[group.pk]) for group in groups]


def _scopes(mentors: Iterable[UUID]) -> defaultdict[UUID, set[str]]:
    scopes: defaultdict[UUID, set[str]] = defaultdict(set)
    in_force = PublicConsent.objects.in_force().filter(mentor__in=list(mentors))
    for mentor, scope in in_force.values_list("mentor", "scope"):
        scopes[mentor].add(scope)
    return scopes


def _as_public(member: Member, group: CountyGroup, scopes: set[str]) -> PublicMentor:
    mentor = member.mentor
    english = (get_language() or "hu").startswith("en")
    introduction = (english and mentor.introduction_en) or mentor.introduction_hu

    def allowed(scope: ConsentScope, words: str) -> str:
        return words if scope in scopes and ConsentScope.NAME in scopes else ""

    return PublicMentor(
        id=mentor.pk,
        county=group.county_id,
        county_name=group.county.name,
        is_leader=member.is_leader,
        name=allowed(ConsentScope.NAME, mentor.name),
        introduction=allowed(ConsentScope.INTRODUCTION, introduction),
        email=allowed(ConsentScope.EMAIL, mentor.email),
        phone=allowed(ConsentScope.PHONE, mentor.phone),
    )
