"""A study is founded, its waves are planned, opened and closed; who may see its identities is named, with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.numbers import day as in_words
from mentorhalo.programmes.models import Programme

from ..choices import StudyKind, WaveState
from ..models import KeyHolder, RespondentKey, Study, UnitKey, Wave
from ..models.instruments import SERVED
from ..queries.studies import still_open


class StudyRefused(Exception):
    """The study or wave cannot be so; the message is meant for the person, `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, kw_only=True)
class StudyDraft:
    """What a study says of itself."""

    title_hu: str
    title_en: str = ""
    kind: StudyKind | str
    purpose: str
    legal_basis: str
    owner: str
    keys_end_on: date


@dataclass(frozen=True, kw_only=True)
class WaveDraft:
    """What is written down of a wave before its fieldwork begins."""

    title_hu: str
    title_en: str = ""
    starts_on: date
    ends_on: date
    attempts_needed: int = 3
    days_needed: int = 2
    recontact_percent: int = 10


@transaction.atomic
def found_study(
    *, programme: Programme, code: str, draft: StudyDraft, by: User | None, at: datetime
) -> Study:
    """Raises `StudyRefused`: a code that is taken, identities that would be deleted before they are gathered."""
    if Study.objects.filter(code=code).exists():
        raise StudyRefused(_("There is a study with this code already."), "code")
    if draft.keys_end_on < timezone.localdate(at):
        raise StudyRefused(_("The day of deletion has passed already."), "keys_end_on")
    study = Study(programme=programme, code=code, created_at=at, created_by=by, **vars(draft))
    study.save(force_insert=True)
    _note("found_study", study, by, at, {"kind": study.kind, "keys_end_on": study.keys_end_on.isoformat()})
    search.changed("study", [study.pk])
    return study


@transaction.atomic
def revise_study(*, study: Study, draft: StudyDraft, by: User | None, at: datetime) -> Study:
    """Change what a study says. The day of deletion moves for every key that still stands."""
    study = Study.objects.select_for_update().get(pk=study.pk)
    if draft.kind != study.kind and study.waves.exclude(state=WaveState.PLANNED).exists():
        raise StudyRefused(_("Whom it asks cannot change once fieldwork has begun."), "kind")
    moved = draft.keys_end_on != study.keys_end_on
    last = study.waves.aggregate(last=Max("ends_on"))["last"]
    if moved and last and draft.keys_end_on < last:
        raise StudyRefused(
            _("Fieldwork lasts longer than that: identities are needed until then."), "keys_end_on"
        )
    before = study.keys_end_on
    for name, value in vars(draft).items():
        setattr(study, name, value)
    study.save()
    details = {}
    if moved:
        UnitKey.objects.filter(unit__wave__study=study, erased_at=None).update(delete_on=draft.keys_end_on)
        RespondentKey.objects.filter(response__version__instrument__study=study, erased_at=None).update(
            delete_on=draft.keys_end_on
        )
        details = {"keys_end_on": draft.keys_end_on.isoformat(), "before": before.isoformat()}
    _note("revise_study", study, by, at, details)
    search.changed("study", [study.pk])
    return study


@transaction.atomic
def plan_wave(*, study: Study, draft: WaveDraft, by: User | None, at: datetime) -> Wave:
    study = Study.objects.select_for_update().get(pk=study.pk)
    _check_wave(study, draft)
    number = (study.waves.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = Wave(study=study, number=number, **vars(draft))
    wave.save(force_insert=True)
    _note("plan_wave", study, by, at, {"wave": str(wave.pk), "number": number})
    return wave


@transaction.atomic
def revise_wave(*, wave: Wave, draft: WaveDraft, by: User | None, at: datetime) -> Wave:
    """Days may move while the wave is open; the rule of substitution stays as it was when fieldwork began."""
    wave = Wave.objects.select_for_update(of=("self",)).select_related("study").get(pk=wave.pk)
    if wave.state == WaveState.CLOSED:
        raise StudyRefused(_("This wave is closed."))
    rule = (draft.attempts_needed, draft.days_needed)
    if wave.state == WaveState.OPEN and rule != (wave.attempts_needed, wave.days_needed):
        raise StudyRefused(
            _("The rule of substitution cannot change while the wave is open: interviewers work by it."),
            "attempts_needed",
        )
    _check_wave(wave.study, draft)
    for name, value in vars(draft).items():
        setattr(wave, name, value)
    wave.save()
    _note("revise_wave", wave.study, by, at, {"wave": str(wave.pk)})
    return wave


@transaction.atomic
def open_wave(*, wave: Wave, by: User | None, at: datetime) -> Wave:
    """Let fieldwork begin. Raises `StudyRefused` where nobody could be asked anything."""
    wave = _locked_wave(wave)
    if wave.state == WaveState.OPEN:
        return wave
    if not wave.study.instruments.filter(versions__state__in=SERVED).exists():
        raise StudyRefused(_("There is no published questionnaire yet: interviewers could not ask anything."))
    return _turn(wave, WaveState.OPEN, "open_wave", by, at)


@transaction.atomic
def close_wave(*, wave: Wave, accept_open: bool = False, by: User | None, at: datetime) -> Wave:
    """End fieldwork. What is still open is told in the refusal, unless it is accepted."""
    wave = _locked_wave(wave)
    if wave.state != WaveState.OPEN:
        raise StudyRefused(_("Only an open wave can be closed."))
    left = still_open(wave)
    if left.anything and not accept_open:
        raise StudyRefused(
            ngettext(
                "One thing is still open in this wave.",
                "%(count)s things are still open in this wave.",
                left.total,
            )
            % {"count": left.total}
        )
    return _turn(wave, WaveState.CLOSED, "close_wave", by, at, left=vars(left))


@transaction.atomic
def name_key_holder(
    *,
    study: Study,
    user: User,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    by: User | None,
    at: datetime,
) -> KeyHolder:
    """Let somebody see the identities of a study's respondents, for a time and a reason."""
    reason = " ".join(reason.split())
    if not reason:
        raise StudyRefused(_("Say why this person needs to see identities."), "reason")
    if ends_on and ends_on < starts_on:
        raise StudyRefused(_("The leave cannot end before it starts."), "ends_on")
    Study.objects.select_for_update().get(pk=study.pk)
    standing = KeyHolder.objects.filter(study=study, user=user).exclude(ends_on__lt=starts_on)
    if (standing.filter(starts_on__lte=ends_on) if ends_on else standing).exists():
        raise StudyRefused(_("This person holds the key on some of these days already."), "user")
    holder = KeyHolder.objects.create(
        study=study, user=user, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    _note("name_key_holder", study, by, at, _told(holder))
    return holder


@transaction.atomic
def end_key_holder(*, holder: KeyHolder, ends_on: date, by: User | None, at: datetime) -> KeyHolder:
    holder = KeyHolder.objects.select_for_update(of=("self",)).select_related("study").get(pk=holder.pk)
    if ends_on < holder.starts_on:
        raise StudyRefused(_("The leave cannot end before it starts."), "ends_on")
    if holder.ends_on and holder.ends_on < ends_on:
        raise StudyRefused(
            _("This leave ends on %(day)s already.") % {"day": in_words(holder.ends_on)}, "ends_on"
        )
    holder.ends_on = ends_on
    holder.save(update_fields=["ends_on"])
    _note("end_key_holder", holder.study, by, at, _told(holder))
    return holder


def _check_wave(study: Study, draft: WaveDraft) -> None:
    if draft.ends_on < draft.starts_on:
        raise StudyRefused(_("A wave cannot end before it starts."), "ends_on")
    if draft.ends_on > study.keys_end_on:
        raise StudyRefused(
            _("Identities of this study are deleted on %(day)s: fieldwork cannot last longer.")
            % {"day": in_words(study.keys_end_on)},
            "ends_on",
        )
    if draft.days_needed > draft.attempts_needed:
        raise StudyRefused(_("So few attempts cannot be on so many days."), "days_needed")
    if draft.recontact_percent > 100:
        raise StudyRefused(_("A share is at most 100 percent."), "recontact_percent")


def _locked_wave(wave: Wave) -> Wave:
    return Wave.objects.select_for_update(of=("self",)).select_related("study").get(pk=wave.pk)


def _turn(wave: Wave, state: WaveState, deed: str, by: User | None, at: datetime, **details: Any) -> Wave:
    wave.state = state
    wave.save(update_fields=["state"])
    _note(deed, wave.study, by, at, {"wave": str(wave.pk), **details})
    return wave


def _told(holder: KeyHolder) -> dict[str, Any]:
    return {
        "user": str(holder.user_id),
        "from": holder.starts_on.isoformat(),
        "until": holder.ends_on.isoformat() if holder.ends_on else "",
        "reason": holder.reason,
    }


def _note(deed: str, study: Study, by: User | None, at: datetime, details: dict[str, Any]) -> None:
    audit.note(deed=deed, subject=f"study:{study.pk}", by=by.pk if by else None, at=at, details=details)
