"""Writing rules, publishing them, promising targets, freezing figures."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.audit import note
from mentorhalo.evidence.actions import seal
from mentorhalo.programmes.models import Programme

from .freezing import digest_of, frozen_content
from .language import CountRule, QuantityRule, Rule, RuleRefused, figures_used
from .models import Definition, DefinitionState, Indicator, Snapshot, Target
from .queries import UnknownFigure, asked_for, explain_in, published, scope_of, uses_of
from .reading import read_rule


class NotADraft(Exception):
    """A published definition is never changed; write a new version."""


class DraftExists(Exception):
    """There is a draft of this figure already; revise that one."""


class StandsOnItself(Exception):
    """A rule may not stand on a figure that stands on it."""


class NothingToFreeze(Exception):
    """A ratio over nothing has no value that could be frozen."""


# --- definitions ---------------------------------------------------------------------------------


@transaction.atomic
def ship_definitions(*, at: datetime) -> list[Definition]:
    """Put the figures that come with the product into an installation that does not have them. Repeating it is harmless."""
    known = set(Indicator.objects.values_list("code", flat=True))
    made = []
    for said in shipped():
        if said["code"] in known:
            continue
        read_rule(said["rule"])
        fields = ("code", "number", "name_hu", "name_en", "unit_hu", "unit_en", "order", "is_public")
        indicator = Indicator.objects.create(**{name: said[name] for name in fields})
        made.append(
            Definition.objects.create(
                indicator=indicator,
                version=1,
                rule=said["rule"],
                sentence_hu=said["sentence_hu"],
                sentence_en=said["sentence_en"],
                state=DefinitionState.PUBLISHED,
                created_at=at,
                published_at=at,
            )
        )
    return made


def shipped() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("shipped.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


@transaction.atomic
def draft_definition(*, indicator: Indicator, by: User | None, at: datetime) -> Definition:
    """Begin the next version as a copy of the one in force. Raises `DraftExists`."""
    own = indicator.definitions.select_for_update().order_by("-version")
    if own.filter(state=DefinitionState.DRAFT).exists():
        raise DraftExists
    last = own.first()
    draft = Definition.objects.create(
        indicator=indicator,
        version=last.version + 1 if last else 1,
        rule=last.rule if last else {},
        sentence_hu=last.sentence_hu if last else "",
        sentence_en=last.sentence_en if last else "",
        created_at=at,
        created_by=by,
    )
    _note("draft_definition", draft, by, at)
    return draft


@transaction.atomic
def revise_draft(
    *,
    definition: Definition,
    rule: Mapping[str, Any],
    sentence_hu: str,
    sentence_en: str,
    change_note: str,
    by: User | None,
    at: datetime,
) -> Definition:
    """Write the draft anew. Raises `NotADraft`, `RuleRefused`, `StandsOnItself`, `UnknownFigure`."""
    draft = Definition.objects.select_for_update().select_related("indicator").get(pk=definition.pk)
    if draft.state != DefinitionState.DRAFT:
        raise NotADraft
    check_standing(draft.indicator.code, read_rule(rule))
    draft.rule = dict(rule)
    draft.sentence_hu, draft.sentence_en, draft.change_note = sentence_hu, sentence_en, change_note
    draft.save(update_fields=["rule", "sentence_hu", "sentence_en", "change_note"])
    _note("revise_draft", draft, by, at)
    return draft


@transaction.atomic
def discard_draft(*, definition: Definition, by: User | None, at: datetime) -> None:
    """Throw the draft away. Raises `NotADraft`."""
    draft = Definition.objects.select_for_update().select_related("indicator").get(pk=definition.pk)
    if draft.state != DefinitionState.DRAFT:
        raise NotADraft
    _note("discard_draft", draft, by, at)
    draft.delete()


@transaction.atomic
def publish_definition(*, definition: Definition, by: User | None, at: datetime) -> Definition:
    """Put the draft into force; the version before it is superseded and kept. Raises as `revise_draft` does."""
    draft = Definition.objects.select_for_update().select_related("indicator").get(pk=definition.pk)
    if draft.state != DefinitionState.DRAFT:
        raise NotADraft
    check_standing(draft.indicator.code, read_rule(draft.rule))
    for before in draft.indicator.definitions.filter(state=DefinitionState.PUBLISHED):
        before.state = DefinitionState.SUPERSEDED
        before.save(update_fields=["state"])
    draft.state = DefinitionState.PUBLISHED
    draft.published_at, draft.published_by = at, by
    draft.save(update_fields=["state", "published_at", "published_by"])
    _note("publish_definition", draft, by, at)
    return draft


def check_standing(code: str, rule: Rule) -> None:
    """A rule stands on figures in force, and none of them on it."""
    definitions = published()
    rules = {other: read_rule(row.rule) for other, row in definitions.items()} | {code: rule}
    waiting = figures_used(rule)
    seen = set()
    while waiting:
        other = waiting.pop()
        if other == code:
            raise StandsOnItself
        if other not in rules:
            raise UnknownFigure(other)
        if isinstance(rule, QuantityRule) and not isinstance(rules[rule.of], CountRule):
            raise RuleRefused([("of", _("Quantities stand in the facts of a figure that counts units."))])
        if other not in seen:
            seen.add(other)
            waiting += figures_used(rules[other])


def _note(deed: str, definition: Definition, by: User | None, at: datetime) -> None:
    note(
        deed=f"indicators.{deed}",
        subject=f"indicator:{definition.indicator.code}",
        by=by.pk if by else None,
        at=at,
        details={"version": definition.version, "rule": definition.rule, "note": definition.change_note},
    )


# --- targets -------------------------------------------------------------------------------------


@transaction.atomic
def set_target(
    *,
    programme: Programme,
    indicator: Indicator,
    due_on: date,
    value: int,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Target:
    """Promise (or change the promise of) a value by a day."""
    target, _created = Target.objects.update_or_create(
        programme=programme, indicator=indicator, due_on=due_on, defaults={"value": value, "source": source}
    )
    note(
        deed="indicators.set_target",
        subject=f"indicator:{indicator.code}",
        by=by.pk if by else None,
        at=at,
        details={"programme": programme.code, "due_on": due_on.isoformat(), "value": value, "source": source},
    )
    return target


@transaction.atomic
def withdraw_target(*, target: Target, by: User | None, at: datetime) -> None:
    note(
        deed="indicators.withdraw_target",
        subject=f"indicator:{target.indicator.code}",
        by=by.pk if by else None,
        at=at,
        details={"due_on": target.due_on.isoformat(), "value": target.value},
    )
    target.delete()


# --- snapshots -----------------------------------------------------------------------------------


@transaction.atomic
def take_snapshot(
    *,
    code: str,
    programme: Programme,
    as_of: date,
    known_at: datetime | None = None,
    filters: Mapping[str, str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Snapshot:
    """Freeze a figure: rule version, day, moment, rows, and a hash over all of it. Raises `NothingToFreeze`.

    The journal is sealed with it: what a published figure stands on can no longer vanish unnoticed.
    """
    asked = asked_for(code, overrides)
    cut: dict[str, Any] = dict(filters or {})
    scope = scope_of(programme, as_of=as_of, known_at=known_at or at, **cut)
    frozen = explain_in(asked, scope)
    if frozen.value is None:
        raise NothingToFreeze
    seal(at=at)
    content = frozen_content(frozen, asked.overrides, uses_of(asked.rule, asked.book))
    return Snapshot.objects.create(
        indicator=asked.indicator,
        definition=asked.definition,
        programme=programme,
        as_of=frozen.as_of,
        known_at=frozen.known_at,
        filters=content["filters"],
        parameters=content["parameters"],
        overrides=content["overrides"],
        uses=content["uses"],
        value=frozen.value,
        details=dict(frozen.details),
        rows=content["rows"],
        digest=digest_of(content),
        taken_at=at,
        taken_by=by,
        note=note,
    )
