"""Calls for model projects: written, published, revised while nobody has applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.audit import note
from mentorhalo.core.hungarian import fold

from ...models.projects import ProjectActivity, ProjectCall
from .states import ProjectRefused

RESERVED = frozenset({"new"})
# What readers score where a call says nothing else; 100 points in all.
CRITERIA: list[dict[str, Any]] = [
    {"code": "need", "name_hu": "Valódi helyi igényre felel", "name_en": "Answers to a real local need", "most": 20},
    {"code": "cooperation", "name_hu": "A három szakterület együttműködése", "name_en": "Cooperation of the three fields", "most": 25},
    {"code": "participation", "name_hu": "A lakosok részvétele", "name_en": "Participation of the residents", "most": 20},
    {"code": "feasibility", "name_hu": "Megvalósíthatóság, költségek", "name_en": "Feasibility and costs", "most": 15},
    {"code": "adaptability", "name_hu": "Átvehetőség másutt", "name_en": "Can be taken over elsewhere", "most": 20},
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallDraft:
    title_hu: str
    summary_hu: str
    opens_on: date
    closes_on: date
    budget: Decimal
    most_for_one: Decimal
    activities: Sequence[str]  # codes
    title_en: str = ""
    summary_en: str = ""
    left_out_counties: Sequence[str] = ()
    tolerance: int = 20


@transaction.atomic
def open_call(*, programme: UUID, draft: CallDraft, by: User, at: datetime, code: str = "") -> ProjectCall:
    """A new call, not published yet. Without a code the title makes one."""
    code = slugify(fold(code or draft.title_hu))[:32].strip("-")
    if not code or code in RESERVED:
        raise ProjectRefused(_("This title makes no address: choose a title of letters."), field="title_hu")
    code = _free(code)
    call = ProjectCall(programme_id=programme, code=code, criteria=CRITERIA)
    _write(call, draft)
    note(deed="open_project_call", subject=f"project_call:{call.pk}", by=by.pk, at=at, details={"code": code})
    return call


@transaction.atomic
def revise_call(*, call: ProjectCall, draft: CallDraft, by: User, at: datetime) -> ProjectCall:
    """Once somebody handed in, the rule stays as it was: the closing day alone may be put off."""
    call = ProjectCall.objects.select_for_update().get(pk=call.pk)
    if call.projects.handed_in().exists():
        if draft.closes_on < call.closes_on:
            raise ProjectRefused(
                _("Applications were handed in already: the closing day can only be put off."),
                field="closes_on",
            )
        call.closes_on = draft.closes_on
        call.save()
    else:
        _write(call, draft)
    note(deed="revise_project_call", subject=f"project_call:{call.pk}", by=by.pk, at=at)
    return call


@transaction.atomic
def publish_call(*, call: ProjectCall, by: User, at: datetime) -> ProjectCall:
    call = ProjectCall.objects.select_for_update().get(pk=call.pk)
    if call.published_at is None:
        call.published_at = at
        call.save()
        note(deed="publish_project_call", subject=f"project_call:{call.pk}", by=by.pk, at=at)
    return call


def _free(code: str) -> str:
    """The code, with a number where another call has it. One query."""
    taken = set(ProjectCall.objects.filter(code__startswith=code[:28]).values_list("code", flat=True))
    number, found = 1, code
    while found in taken:
        number += 1
        found = f"{code[:28]}-{number}"
    return found


def _write(call: ProjectCall, draft: CallDraft) -> None:
    for name in (
        "title_hu", "title_en", "summary_hu", "summary_en", "opens_on", "closes_on", "budget", "most_for_one",
        "tolerance",
    ):  # fmt: skip
        setattr(call, name, getattr(draft, name))
    call.left_out_counties = sorted(set(draft.left_out_counties))
    if call.closes_on < call.opens_on:
        raise ProjectRefused(_("A call cannot close before it opens."), field="closes_on")
    if not Decimal(0) < call.most_for_one <= call.budget:
        raise ProjectRefused(
            _("One project can get something, and no more than the whole call has."), field="most_for_one"
        )
    activities = list(ProjectActivity.objects.filter(code__in=draft.activities))
    if not activities or len(activities) != len(set(draft.activities)):
        raise ProjectRefused(_("Choose from the list."), field="activities")
    try:
        call.full_clean(exclude=["programme", "criteria"])
    except ValidationError as refusal:
        raise ProjectRefused(" ".join(refusal.messages)) from None
    call.save()
    call.activities.set(activities)
