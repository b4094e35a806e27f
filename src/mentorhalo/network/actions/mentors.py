"""Mentors: their card and the account they sign in with. Nothing here is counted, so an audit line is left."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.network.models import Leadership, Mandate, Mentor
from mentorhalo.network.queries.supervision import supervises_between
from mentorhalo.network.signals import accounts_linked
from mentorhalo.territory.models import Settlement

from .grants import leadership_grant, mandate_grant


class MentorRefused(Exception):
    """The mentor's card cannot be written so; the message is meant for the person."""


@transaction.atomic
def register_mentor(
    *,
    name: str,
    email: str = "",
    phone: str = "",
    home: Settlement | None = None,
    introduction_hu: str = "",
    introduction_en: str = "",
    user: User | None = None,
    external_id: str = "",
    by: User | None,
    at: datetime,
) -> Mentor:
    _refuse_taken_account(user, None)
    if external_id and Mentor.objects.filter(external_id=external_id).exists():
        raise MentorRefused(_("A mentor with this identifier is registered already."))
    mentor = Mentor(
        user=user,
        external_id=external_id,
        email=email,
        phone=phone,
        home=home,
        introduction_hu=introduction_hu,
        introduction_en=introduction_en,
    )
    call_mentor(mentor, name)
    mentor.save(force_insert=True)
    _note("register_mentor", mentor, by, at)
    if user is not None:
        accounts_linked.send(Mentor, users={user.pk}, by=by, at=at)
    return mentor


@transaction.atomic
def revise_mentor(
    *,
    mentor: Mentor,
    name: str,
    email: str,
    phone: str,
    home: Settlement | None,
    introduction_hu: str,
    introduction_en: str,
    user: User | None,
    by: User,
    at: datetime,
) -> Mentor:
    """Change the card; another account (None: no account) takes the mentor's roles over."""
    if (user.pk if user else None) != mentor.user_id:
        link_account(mentor=mentor, user=user, by=by, at=at)
    call_mentor(mentor, name)
    mentor.email, mentor.phone, mentor.home = email, phone, home
    mentor.introduction_hu, mentor.introduction_en = introduction_hu, introduction_en
    mentor.save()
    _note("revise_mentor", mentor, by, at)
    return mentor


@transaction.atomic
def introduce_oneself(
    *,
    mentor: Mentor,
    email: str,
    phone: str,
    introduction_hu: str,
    introduction_en: str,
    by: User,
    at: datetime,
) -> Mentor:
    """What a mentor may change on their own card; name and home stay with the office."""
    mentor.email, mentor.phone = email, phone
    mentor.introduction_hu, mentor.introduction_en = introduction_hu, introduction_en
    mentor.save(update_fields=["email", "phone", "introduction_hu", "introduction_en"])
    _note("introduce_oneself", mentor, by, at)
    return mentor


@transaction.atomic
def link_account(*, mentor: Mentor, user: User | None, by: User, at: datetime) -> Mentor:
    """Let the mentor sign in by this account (None: by none); their roles move with it."""
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    User.objects.select_for_update().filter(pk=user and user.pk).first()
    _refuse_taken_account(user, mentor)
    _refuse_supervisor(user, mentor)
    accounts = {pk for pk in (mentor.user_id, user and user.pk) if pk}
    mentor.user = user
    mentor.save(update_fields=["user"])
    mandates = Mandate.objects.filter(mentor=mentor).select_related("mentor", "programme")
    led = Leadership.objects.filter(mentor=mentor).select_related("mentor", "group__programme")
    follow_grants([*map(mandate_grant, mandates), *map(leadership_grant, led)], by=by, at=at)
    _note("link_account", mentor, by, at, {"user": str(user.pk) if user else ""})
    accounts_linked.send(Mentor, users=accounts, by=by, at=at)
    return mentor


def call_mentor(mentor: Mentor, name: str) -> None:
    name = " ".join(name.split())
    if not name:
        raise MentorRefused(_("A mentor needs a name."))
    mentor.name, mentor.name_sort, mentor.name_search = name, sort_key(name), fold(name)


def _refuse_taken_account(user: User | None, mentor: Mentor | None) -> None:
    if user is None:
        return
    holder = Mentor.objects.filter(user=user).first()
    if holder and holder != mentor:
        raise MentorRefused(_("This account belongs to another mentor."))


def _refuse_supervisor(user: User | None, mentor: Mentor) -> None:
    served = Mandate.objects.filter(mentor=mentor).values_list("starts_on", "ends_on") if user else []
    if user and any(supervises_between(user.pk, first, last) for first, last in served):
        raise MentorRefused(_("This account supervises, and a supervisor stands outside the network."))


def _note(
    deed: str, mentor: Mentor, by: User | None, at: datetime, details: dict[str, str] | None = None
) -> None:
    search.changed("mentor", [mentor.pk])
    audit.note(deed=deed, subject=f"mentor:{mentor.pk}", by=by.pk if by else None, at=at, details=details)
