"""People and their roles, ready to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import AuditLine
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, registry

from .choices import Role
from .models import Grant, User, UserQuerySet

DEEDS = {
    "open_account": _("account opened"),
    "revise_profile": _("profile changed"),
    "choose_language": _("language of letters chosen"),
    "grant_role": _("role given"),
    "revise_grant": _("role follows its changed mandate"),
    "drop_grant": _("role taken back"),
    "end_grant": _("end of the role set"),
    "enter_by_link": _("entered by a link"),
}


@dataclass(frozen=True)
class Deed:
    """Something done to an account; `by` is None where the command line did it."""

    at: datetime
    words: str
    by: User | None


@dataclass(frozen=True)
class GrantRow:
    """A grant as a page shows it; `group` says the name of the county group, where there is one."""

    grant: Grant
    group: SourceLink | None
    state: str  # past | current | coming

    @property
    def may_end(self) -> bool:
        return self.state != "past" and not self.grant.source


def people(text: str, role: str, today: date) -> UserQuerySet:
    """People whose name or address holds `text`, with the grants in force on the day; one more query for those."""
    found: UserQuerySet = User.objects.matching(text)
    if role:
        found = found.holding(role, today)
    standing = Prefetch("grants", Grant.objects.on(today), to_attr="grants_today")
    return found.order_by("name_sort", "email", "pk").prefetch_related(standing)


def person(pk: UUID) -> User:
    return User.objects.get(pk=pk)


def grant(pk: UUID) -> Grant:
    return Grant.objects.select_related("user").get(pk=pk)


def grant_rows(user: User, today: date, request: HttpRequest) -> list[GrantRow]:
    """All grants of a person, those in force first, then the coming, then the past ones, the latest first."""
    names = _group_names([grant.group for grant in user.all_grants if grant.group], request)
    rows = [GrantRow(grant, names.get(str(grant.group)), _state(grant, today)) for grant in user.all_grants]
    order = {"current": 0, "coming": 1, "past": 2}
    return sorted(rows, key=lambda row: (order[row.state], -row.grant.starts_on.toordinal()))


def deeds_about(user: User, limit: int = 20) -> list[Deed]:
    """The latest deeds on a person's account and roles. Two queries."""
    lines = list(AuditLine.objects.filter(subject=f"user:{user.pk}")[:limit])
    doers: dict[Any, User] = User.objects.in_bulk([line.by_id for line in lines if line.by_id])
    return [Deed(line.at, _in_words(line), doers.get(line.by_id)) for line in lines]


def _in_words(line: AuditLine) -> str:
    words = str(DEEDS.get(line.deed, line.deed))
    role = line.details.get("role")
    if role not in Role.values:
        return words
    span = "–".join(day(date.fromisoformat(text), "short") if text else "" for text in _span(line))
    return f"{words}: {Role(role).label} ({span})"


def _span(line: AuditLine) -> tuple[str, str]:
    return line.details.get("from", ""), line.details.get("until", "")


def _group_names(groups: Iterable[UUID], request: HttpRequest) -> dict[str, SourceLink]:
    """County groups are a word of a higher room, which tells their names."""
    resolve = registry.subjects.get("group")
    wanted = sorted({str(group) for group in groups})
    return resolve(request, wanted) if resolve and wanted else {}


def _state(grant: Grant, today: date) -> str:
    if grant.holds_on(today):
        return "current"
    return "coming" if grant.starts_on > today else "past"
