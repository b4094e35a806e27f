"""Whom to ask again, and what was said otherwise."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..choices import Firmness, RecontactState, ResponseState
from ..models import Interviewer, QualityRun, Recontact, UnitKey, Wave
from .compared import Comparable
from .people import holds_keys, interviewer_of
from .review import Counties


def recontact(pk: UUID) -> Recontact:
    return (
        Recontact.objects.select_related(
            "interviewer",
            "response__interviewer",
            "response__settlement__county",
            "response__unit",
            "response__wave__study",
            "response__submission",
        )
        .defer("response__submission__xml")
        .get(pk=pk)
    )


def recontacts_of(wave: Wave, counties: Counties) -> QuerySet[Recontact]:
    """One query."""
    rows = Recontact.objects.filter(response__wave=wave)
    if counties is not None:
        rows = rows.filter(response__settlement__county__in=counties)
    return rows.select_related(
        "interviewer", "done_by", "response__interviewer", "response__settlement", "response__unit"
    ).defer("response__answers")


def who_may_ask(people: QuerySet[Interviewer], rows: Collection[Recontact]) -> QuerySet[Interviewer]:
    """Of these people those who made none of the interviews and sent none of the answers. No query."""
    made = {row.response.interviewer for row in rows} - {None}
    accounts = {one.user_id for one in made if one} | {row.response.submission.sent_by_id for row in rows}
    may = people.exclude(pk__in=[one.pk for one in made if one])
    return may.exclude(user__in=accounts - {None})


def ticked_of(wave: Wave, counties: Counties, ids: Collection[str]) -> list[Recontact]:
    """Those of these ids that can still be given to somebody. One query."""
    rows = recontacts_of(wave, counties).filter(pk__in=ids, state=RecontactState.OPEN)
    return list(
        rows.select_related("response__submission").defer("response__submission__xml", "response__answers")
    )


def counted_by_state(rows: QuerySet[Recontact]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def waiting_for(interviewer: Interviewer) -> QuerySet[Recontact]:
    """What somebody is asked to do."""
    rows = Recontact.objects.filter(interviewer=interviewer, state=RecontactState.OPEN)
    return rows.exclude(response__state=ResponseState.REJECTED)


def recontacts_for(interviewer: Interviewer) -> list[Recontact]:
    """One query."""
    return list(
        waiting_for(interviewer)
        .select_related(
            "response__settlement",
            "response__unit__unit_key",
            "response__unit__organisation",
            "response__wave__study",
        )
        .defer("response__answers")
        .order_by("response__settlement__name_sort", "drawn_at", "pk")
    )


@dataclass(frozen=True)
class Told:
    """A question asked twice, in words. `is_other`: they differ by more than is let pass."""

    label: str
    first: str
    second: str
    is_other: bool


def told_twice(row: Recontact, questions: Sequence[Comparable]) -> list[Told]:
    """What was said the first and the second time. No query."""
    found = []
    for one in questions:
        first, second = row.response.answers.get(one.key), row.answers.get(one.key)
        if second is not None:
            is_other = _differs(one, first, second)
            found.append(Told(one.label, one.words(first), one.words(second), is_other))
    return found


def _differs(one: Comparable, first: Any, second: Any) -> bool:
    if first is None:
        return False
    if isinstance(first, int | float) and isinstance(second, int | float) and one.chosen is not None:
        reach = one.chosen.tolerance * abs(first) if one.chosen.is_share else one.chosen.tolerance
        return abs(first - second) > reach * (1 + 1e-12)
    return _plain(first) != _plain(second)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(sorted(map(str, value)))
    return " ".join(str(value).casefold().split())


def where_to_find(row: Recontact, user: User) -> list[tuple[str, str]]:
    """Where the unit is found: for whom it was given to, and for who holds the study's keys. Three queries."""
    response, interviewer = row.response, interviewer_of(user)
    if response.unit_id is None or response.wave is None:
        return []
    is_given = interviewer is not None and row.interviewer_id == interviewer.pk
    if not is_given and not holds_keys(user, response.wave.study, timezone.localdate()):
        return []
    key = UnitKey.objects.filter(unit=response.unit_id).first()
    found = (
        [(_("Address"), key.address), (_("Name"), key.name), (_("Telephone or e-mail"), key.contact)]
        if key
        else []
    )
    return [(words, value) for words, value in found if value]


@dataclass(frozen=True)
class ErrorRow:
    """Of one person: (differences, compared) of facts, of what is hard to ask, of opinions."""

    name: str
    facts: tuple[int, int]
    skills: tuple[int, int]
    opinions: tuple[int, int]

    @property
    def share(self) -> float | None:
        """Of the facts."""
        return self.facts[0] / self.facts[1] if self.facts[1] else None


@dataclass(frozen=True)
class SteadyRow:
    label: str
    differences: int
    compared: int
    reliability: float | None
    p: float | None

    @property
    def share(self) -> float | None:
        return self.differences / self.compared if self.compared else None


@dataclass(frozen=True)
class Results:
    whole: ErrorRow
    interviewers: list[ErrorRow]
    recheckers: list[ErrorRow]
    questions: list[SteadyRow]


def results_of(run: QualityRun | None, labels: Mapping[str, str]) -> Results | None:
    """None while nothing was asked again by the last run. Two queries."""
    report = run.report.get("rechecks") if run is not None else None
    if not report:
        return None
    ids = [*report["interviewers"], *report["recheckers"]]
    names = {str(pk): name for pk, name in Interviewer.objects.filter(pk__in=ids).values_list("pk", "name")}
    names |= {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
    questions = [
        SteadyRow(
            labels.get(key, key),
            one["differences"],
            one["compared"],
            one["reliability"],
            # Of shares where there are only noughts and ones, else of means.
            one["p_of_shares"] if one["p_of_shares"] is not None else one["p_of_t"],
        )
        for key, one in report["questions"].items()
    ]
    return Results(
        whole=_error_row("", report["errors"]),
        interviewers=_error_rows(report["interviewers"], names),
        recheckers=_error_rows(report["recheckers"], names),
        questions=sorted(questions, key=lambda row: (-(row.share or 0), row.label)),
    )


def _error_rows(found: Mapping[str, Any], names: Mapping[str, str]) -> list[ErrorRow]:
    """Who has most differences in facts first."""
    rows = [_error_row(names.get(pk, "–"), counted) for pk, counted in found.items()]
    return sorted(rows, key=lambda row: (-(row.share or 0), row.name))


def _error_row(name: str, counted: Mapping[str, Any]) -> ErrorRow:
    facts, skills, opinions = (tuple(counted[str(firmness.value)]) for firmness in Firmness)
    return ErrorRow(name, facts, skills, opinions)
