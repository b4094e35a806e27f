"""Profiles of experts: opened by the office with the role, kept by the expert, closed when somebody no longer answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import GrantRefused, end_grant, grant_role
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core import audit
from mentorhalo.core.hungarian import sort_key
from mentorhalo.programmes.models import Topic

from ..choices import State
from ..models import Expert
from ..queries.experts import WITH_EXPERT
from .handling import HandlingRefused


class ExpertRefused(HandlingRefused):
    """The profile cannot be so; the message is meant for the person, `field` names what to mend."""


@dataclass(frozen=True)
class ExpertDraft:
    """What a profile says. Without counties the whole country."""

    name: str
    topics: Collection[str]
    title_hu: str = ""
    title_en: str = ""
    about_hu: str = ""
    about_en: str = ""
    county_codes: Collection[str] = ()
    is_public: bool = False
    is_available: bool = True
    away_until: date | None = None
    most_open: int = 5


@transaction.atomic
def open_expert(*, user: User, draft: ExpertDraft, by: User, at: datetime) -> Expert:
    """Make somebody with an account an expert; the role comes with it unless they hold it already."""
    expert = Expert(user=user)
    try:
        with transaction.atomic():
            _write(expert, draft)
    except IntegrityError:
        raise ExpertRefused(_("This person has a profile already."), field="user") from None
    today = timezone.localdate(at)
    if not user.holds(Role.EXPERT, on=today):
        try:
            grant_role(user=user, role=Role.EXPERT, starts_on=today, by=by, at=at)
        except GrantRefused as refusal:
            raise ExpertRefused(str(refusal), field="user") from None
    audit.note(deed="open_expert", subject=f"expert:{expert.pk}", by=by.pk, at=at)
    return expert


@transaction.atomic
def revise_expert(*, expert: Expert, draft: ExpertDraft, by: User, at: datetime) -> Expert:
    _write(expert, draft)
    _mark_answers(expert, at=at)
    audit.note(deed="revise_expert", subject=f"expert:{expert.pk}", by=by.pk, at=at)
    return expert


@transaction.atomic
def close_expert(*, expert: Expert, by: User, at: datetime) -> Expert:
    """The role ends today and the profile leaves the public; their answers stay. Open questions are given to others first."""
    if expert.questions.filter(state__in=WITH_EXPERT).exists():
        raise ExpertRefused(_("Give their open questions to somebody else first."))
    today = timezone.localdate(at)
    for grant in Grant.objects.on(today).filter(user=expert.user, role=Role.EXPERT).order_by("pk"):
        try:
            end_grant(grant=grant, ends_on=today, by=by, at=at)
        except GrantRefused as refusal:
            raise ExpertRefused(str(refusal)) from None
    expert.is_available = expert.is_public = False
    expert.save(update_fields=["is_available", "is_public"])
    _mark_answers(expert, at=at)
    audit.note(deed="close_expert", subject=f"expert:{expert.pk}", by=by.pk, at=at)
    return expert


def _mark_answers(expert: Expert, *, at: datetime) -> None:
    """The expert's name stands in the public list: what is kept of it is made anew, so that a name taken back is gone at once."""
    expert.questions.filter(state=State.PUBLISHED).update(public_changed_at=at)


def _write(expert: Expert, draft: ExpertDraft) -> None:
    name = " ".join(draft.name.split())
    if not name:
        raise ExpertRefused(_("An expert needs a name."), field="name")
    topics = list(Topic.objects.filter(code__in=draft.topics))
    if not topics:
        raise ExpertRefused(_("Choose at least one topic."), field="topics")
    if draft.is_public and not (draft.title_hu or draft.about_hu):
        raise ExpertRefused(
            _("A public profile says who the expert is: write a title or a few sentences in Hungarian."),
            field="title_hu",
        )
    expert.name, expert.name_sort = name, sort_key(name)
    expert.title_hu, expert.title_en = draft.title_hu.strip(), draft.title_en.strip()
    expert.about_hu, expert.about_en = draft.about_hu.strip(), draft.about_en.strip()
    expert.county_codes = sorted(set(draft.county_codes))
    expert.is_public, expert.is_available = draft.is_public, draft.is_available
    expert.away_until, expert.most_open = draft.away_until, draft.most_open
    expert.save()
    expert.topics.set(topics)
