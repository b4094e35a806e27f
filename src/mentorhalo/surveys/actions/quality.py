"""Rules of quality: set, applied to a wave, and what they found answered."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.audit import note

from ..choices import FlagState
from ..models import QualityFlag, QualityRule, QualityRun, Study, Wave
from ..quality.definitions import EFFECT, RULES, Level, Parameter

if TYPE_CHECKING:
    from ..quality.catalogue import Findings
    from ..quality.context import Context
    from ..quality.flags import Flag
    from ..quality.table import Interviews

LONGEST_ANSWER = 300
LONGEST_PART = 200
AT_ONCE = 500
# What a run says anew of a flag that nobody has answered.
FOUND = ["value", "threshold", "details", "others"]

type Key = tuple[UUID, UUID | None, UUID | None, str]
# The code of a rule, how many are done, of how many.
type Progress = Callable[[str, int, int], None]


class RuleRefused(Exception):
    """The rule cannot be set so; the message is meant for the person. `field` names the parameter."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AnswerRefused(Exception):
    """The flag cannot be answered so; the message is meant for the person."""


@transaction.atomic
def set_rule(
    *, study: Study, code: str, is_on: bool, parameters: Mapping[str, float], by: User, at: datetime
) -> QualityRule:
    """Choose a study's own parameters; what is as by default is not kept. The next run goes by them."""
    known = {parameter.name: parameter for parameter in RULES[code].parameters}
    for name, value in parameters.items():
        _fits(known[name.partition(":")[0]], name, value)
    chosen = {
        name: value for name, value in parameters.items() if name not in known or known[name].default != value
    }
    rule, _created = QualityRule.objects.update_or_create(
        study=study, code=code, defaults={"is_on": is_on, "parameters": chosen}
    )
    note(
        deed="surveys.set_rule",
        subject=f"study:{study.pk}",
        by=by.pk,
        at=at,
        details={"rule": code, "is_on": is_on, "parameters": chosen},
    )
    return rule


def _fits(parameter: Parameter, name: str, value: float) -> None:
    if not parameter.least <= value or (parameter.most is not None and value > parameter.most):
        raise RuleRefused(
            _("It must lie between %(least)s and %(most)s.")
            % {"least": parameter.least, "most": "∞" if parameter.most is None else parameter.most},
            name,
        )


def run_checks(
    *, wave: Wave, at: datetime, pulse: Callable[[], None], progress: Progress | None = None
) -> QualityRun:
    """Apply the study's rules to the wave and put what they find in the place of what they found before.

    What was answered stays answered, also when it is found no more. `pulse` is called now and then; what it raises ends the
    run, and nothing is written. Running twice finds the same.
    """
    from ..quality.catalogue import run  # late: NumPy is for the worker alone
    from ..queries.interviews import context_of, interviews_of  # late: NumPy is for the worker alone

    rules = _rules_of(wave.study)
    table = interviews_of(wave, pulse=pulse)
    context = context_of(wave, pulse=pulse)
    # The effect of interviewers speaks of questions: it stands in the report, not among the flags.
    chosen = {code: rule.parameters for code, rule in rules.items() if rule.is_on and code != EFFECT.code}
    found = run(table, chosen, context, progress=progress)
    report = _report(table, context, found, rules[EFFECT.code])
    with transaction.atomic():
        # Two runs at once write one after the other.
        Wave.objects.select_for_update().get(pk=wave.pk)
        _write(wave, rules, found.flags, at)
        return QualityRun.objects.create(
            wave=wave,
            started_at=at,
            ended_at=max(timezone.now(), at),
            response_count=len(table),
            flag_count=len(found.flags),
            report=report,
        )


def _rules_of(study: Study) -> dict[str, QualityRule]:
    """Every rule there is; one that the study has not set is on, with its defaults."""
    QualityRule.objects.bulk_create(
        [QualityRule(study=study, code=code) for code in RULES], ignore_conflicts=True
    )
    return {rule.code: rule for rule in study.quality_rules.filter(code__in=RULES)}


def _report(table: "Interviews", context: "Context", found: "Findings", rule: QualityRule) -> dict[str, Any]:
    from ..quality.effects import report_of  # late: NumPy is for the worker alone
    from ..quality.figures import figures_by_interviewer  # late: NumPy is for the worker alone
    from ..quality.rechecks import report_of as report_of_rechecks  # late: NumPy is for the worker alone

    flagged = {flag.subject for flag in found.flags if flag.level is Level.INTERVIEW}
    interviewers, whole = figures_by_interviewer(table, context, flagged)
    return {
        "notes": {one.rule: one.words for one in found.notes},
        "effects": report_of(table, EFFECT.settings(rule.parameters)) if rule.is_on else {},
        "interviewers": interviewers,
        "whole": whole,
        "rechecks": report_of_rechecks(context.rechecks) if context.rechecks else {},
    }


def _write(wave: Wave, rules: Mapping[str, QualityRule], found: "Iterable[Flag]", at: datetime) -> None:
    former: dict[Key, QualityFlag] = {
        (one.rule_id, one.response_id, one.interviewer_id, one.part): one for one in wave.flags.all()
    }
    new, changed, kept = [], [], set()
    for one in found:
        draft = _draft(wave, rules[one.rule], one, at)
        key = (draft.rule_id, draft.response_id, draft.interviewer_id, draft.part)
        kept.add(key)
        flag = former.get(key)
        if flag is None:
            new.append(draft)
        elif flag.state == FlagState.OPEN and any(
            getattr(flag, name) != getattr(draft, name) for name in FOUND
        ):
            for name in FOUND:
                setattr(flag, name, getattr(draft, name))
            changed.append(flag)
    gone = [one.pk for key, one in former.items() if key not in kept and one.state == FlagState.OPEN]
    for start in range(0, len(gone), AT_ONCE):
        QualityFlag.objects.filter(pk__in=gone[start : start + AT_ONCE], state=FlagState.OPEN).delete()
    QualityFlag.objects.bulk_create(new, batch_size=AT_ONCE)
    QualityFlag.objects.bulk_update(changed, FOUND, batch_size=AT_ONCE)


def _draft(wave: Wave, rule: QualityRule, flag: "Flag", at: datetime) -> QualityFlag:
    is_of_response = flag.level is Level.INTERVIEW
    return QualityFlag(
        wave=wave,
        rule=rule,
        response_id=UUID(flag.subject) if is_of_response else None,
        interviewer_id=None if is_of_response else UUID(flag.subject),
        part=flag.part[:LONGEST_PART],
        value=flag.value,
        threshold=flag.threshold,
        details=dict(flag.details),
        others=list(flag.others),
        found_at=at,
    )


@transaction.atomic
def answer_flags(*, flags: Collection[UUID], state: FlagState, answer: str, by: User, at: datetime) -> int:
    """Say what came of looking: harmless, with the reason, or confirmed. How many were answered.

    An answer may be changed; the audit keeps each.
    """
    answer = answer.strip()
    if state == FlagState.HARMLESS and not answer:
        raise AnswerRefused(_("Write why it is harmless."))
    if len(answer) > LONGEST_ANSWER:
        raise AnswerRefused(_("The answer may have %(most)s characters at most.") % {"most": LONGEST_ANSWER})
    found = QualityFlag.objects.filter(pk__in=list(flags))
    ids = [str(pk) for pk in found.values_list("pk", flat=True)]
    found.update(
        state=state,
        answer=answer,
        answered_by=None if state == FlagState.OPEN else by,
        answered_at=None if state == FlagState.OPEN else at,
    )
    for pk in ids:
        note(
            deed="surveys.answer_flag",
            subject=f"flag:{pk}",
            by=by.pk,
            at=at,
            details={"state": state, "answer": answer},
        )
    return len(ids)
