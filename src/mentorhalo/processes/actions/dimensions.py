"""What evaluations go by: the office words dimensions anew and says what a self-evaluation waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import HIGHEST_MARK
from ..models import Condition, Dimension
from .refusals import ProcessRefused, held
from .shipping import shipped


@dataclass(frozen=True, kw_only=True)
class DimensionDraft:
    name_hu: str
    name_en: str
    anchors_hu: Sequence[str]
    anchors_en: Sequence[str]
    order: int = 100


@transaction.atomic
def add_dimension(*, draft: DimensionDraft, by: User, at: datetime) -> Dimension:
    """Evaluations that are opened from now on are marked by it, too."""
    code = slugify(draft.name_en)[:32].strip("-")
    if not code or Dimension.objects.filter(code=code).exists():
        raise ProcessRefused(_("There is one of this name already. Call it otherwise."), field="name_en")
    return _published(code, 1, draft, by, at)


@transaction.atomic
def reword_dimension(*, dimension: Dimension, draft: DimensionDraft, by: User, at: datetime) -> Dimension:
    """A new version; marks keep the words they were given by. Refused once another version is in use."""
    before = _held(dimension)
    before.retired_at = at
    before.save(update_fields=["retired_at"])
    return _published(before.code, before.number + 1, draft, by, at)


@transaction.atomic
def retire_dimension(*, dimension: Dimension, by: User, at: datetime) -> Dimension:
    """Nothing more is marked by it; at least one stays in use."""
    list(Dimension.objects.in_use().order_by("pk").select_for_update())  # two at once would leave none
    before = _held(dimension)
    if not Dimension.objects.in_use().exclude(pk=before.pk).exists():
        raise ProcessRefused(_("At least one dimension has to stay in use."))
    before.retired_at = at
    before.save(update_fields=["retired_at"])
    audit.note(deed="retire_dimension", subject=f"dimension:{before.pk}", by=by.pk, at=at)
    return before


@transaction.atomic
def set_condition(*, condition: Condition, least: int, is_asked: bool, by: User, at: datetime) -> Condition:
    condition = held(Condition.objects.all(), condition.pk)
    before = {"least": condition.least, "is_asked": condition.is_asked}
    condition.least, condition.is_asked = max(least, 1), is_asked
    condition.save()
    audit.note(deed="set_condition", subject=f"condition:{condition.pk}", by=by.pk, at=at, details=before)
    return condition


def ship_dimensions() -> None:
    """Put the shipped dimensions and conditions into an installation that does not have them. Repeating it is harmless."""
    known = set(Dimension.objects.values_list("code", flat=True))
    rows = [row for row in shipped("dimensions") if row["code"] not in known]
    Dimension.objects.bulk_create(Dimension(**row) for row in rows)
    asked = set(Condition.objects.values_list("kind", "phase"))
    Condition.objects.bulk_create(
        Condition(**row) for row in shipped("conditions") if (row["kind"], row["phase"]) not in asked
    )


def _held(dimension: Dimension) -> Dimension:
    found = held(Dimension.objects.all(), dimension.pk)
    if found.retired_at is not None:
        raise ProcessRefused(_("This wording is not in use any more."))
    return found


def _published(code: str, number: int, draft: DimensionDraft, by: User, at: datetime) -> Dimension:
    for language in ("hu", "en"):
        anchors = getattr(draft, f"anchors_{language}")
        if len(anchors) != HIGHEST_MARK + 1 or not all(one.strip() for one in anchors):
            raise ProcessRefused(
                _("Say of each mark from 0 to 4 what it means."), field=f"anchor_{language}_0"
            )
    made = Dimension(
        code=code,
        number=number,
        name_hu=draft.name_hu.strip(),
        name_en=draft.name_en.strip(),
        anchors_hu=[one.strip() for one in draft.anchors_hu],
        anchors_en=[one.strip() for one in draft.anchors_en],
        order=draft.order,
        published_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ProcessRefused(_("Somebody published this wording just now."), field="name_en") from None
    audit.note(deed="publish_dimension", subject=f"dimension:{made.pk}", by=by.pk, at=at)
    return made
