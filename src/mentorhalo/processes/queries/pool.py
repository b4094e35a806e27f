"""The knowledge pool: what everybody may see, what waits for the mentor. Fixed numbers of queries."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.hungarian import fold

from ..models import Offer, PoolQuestion, PoolTopic, Process

MOST_WORDS = 8


def offer_named(pk: UUID) -> Offer:
    """Raises `DoesNotExist`."""
    rows = Offer.objects.select_related(
        "process__programme", "process__settlement__county", "process__mentor", "topic", "wording"
    )
    return rows.get(pk=pk)


def public_offer(pk: UUID, today: date) -> Offer:
    """Raises `DoesNotExist` once its last day is over."""
    return Offer.objects.public_on(today).with_names().get(pk=pk)


def question_named(pk: UUID) -> PoolQuestion:
    """Raises `DoesNotExist`."""
    return PoolQuestion.objects.select_related(
        "offer__process__programme", "offer__process__settlement", "offer__process__mentor"
    ).get(pk=pk)


def public_offers(
    today: date, *, text: str = "", county: str = "", settlement: str = "", topic: str = ""
) -> QuerySet[Offer]:
    """What is shown, by topic; every word of `text` (the first eight) stands in the offer or in the settlement's name."""
    rows = Offer.objects.public_on(today).with_names()
    if county:
        rows = rows.filter(process__settlement__county=county)
    if settlement:
        rows = rows.filter(process__settlement=settlement)
    if topic:
        rows = rows.filter(topic__code=topic)
    for word in fold(text).split()[:MOST_WORDS]:
        rows = rows.filter(Q(what_search__contains=word) | Q(process__settlement__name_search__contains=word))
    return rows.order_by("topic__order", "topic__code", "process__settlement__name_sort", "what", "pk")


def topics_there(today: date) -> list[PoolTopic]:
    """Those in which something is shown. One query."""
    there = Offer.objects.public_on(today).values("topic")
    return list(PoolTopic.objects.filter(pk__in=there))


def offers_of(process: Process, today: date) -> list[Any]:
    """Of a process, with how many questions wait. One query."""
    rows = Offer.objects.public_on(today).with_names().filter(process=process)
    return list(rows.annotate(waiting=Count("questions")))


def topics_offered(beside: PoolTopic | None = None) -> list[PoolTopic]:
    """Those that may be chosen, and `beside` whatever became of it. One query."""
    found = list(PoolTopic.objects.filter(is_offered=True))
    return found if beside is None or beside in found else [*found, beside]


def questions_of(offer: Offer) -> list[PoolQuestion]:
    """One query."""
    return list(offer.questions.all())


def asked_of(user: User, today: date) -> list[Any]:
    """Offers that somebody asks about, of the processes whose questions wait for this person as `mentor_users` says. One query."""
    roles, serving = user.roles_on(today), User.objects.holding(Role.MENTOR, today)
    is_served = Q(process__mentor__user__in=serving)
    leaders = Grant.objects.on(today).filter(
        role=Role.GROUP_LEADER, group__isnull=False, user__is_active=True
    )
    waits = Q(process__mentor__user=user) & is_served
    if Role.GROUP_LEADER in roles:
        waits |= Q(process__group__in=user.groups_led(today)) & ~is_served
    if Role.OFFICE in roles:
        is_led = Q(process__group__in=leaders.values("group"))
        waits |= ~is_served & ~is_led
    rows = Offer.objects.filter(pk__in=PoolQuestion.objects.values("offer")).filter(waits)
    return list(rows.order_by("until", "pk"))


def mentor_users(processes: Collection[UUID], today: date) -> dict[UUID, list[User]]:
    """Who passes questions on: the mentor of each process, else the leaders of its group, else the office. Four queries at most."""
    rows = list(Process.objects.filter(pk__in=processes).select_related("mentor"))
    named = {one.pk: one.mentor.user_id for one in rows if one.mentor and one.mentor.user_id}
    serving = User.objects.holding(Role.MENTOR, today).in_bulk(list(set(named.values())))
    found = {one.pk: [serving[named[one.pk]]] for one in rows if named.get(one.pk) in serving}
    alone = [one for one in rows if one.pk not in found]
    if alone:
        leaders = _leaders([one.group_id for one in alone if one.group_id], today)
        office = list(User.objects.holding(Role.OFFICE, today).order_by("pk"))
        found |= {one.pk: leaders.get(one.group_id) or office for one in alone}
    return found


def _leaders(groups: Collection[UUID], today: date) -> dict[UUID | None, list[User]]:
    found: dict[UUID | None, list[User]] = {}
    grants = Grant.objects.on(today).filter(role=Role.GROUP_LEADER, group__in=groups, user__is_active=True)
    for grant in grants.select_related("user").order_by("user__pk"):
        found.setdefault(grant.group, []).append(grant.user)
    return found
