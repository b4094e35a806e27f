"""Who records questionnaires: enrolling, ending, and the sign-in of their devices."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import AccountRefused, GrantDraft, follow_grants, open_account
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.core.letters import send_letter
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import mandate_of
from mentorhalo.territory.models import County

from ..devices import ha1_of, token_hash_of
from ..models import Enrolment, Interviewer, Study

ENROLMENT = "surveys.enrolment"
CODE_PREFIX = "K"
# Letters and digits that nobody mistakes for each other, on paper or on a small keyboard.
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
TRIES = 5


class InterviewerRefused(Exception):
    """The message is meant for the person; `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class DeviceSecrets:
    """What a phone signs in with. It is shown once: only hashes of it are kept."""

    name: str
    passphrase: str
    token: str


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody who is no mentor; with an address they get an account and a letter that tells of it."""

    name: str
    email: str = ""
    language: str = "hu"
    county: County | None = None


@transaction.atomic
def enrol_interviewer(
    *,
    study: Study,
    who: Interviewer | Mentor | NewPerson,
    starts_on: date,
    ends_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Enrolment:
    """Let somebody record the study's questionnaires, from a day to a day. Raises `InterviewerRefused`."""
    if ends_on and ends_on < starts_on:
        raise InterviewerRefused(_("It cannot end before it starts."), "ends_on")
    study = Study.objects.select_for_update().get(pk=study.pk)
    interviewer = _interviewer(who, starts_on, by, at)
    standing = interviewer.enrolments.filter(study=study).exclude(ends_on__lt=starts_on)
    if (standing.filter(starts_on__lte=ends_on) if ends_on else standing).exists():
        raise InterviewerRefused(_("This person is enrolled in the study on some of these days already."))
    enrolment = Enrolment.objects.create(
        interviewer=interviewer, study=study, starts_on=starts_on, ends_on=ends_on
    )
    _follow(enrolment, by, at)
    _note("enrol_interviewer", interviewer, by, at, enrolment)
    return enrolment


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, ends_on: date, by: User | None, at: datetime) -> Enrolment:
    """Let it end with the day `ends_on`. What they have in hand stays theirs until it is handed over."""
    found = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "interviewer", "study__programme"
    )
    enrolment = found.get(pk=enrolment.pk)
    if ends_on < enrolment.starts_on:
        raise InterviewerRefused(_("It cannot end before it starts."), "ends_on")
    if enrolment.ends_on and enrolment.ends_on < ends_on:
        raise InterviewerRefused(_("It has ended earlier already."), "ends_on")
    enrolment.ends_on = ends_on
    enrolment.save(update_fields=["ends_on"])
    _follow(enrolment, by, at)
    _note("end_enrolment", enrolment.interviewer, by, at, enrolment)
    return enrolment


@transaction.atomic
def renew_device(*, interviewer: Interviewer, by: User | None, at: datetime) -> DeviceSecrets:
    """A new passphrase and a new token: what a phone used until now opens nothing any more."""
    passphrase = "-".join(
        "".join(secrets.choice(LEGIBLE) for _each in range(GROUP_LENGTH)) for _group in range(GROUPS)
    )
    token = secrets.token_urlsafe(32)
    interviewer = Interviewer.objects.select_for_update().get(pk=interviewer.pk)
    interviewer.device_ha1 = ha1_of(interviewer.code, passphrase)
    interviewer.token_hash = token_hash_of(token)
    interviewer.save(update_fields=["device_ha1", "token_hash"])
    _note("renew_device", interviewer, by, at)
    return DeviceSecrets(interviewer.code, passphrase, token)


@transaction.atomic
def shut_device(*, interviewer: Interviewer, by: User | None, at: datetime) -> None:
    """Let no phone sign in any more: it was lost, or its owner has left."""
    interviewer = Interviewer.objects.select_for_update().get(pk=interviewer.pk)
    interviewer.device_ha1 = interviewer.token_hash = ""
    interviewer.save(update_fields=["device_ha1", "token_hash"])
    _note("shut_device", interviewer, by, at)


def _interviewer(
    who: Interviewer | Mentor | NewPerson, day: date, by: User | None, at: datetime
) -> Interviewer:
    if isinstance(who, Interviewer):
        return who
    if isinstance(who, Mentor):
        return _of_mentor(who, day)
    return _of_person(who, by, at)


def _of_mentor(mentor: Mentor, day: date) -> Interviewer:
    known = Interviewer.objects.filter(mentor=mentor).first()
    if known is not None:
        return known
    mandate = mandate_of(mentor, day)
    if mandate is None:
        raise InterviewerRefused(_("The mentor has no mandate on that day."), "mentor")
    user = mentor.user
    if user is not None and (twin := Interviewer.objects.filter(user=user).first()):
        twin.mentor = mentor
        twin.save(update_fields=["mentor"])
        return twin
    return _add(Interviewer(name=mentor.name, user=user, mentor=mentor, county=mandate.group.county))


def _of_person(person: NewPerson, by: User | None, at: datetime) -> Interviewer:
    name = " ".join(person.name.split())
    if not name:
        raise InterviewerRefused(_("An interviewer has a name."), "name")
    user = None
    if person.email:
        user = User.objects.filter(email__iexact=person.email).first()
        if user is not None and (known := Interviewer.objects.filter(user=user).first()):
            return known
        if user is not None and hasattr(user, "mentor"):
            raise InterviewerRefused(_("This address is a mentor's: choose the mentor instead."), "email")
        user = user or _new_account(person, name, by, at)
    return _add(Interviewer(name=name, user=user, county=person.county))


def _new_account(person: NewPerson, name: str, by: User | None, at: datetime) -> User:
    try:
        user = open_account(
            email=person.email, password=None, name=name, language=person.language, by=by, at=at
        )
    except AccountRefused as refusal:
        raise InterviewerRefused(str(refusal), "email") from None
    send_letter(
        "surveys/letters/interviewer_account",
        to=user.email,
        language=user.language,
        context={"address": settings.SITE_URL + reverse("account_reset_password"), "email": user.email},
    )
    return user


def _add(interviewer: Interviewer) -> Interviewer:
    """With the next free code; two enrolled at once do not get the same."""
    interviewer.name_sort, interviewer.name_search = sort_key(interviewer.name), fold(interviewer.name)
    for _try in range(TRIES):
        interviewer.code = _next_code()
        try:
            with transaction.atomic():
                interviewer.save(force_insert=True)
        except IntegrityError:
            if not Interviewer.objects.filter(code=interviewer.code).exists():
                raise
        else:
            return interviewer
    raise InterviewerRefused(_("Too many were enrolled at once. Please try again."))


def _next_code() -> str:
    codes = Interviewer.objects.filter(code__startswith=CODE_PREFIX).values_list("code", flat=True)
    numbers = [int(code[1:]) for code in codes if code[1:].isdecimal()]
    return f"{CODE_PREFIX}{max(numbers, default=0) + 1:04d}"


def _follow(enrolment: Enrolment, by: User | None, at: datetime) -> None:
    """A mentor's role comes from the mandate; anybody else's follows the enrolment."""
    interviewer = enrolment.interviewer
    follow_grants(
        [
            GrantDraft(
                source=f"{ENROLMENT}:{enrolment.pk}",
                user_id=None if interviewer.mentor_id else interviewer.user_id,
                role=Role.INTERVIEWER,
                programme=enrolment.study.programme.code,
                starts_on=enrolment.starts_on,
                ends_on=enrolment.ends_on,
            )
        ],
        by=by,
        at=at,
    )
    if interviewer.user is not None:
        interviewer.user.forget_grants()


def _note(
    deed: str, interviewer: Interviewer, by: User | None, at: datetime, enrolment: Enrolment | None = None
) -> None:
    details = {}
    if enrolment is not None:
        details = {
            "study": str(enrolment.study_id),
            "from": enrolment.starts_on.isoformat(),
            "until": enrolment.ends_on.isoformat() if enrolment.ends_on else "",
        }
    audit.note(
        deed=deed,
        subject=f"interviewer:{interviewer.pk}",
        by=by.pk if by else None,
        at=at,
        details=details,
    )
