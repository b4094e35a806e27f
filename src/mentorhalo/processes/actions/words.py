"""The office's words: what interviews, assets and offers are sorted by, and what people agree to. Nothing is changed, all is followed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import Purpose
from ..models import AssetCategory, ConsentWording, PoolTopic, Term, Theme
from .refusals import ProcessRefused, words
from .shipping import shipped

SHIPPED_TERMS: tuple[tuple[type[Term], str], ...] = (
    (Theme, "themes"),
    (AssetCategory, "asset_categories"),
    (PoolTopic, "pool_topics"),
)


@dataclass(frozen=True, kw_only=True)
class TermDraft:
    name_hu: str
    name_en: str
    order: int = 100


@transaction.atomic
def add_term(*, kind: type[Term], draft: TermDraft, by: User, at: datetime) -> Term:
    """Another word to choose. Raises `ProcessRefused`."""
    made = _new(kind, draft)
    audit.note(deed="add_term", subject=_subject(made), by=by.pk, at=at)
    return made


@transaction.atomic
def reword_term(*, term: Term, draft: TermDraft, by: User, at: datetime) -> Term:
    """Another row in its place: what was sorted by it keeps the word it had. Only its order changed: it is the same row."""
    found = _held(term)
    if (draft.name_hu.strip(), draft.name_en.strip()) == (found.name_hu, found.name_en):
        found.order = draft.order
        found.save(update_fields=["order"])
        return found
    more = {"is_personal": found.is_personal} if isinstance(found, AssetCategory) else {}
    made = _new(type(found), draft, **more)
    found.is_offered = False
    found.save(update_fields=["is_offered"])
    details = {"before": found.code}
    audit.note(deed="reword_term", subject=_subject(made), by=by.pk, at=at, details=details)
    return made


@transaction.atomic
def offer_term(*, term: Term, is_offered: bool, by: User, at: datetime) -> Term:
    """May be chosen, or not any more; at least one may."""
    list(type(term)._default_manager.order_by("pk").select_for_update())  # two at once would leave none
    found = _held(term)
    others = type(term)._default_manager.filter(is_offered=True).exclude(pk=term.pk)
    if not is_offered and not others.exists():
        raise ProcessRefused(_("At least one has to stay."))
    found.is_offered = is_offered
    found.save(update_fields=["is_offered"])
    details = {"is_offered": is_offered}
    audit.note(deed="offer_term", subject=_subject(found), by=by.pk, at=at, details=details)
    return found


@transaction.atomic
def publish_wording(
    *, purpose: Purpose, text_hu: str, text_en: str, by: User, at: datetime
) -> ConsentWording:
    """The next version; who agreed before keeps the words they heard. Raises `ProcessRefused`."""
    last = ConsentWording.objects.in_force(purpose)
    made = ConsentWording(
        purpose=purpose,
        number=last.number + 1 if last else 1,
        text_hu=words(text_hu, "text_hu", _("Write down what people agree to."))[:2000],
        text_en=words(text_en, "text_en", _("Write down what people agree to."))[:2000],
        published_at=at,
    )
    if last is not None and (last.text_hu, last.text_en) == (made.text_hu, made.text_en):
        raise ProcessRefused(_("This is the wording in force already."), field="text_hu")
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ProcessRefused(_("Somebody published this wording just now."), field="text_hu") from None
    audit.note(deed="publish_wording", subject=f"wording:{made.pk}", by=by.pk, at=at)
    return made


def _new(kind: type[Term], draft: TermDraft, **more: Any) -> Term:
    """Under a code of its own, made of its English name."""
    name_hu = words(draft.name_hu, "name_hu", _("Write a name."))[:80]
    name_en = words(draft.name_en, "name_en", _("Write a name."))[:80]
    if kind._default_manager.filter(is_offered=True, name_hu=name_hu, name_en=name_en).exists():
        raise ProcessRefused(_("There is one of this name already. Call it otherwise."), field="name_en")
    base = slugify(name_en)[:28].strip("-") or "word"
    known = set(kind._default_manager.filter(code__startswith=base).values_list("code", flat=True))
    code = next(one for one in (base, *(f"{base}-{n}" for n in range(2, 999))) if one not in known)
    made = kind(code=code, name_hu=name_hu, name_en=name_en, order=draft.order, **more)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ProcessRefused(_("Somebody published this wording just now."), field="name_en") from None
    return made


def _held(term: Term) -> Any:
    return type(term)._default_manager.select_for_update().get(pk=term.pk)


def _subject(term: Term) -> str:
    return f"{term._meta.model_name}:{term.pk}"


def wording_read(purpose: str, number: int) -> ConsentWording:
    """The one in force; refused where another one was read to the person."""
    wording = ConsentWording.objects.in_force(purpose)
    if wording is None or wording.number != number:
        raise ProcessRefused(_("The wording has changed meanwhile: read the new one out."), field="agreed")
    return wording


def ship_words() -> None:
    """Put shipped words and wordings into an installation that does not have them. Repeating it is harmless."""
    for terms, name in SHIPPED_TERMS:
        known = set(terms._default_manager.values_list("code", flat=True))
        missing = [row for row in shipped(name) if row["code"] not in known]
        terms._default_manager.bulk_create(terms(**row) for row in missing)
    worded = set(ConsentWording.objects.values_list("purpose", flat=True))
    ConsentWording.objects.bulk_create(
        ConsentWording(**row) for row in shipped("wordings") if row["purpose"] not in worded
    )
