"""The scales the room brings with it, and publishing the next version of a rule."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..ladder import LadderRefused, read_ladder
from ..models import Level, Scale, ScaleRule
from .refusals import PartnershipRefused

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "scales.json"
SHIPPED_AT = datetime(2026, 1, 1, tzinfo=UTC)


@transaction.atomic
def ship_scales() -> None:
    """After each migration what is missing is put in place; what an installation has stays as it is. One query where all is there."""
    there = set(Scale.objects.values_list("code", flat=True))
    for told in json.loads(SHIPPED.read_text(encoding="utf-8")):
        if told["code"] in there:
            continue
        columns = ("code", "name_hu", "name_en", "source", "note_hu", "note_en", "order")
        scale = Scale.objects.create(
            is_default=told["is_default"] and not Scale.objects.filter(is_default=True).exists(),
            **{name: told[name] for name in columns},
        )
        Level.objects.bulk_create(
            Level(
                scale=scale,
                value=value,
                name_hu=name_hu,
                name_en=name_en,
                definition_hu=definition_hu,
                definition_en=definition_en,
            )
            for value, name_hu, name_en, definition_hu, definition_en in told["levels"]
        )
        read_ladder(told["rule"], scale.levels.values_list("value", flat=True))
        ScaleRule.objects.create(
            scale=scale,
            number=1,
            rule=told["rule"],
            sentence_hu=told["sentence_hu"],
            sentence_en=told["sentence_en"],
            published_at=SHIPPED_AT,
        )


@transaction.atomic
def publish_rule(
    *, scale: Scale, rule: Any, sentence_hu: str, sentence_en: str, by: User, at: datetime
) -> ScaleRule:
    """The next version: the one before stays readable and holds for the days before. Raises `PartnershipRefused`."""
    scale = Scale.objects.select_for_update().get(pk=scale.pk)
    try:
        read_ladder(rule, scale.levels.values_list("value", flat=True))
    except LadderRefused as refusal:
        raise PartnershipRefused(str(refusal), "rule") from None
    if not sentence_hu.strip() or not sentence_en.strip():
        raise PartnershipRefused(_("Say the rule in words, in both languages."), "sentence_hu")
    last = scale.rules.order_by("-number").first()
    if last is not None and last.rule == rule:
        raise PartnershipRefused(_("The rule says the same as the one in force."), "rule")
    published = ScaleRule.objects.create(
        scale=scale,
        number=last.number + 1 if last else 1,
        rule=rule,
        sentence_hu=sentence_hu.strip(),
        sentence_en=sentence_en.strip(),
        published_at=at,
        published_by=by,
    )
    audit.note(
        deed="publish_rule",
        subject=f"scale:{scale.code}",
        by=by.pk,
        at=at,
        details={"number": published.number},
    )
    return published
