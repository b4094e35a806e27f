"""The office words anew what practices are found by, marked by and agreed to. What was said by earlier words keeps them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ...choices import TermKind
from ...models import ConsentText, Criterion, Practice, Term
from .states import PracticeRefused


@dataclass(frozen=True)
class CriterionWords:
    name_hu: str
    name_en: str
    hint_hu: str = ""
    hint_en: str = ""
    order: int = 100

    def says(self, criterion: Criterion) -> bool:
        """The same words; where it stands in the list is no word."""
        return all(
            getattr(self, name) == getattr(criterion, name)
            for name in ("name_hu", "name_en", "hint_hu", "hint_en")
        )


@dataclass(frozen=True)
class TermWords:
    name_hu: str
    name_en: str
    order: int = 100
    is_active: bool = True


@transaction.atomic
def add_criterion(*, words: CriterionWords, by: User, at: datetime) -> Criterion:
    """Reviews that are opened from now on go by it, too."""
    return _introduce(words, by, at)


@transaction.atomic
def reword_criterion(*, criterion: Criterion, words: CriterionWords, by: User, at: datetime) -> Criterion:
    """Other words are a new criterion in the place of this one; marks and open reviews keep the old. Raises `PracticeRefused`."""
    criterion = _in_use(criterion)
    if words.says(criterion):
        criterion.order = words.order
        criterion.save(update_fields=["order"])
        return criterion
    _retire(criterion, by, at)
    return _introduce(words, by, at, follows=criterion)


@transaction.atomic
def retire_criterion(*, criterion: Criterion, by: User, at: datetime) -> Criterion:
    """Reviews that are opened from now on go without it. The last one stays: raises `PracticeRefused`."""
    criterion = _in_use(criterion)
    if not Criterion.objects.in_use().exclude(pk=criterion.pk).exists():
        raise PracticeRefused(_("Without a criterion nothing can be reviewed: add another one first."))
    return _retire(criterion, by, at)


@transaction.atomic
def add_term(*, kind: str, words: TermWords, by: User, at: datetime) -> Term:
    """A new word of a list by which practices are found."""
    code = _free_code(Term, words.name_en or words.name_hu)
    term = Term.objects.create(kind=kind, code=code, **vars(words))
    _note("add_term", f"term:{code}", by, at, kind=kind, name=words.name_hu)
    return term


@transaction.atomic
def revise_term(*, term: Term, words: TermWords, by: User, at: datetime) -> Term:
    """Name it otherwise, move it, or offer it no more; practices told by it keep it and are found by it. Raises `PracticeRefused`."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    others = Term.objects.filter(kind=term.kind, is_active=True).exclude(pk=term.pk)
    if not words.is_active and not others.exists():
        raise PracticeRefused(
            _("Every practice names one word of the list “%(list)s”: add another one first.")
            % {"list": TermKind(term.kind).label},
            field="is_active",
        )
    before = term.name_hu
    for name, value in vars(words).items():
        setattr(term, name, value)
    term.save()
    # What everybody reads of them says it from now on.
    Practice.objects.public().filter(public_version__terms=term).update(public_changed_at=at)
    _note(
        "revise_term", f"term:{term.code}", by, at, before=before, name=term.name_hu, is_active=term.is_active
    )
    return term


@transaction.atomic
def word_consent(*, text_hu: str, text_en: str, valid_from: date, by: User, at: datetime) -> ConsentText:
    """From that day on institutions agree to this wording; who has agreed keeps the one they read. Raises `PracticeRefused`."""
    if valid_from < timezone.localdate(at):
        raise PracticeRefused(
            _("A wording holds from today or from a later day: what was agreed to stays as it was read."),
            field="valid_from",
        )
    last = ConsentText.objects.select_for_update().order_by("-number").first()
    text = ConsentText.objects.create(
        number=last.number + 1 if last else 1, text_hu=text_hu, text_en=text_en, valid_from=valid_from
    )
    _note("word_consent", f"consent-text:{text.number}", by, at, valid_from=valid_from.isoformat())
    return text


@transaction.atomic
def drop_wording(*, text: ConsentText, by: User, at: datetime) -> None:
    """Before its day comes a wording may be dropped. Raises `PracticeRefused`."""
    if text.valid_from <= timezone.localdate(at):
        raise PracticeRefused(_("This wording holds already. Write a new one to replace it."))
    _note("drop_wording", f"consent-text:{text.number}", by, at, text=text.text_hu)
    text.delete()


def _introduce(words: CriterionWords, by: User, at: datetime, follows: Criterion | None = None) -> Criterion:
    code = _free_code(Criterion, words.name_en or words.name_hu)
    criterion = Criterion.objects.create(code=code, follows=follows, introduced_at=at, **vars(words))
    _note(
        "add_criterion",
        f"criterion:{code}",
        by,
        at,
        name=words.name_hu,
        follows=follows.code if follows else "",
    )
    return criterion


def _in_use(criterion: Criterion) -> Criterion:
    held = Criterion.objects.select_for_update().get(pk=criterion.pk)
    if held.retired_at is not None:
        raise PracticeRefused(_("Somebody changed this criterion meanwhile: nothing was written."))
    return held


def _retire(criterion: Criterion, by: User, at: datetime) -> Criterion:
    criterion.retired_at = at
    criterion.save(update_fields=["retired_at"])
    _note("retire_criterion", f"criterion:{criterion.code}", by, at, name=criterion.name_hu)
    return criterion


def _free_code(model: type[Criterion] | type[Term], name: str) -> str:
    """A readable code that was never used."""
    begun = slugify(name)[:34].strip("-") or "word"
    code, number = begun, 1
    while model._default_manager.filter(code=code).exists():
        number += 1
        code = f"{begun}-{number}"
    return code


def _note(deed: str, subject: str, by: User, at: datetime, **details: Any) -> None:
    audit.note(deed=deed, subject=subject, by=by.pk, at=at, details=details)
