"""What grants owe, and what proves it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.mentoring.models import Activity
from mentorhalo.partners.models import Community, Consortium, Contact
from mentorhalo.programmes.models import GrantCall

from ..choices import PackState, Standing
from ..models import Obligation, ObligationRule, Pack, Process

ENTRIES_OFFERED = 60
MOST_DUE = 200  # that a home shows


@dataclass(frozen=True)
class Due:
    """An obligation as it stands on the day of the page."""

    obligation: Obligation
    standing: Standing

    @property
    def is_unmet(self) -> bool:
        return self.standing in (Standing.OPEN, Standing.OVERDUE, Standing.ASKED)


@dataclass(frozen=True)
class Clause:
    """A rule and its dues under one grant."""

    rule: ObligationRule
    dues: list[Due]

    @property
    def met(self) -> int:
        return sum(1 for due in self.dues if not due.is_unmet)

    @property
    def rhythm(self) -> str:
        return rhythm_words(self.rule)


@dataclass(frozen=True)
class GrantRow:
    """A grant in the office's list."""

    consortium: Consortium
    due: int
    met: int
    late: int
    asked: int


@dataclass(frozen=True)
class LateGrant:
    """How many obligations of a grant are late, and since when."""

    pk: UUID
    title: str
    late: int
    first: date


def rhythm_words(rule: ObligationRule) -> str:
    """“by month 6; 4 in year 1, then 2 a year”."""
    parts = [_("by the end of month %(month)s") % {"month": month} for month in rule.by_months]
    numbers = rule.per_year
    if len(numbers) == 1:
        parts.append(ngettext("%(count)s a year", "%(count)s a year", numbers[0]) % {"count": numbers[0]})
    elif numbers:
        years = [
            _("%(count)s in year %(year)s") % {"count": count, "year": year}
            for year, count in enumerate(numbers[:-1], 1)
        ]
        years.append(_("then %(count)s a year") % {"count": numbers[-1]})
        parts.append(", ".join(years))
    return "; ".join(parts)


def obligation_named(pk: UUID) -> Obligation:
    """Raises `DoesNotExist`."""
    return Obligation.objects.with_proofs().select_related(
        "consortium__programme", "consortium__call", "consortium__lead__settlement"
    ).get(pk=pk)  # fmt: skip


def rule_named(pk: UUID) -> ObligationRule:
    return ObligationRule.objects.select_related("call__programme").get(pk=pk)


def pack_named(pk: UUID) -> Pack:
    return Pack.objects.select_related("consortium__lead__settlement").get(pk=pk)


def call_named(pk: UUID) -> GrantCall:
    return GrantCall.objects.select_related("programme").get(pk=pk)


def checklist(consortium: Consortium, today: date) -> list[Clause]:
    """Clause by clause, in the order of due days. One query."""
    clauses: dict[Any, Clause] = {}
    rows = Obligation.objects.with_proofs().filter(consortium=consortium)
    for one in rows.order_by("rule__clause", "due_on", "number", "pk"):
        clauses.setdefault(one.rule_id, Clause(one.rule, [])).dues.append(Due(one, one.standing(today)))
    return list(clauses.values())


def entries_for(consortium: Consortium) -> list[Activity]:
    """The newest log entries that may fulfil an obligation."""
    rows = proofs_for(consortium).select_related("kind", "settlement")
    return list(rows.order_by("-occurred_on", "pk")[:ENTRIES_OFFERED])


def proofs_for(consortium: Consortium) -> QuerySet[Activity]:
    """Every log entry that may fulfil an obligation: of the grant, or of a community in one of its processes."""
    communities = Process.objects.filter(consortium=consortium).exclude(community=None).values("community")
    return Activity.objects.counting().filter(
        Q(consortium=consortium) | Q(engagement__community__in=communities)
    )


def is_grantee(user: User, consortium: Consortium, today: date) -> bool:
    """Speaks today for the lead or a member. One query."""
    contacts = Contact.objects.on(today).filter(user=user)
    return contacts.filter(
        Q(organisation=consortium.lead_id) | Q(organisation__in=consortium.members.values("organisation"))
    ).exists()


def is_community_of(user: User, consortium: Consortium, today: date) -> bool:
    """Speaks for a community in one of the grant's processes. One query."""
    communities = Community.objects.filter(processes__consortium=consortium)
    return Contact.objects.on(today).filter(user=user, community__in=communities.values("pk")).exists()


def works_on(user: User, consortium: Consortium) -> bool:
    """Is the mentor of one of its processes, or leads the group of one. One query."""
    own = Q(mentor__user=user) | Q(group__in=user.groups_led())
    return Process.objects.filter(own, consortium=consortium).exists()


def calls_with_rules() -> QuerySet[GrantCall]:
    return GrantCall.objects.select_related("programme").annotate(
        rules=Count("obligation_rules", distinct=True), grants=Count("consortia", distinct=True)
    ).order_by("programme__code", "code")  # fmt: skip


def rules_of(call: GrantCall) -> QuerySet[ObligationRule]:
    return ObligationRule.objects.filter(call=call)


def packs_of(consortium: Consortium) -> list[Pack]:
    """The last three that can still be taken."""
    return list(Pack.objects.filter(consortium=consortium).exclude(state=PackState.GONE)[:3])


def grants_that_owe(text: str) -> QuerySet[Consortium]:
    found = Consortium.objects.matching(text) if text else Consortium.objects.all()
    return found.filter(pk__in=Obligation.objects.values("consortium"))


def grants_shown(today: date, consortia: QuerySet[Consortium]) -> list[GrantRow]:
    """Those with something late or asked first. One query."""
    unmet = Q(obligations__fulfilled_on=None, obligations__excepted_at=None)
    is_due = Q(obligations__due_on__lte=today)
    met = Q(obligations__fulfilled_on__isnull=False) | Q(obligations__excepted_at__isnull=False)
    rows = consortia.select_related("lead__settlement__county").annotate(
        owed=Count("obligations", filter=is_due),
        met=Count("obligations", filter=is_due & met),
        overdue=Count("obligations", filter=Q(obligations__due_on__lt=today) & unmet),
        asked=Count("obligations", filter=unmet & ~Q(obligations__exception_reason="")),
    )
    return [
        GrantRow(one, one.owed, one.met, one.overdue, one.asked)
        for one in rows.order_by("-asked", "-overdue", "title_sort", "pk")
    ]


def to_remind(today: date, until: date, again: timedelta) -> list[Obligation]:
    """Unmet, due by then and not reminded of lately, of grants with a process that goes on."""
    rows = Obligation.objects.unmet().filter(
        Q(reminded_on=None) | Q(reminded_on__lte=today - again),
        exception_reason="",
        due_on__lte=until,
        consortium__processes__ended_on=None,
        consortium__processes__mentor__user__is_active=True,
    )
    return list(rows.distinct().select_related("rule", "consortium").order_by("due_on", "rule__clause", "pk"))


def mentors_of(consortia: Iterable[UUID]) -> dict[UUID, list[User]]:
    """Who is written to about each grant: the mentors of its open processes. One query."""
    rows = Process.objects.filter(
        consortium__in=list(consortia), ended_on=None, mentor__user__is_active=True
    ).select_related("mentor__user")
    found: dict[UUID, list[User]] = {}
    for one in rows:
        user = one.mentor.user if one.mentor else None
        people = found.setdefault(one.consortium_id, []) if one.consortium_id else []
        if user is not None and user not in people:
            people.append(user)
    return found


def late_of(user: User, today: date) -> list[LateGrant]:
    """Grants of a mentor or grantee with what is late, counted where it lies; the longest late first. One query."""
    rows = _owed_by(user, today).filter(due_on__lt=today).values_list("consortium", "consortium__title")
    counted = rows.annotate(late=Count("pk", distinct=True), first=Min("due_on"))
    return [LateGrant(*row) for row in counted.order_by("first", "consortium")]


def due_of(user: User, today: date, soon: date, late_in: Collection[UUID] = ()) -> list[Obligation]:
    """What a mentor or grantee owes soon, and what is late of these grants. One query."""
    rows = _owed_by(user, today).filter(
        Q(due_on__gte=today, due_on__lte=soon) | Q(due_on__lt=today, consortium__in=late_in)
    )
    return list(rows.distinct().select_related("rule", "consortium").order_by("due_on", "pk")[:MOST_DUE])


def _owed_by(user: User, today: date) -> QuerySet[Obligation]:
    mine = Q(consortium__processes__mentor__user=user, consortium__processes__ended_on=None)
    organisations = Contact.objects.on(today).filter(user=user).exclude(organisation=None)
    grantee = Q(consortium__lead__in=organisations.values("organisation"))
    return Obligation.objects.unmet().filter(mine | grantee, exception_reason="")


def exceptions_asked() -> int:
    return Obligation.objects.unmet().exclude(exception_reason="").count()


def proofs_of(consortium: Consortium) -> list[Obligation]:
    """Every due with what proves it, files of log entries too. Two queries."""
    rows = Obligation.objects.with_proofs().filter(consortium=consortium)
    return list(
        rows.prefetch_related("activity__evidence_files").order_by("rule__clause", "due_on", "number", "pk")
    )


def due_counts(consortium: Consortium, today: date) -> dict[str, int]:
    rows = Obligation.objects.filter(consortium=consortium)
    return rows.aggregate(
        all=Count("pk"),
        met=Count("pk", filter=Q(fulfilled_on__isnull=False)),
        in_time=Count("pk", filter=Q(fulfilled_on__lte=F("due_on"))),
        excepted=Count("pk", filter=Q(fulfilled_on=None, excepted_at__isnull=False)),
        overdue=Count("pk", filter=Q(fulfilled_on=None, excepted_at=None, due_on__lt=today)),
    )
