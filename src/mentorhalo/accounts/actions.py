"""What may be done with accounts and roles. Nothing here is counted, so each deed leaves an audit line."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core import audit
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.core.letters import send_letter
from mentorhalo.core.throttle import keyed_hash

from .choices import HIERARCHY, Role
from .models import EntryLink, Grant, User

# Who answers for nobody but themself and their own card may enter by a link alone; the others have a password or a passkey.
ENTERS_BY_LINK = frozenset({Role.REPRESENTATIVE, Role.EXPERT})
LINK_LASTS = timedelta(hours=2)
LONGEST_ADDRESS = 300


class AccountRefused(Exception):
    """The account cannot be opened or changed so; the message is meant for the person."""


class GrantRefused(Exception):
    """The role cannot be given or ended so; the message is meant for the person."""


class LinkRefused(Exception):
    """The link is unknown, was used or is too old; the message is meant for the person."""


def open_account(
    *,
    email: str,
    password: str | None,
    name: str = "",
    language: str = "hu",
    is_verified: bool = False,
    shares_with: User | None = None,
    by: User | None,
    at: datetime,
) -> User:
    """Open an account for somebody else (sign-up is allauth's). `is_verified` spares them the letter.

    An account of the same password that `shares_with` names spares hashing it again, which takes a third of a second.
    Raises `ValidationError` for a weak password.
    """
    user = User(email=email.lower(), language=_known_language(language), date_joined=at)
    _call(user, name)
    if password is not None:
        validate_password(password, user)
    if shares_with is not None:
        user.password = shares_with.password
    else:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            EmailAddress.objects.create(user=user, email=user.email, verified=is_verified, primary=True)
            _note("open_account", user, by, at, {})
    except IntegrityError:
        raise AccountRefused(_("This address has an account already.")) from None
    return user


@transaction.atomic
def open_administrator(*, email: str, password: str | None, name: str = "", at: datetime) -> User:
    """Let this address administer the program, from the command line; an account that exists keeps its password."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = open_account(email=email, password=password, name=name, is_verified=True, by=None, at=at)
    grant_role(user=user, role=Role.ADMINISTRATOR, starts_on=timezone.localdate(at), by=None, at=at)
    return user


@transaction.atomic
def revise_profile(*, user: User, name: str, language: str, by: User, at: datetime) -> User:
    user.language = _known_language(language)
    _call(user, name)
    user.save(update_fields=["name", "name_sort", "name_search", "language"])
    _note("revise_profile", user, by, at, {"language": user.language})
    return user


@transaction.atomic
def choose_language(*, user: User, language: str, at: datetime) -> User:
    """Letters go out in this language from now on."""
    user.language = _known_language(language)
    user.save(update_fields=["language"])
    _note("choose_language", user, user, at, {"language": user.language})
    return user


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    programme: str = "",
    group: UUID | None = None,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Grant:
    """Give a role by hand. Roles that come from the network's records arrive by `follow_grants`."""
    if role not in Role.values:
        raise GrantRefused(_("There is no role “%(role)s”.") % {"role": role})
    if role == Role.GROUP_LEADER and group is None:
        raise GrantRefused(_("A county group leader needs a group to lead."))
    if ends_on and ends_on < starts_on:
        raise GrantRefused(_("A role cannot end before it starts."))
    _lock_people()
    same = Grant.objects.filter(user=user, role=role, programme=programme, group=group)
    if same.touching(starts_on, ends_on).exists():
        raise GrantRefused(_("This person holds this role already on some of these days."))
    _refuse_both(user, role, starts_on, ends_on)
    grant = Grant.objects.create(
        user=user,
        role=role,
        programme=programme,
        group=group,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        granted_by=by,
        granted_at=at,
    )
    user.forget_grants()
    _note("grant_role", user, by, at, _told(grant))
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, ends_on: date, reason: str = "", by: User | None, at: datetime) -> Grant:
    """Let the role end with the day `ends_on`. The last administrator stays."""
    _lock_people()
    grant = Grant.objects.select_related("user").get(pk=grant.pk)
    if grant.source:
        raise GrantRefused(_("This role comes from a mandate in the network: end the mandate there."))
    if grant.ends_on and grant.ends_on < ends_on:
        raise GrantRefused(_("This role ends earlier than that day already."))
    if ends_on < grant.starts_on:
        raise GrantRefused(_("A role cannot end before it starts."))
    if grant.role == Role.ADMINISTRATOR and not _another_administrator(grant, ends_on):
        raise GrantRefused(
            _("Nobody would be left to administer the program. Give the role to somebody else first.")
        )
    grant.ends_on = ends_on
    grant.reason = reason or grant.reason
    grant.save(update_fields=["ends_on", "reason"])
    grant.user.forget_grants()
    _note("end_grant", grant.user, by, at, _told(grant))
    return grant


@dataclass(frozen=True)
class GrantDraft:
    """The role somebody holds because of a record; without a user nobody holds it."""

    source: str
    user_id: UUID | None
    role: str
    programme: str
    starts_on: date
    ends_on: date | None
    group: UUID | None = None


@transaction.atomic
def follow_grants(drafts: Iterable[GrantDraft], *, by: User | None, at: datetime) -> None:
    """Make the grants of these sources what the drafts say. Five statements, and an audit line per change.

    Users already loaded keep the grants they have seen until `forget_grants`.
    """
    wanted = {draft.source: draft for draft in drafts}
    standing = {grant.source: grant for grant in Grant.objects.filter(source__in=wanted)}
    added, changed, dropped = [], [], []
    for source, draft in wanted.items():
        grant = standing.get(source)
        if draft.user_id is None:
            dropped += [grant] if grant else []
            continue
        fields = {
            "user_id": draft.user_id,
            "role": draft.role,
            "programme": draft.programme,
            "group": draft.group,
            "starts_on": draft.starts_on,
            "ends_on": draft.ends_on,
        }
        if grant is None:
            added.append(Grant(source=source, granted_by=by, granted_at=at, **fields))
        elif any(getattr(grant, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(grant, name, value)
            changed.append(grant)
    Grant.objects.filter(pk__in=[grant.pk for grant in dropped]).delete()
    Grant.objects.bulk_create(added)
    Grant.objects.bulk_update(
        changed, ["user_id", "role", "programme", "group", "starts_on", "ends_on"], batch_size=200
    )
    by_id = by.pk if by else None
    for deed, grants in (("grant_role", added), ("revise_grant", changed), ("drop_grant", dropped)):
        for grant in grants:
            audit.note(deed=deed, subject=f"user:{grant.user_id}", by=by_id, at=at, details=_told(grant))


def _another_administrator(grant: Grant, ends_on: date) -> bool:
    """Will an active account other than by this grant administer after `ends_on`, with no end in sight?"""
    others = Grant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True, ends_on=None)
    return others.filter(starts_on__lte=ends_on + timedelta(days=1)).exclude(pk=grant.pk).exists()


def may_enter_by_link(user: User, day: date) -> bool:
    return user.is_active and user.roles_on(day) <= ENTERS_BY_LINK


@transaction.atomic
def ask_entry(*, email: str, leads_to: str = "", at: datetime) -> None:
    """Send a link to the holder of the address, if there is one. Whoever asks learns nothing about that.

    One who works in the network gets a letter that points to the password instead.
    """
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        return
    if not may_enter_by_link(user, timezone.localdate(at)):
        address = settings.SITE_URL + reverse("account_login")
        send_letter(
            "accounts/letters/by_password",
            to=user.email,
            language=user.language,
            context={"user": user, "address": address},
        )
        return
    if len(leads_to) > LONGEST_ADDRESS or not leads_to.isprintable():
        leads_to = ""
    link = make_entry_link(user=user, leads_to=leads_to, lasts=LINK_LASTS, at=at)
    send_letter(
        "accounts/letters/entry",
        to=user.email,
        language=user.language,
        context={"user": user, "address": link},
    )


def make_entry_link(*, user: User, leads_to: str, lasts: timedelta, at: datetime) -> str:
    """The address of a new link, to be put into a letter to this person's own mailbox and nowhere else."""
    token = secrets.token_urlsafe(24)
    EntryLink.objects.create(
        user=user, token_hash=keyed_hash(token), leads_to=leads_to, asked_at=at, expires_at=at + lasts
    )
    return settings.SITE_URL + reverse("accounts:enter", args=[token])


@transaction.atomic
def use_entry_link(*, token: str, at: datetime) -> EntryLink:
    """Take the link, once. That its reader has it proves the address."""
    found = EntryLink.objects.select_for_update(of=("self",)).select_related("user")
    link = found.filter(token_hash=keyed_hash(token)).first()
    if link is None or link.used_at or link.expires_at <= at:
        raise LinkRefused(_("This link was used already or is too old. Please ask for a new one."))
    if not may_enter_by_link(link.user, timezone.localdate(at)):
        raise LinkRefused(_("This account is entered by password or passkey."))
    link.used_at = at
    link.save(update_fields=["used_at"])
    _shut_out_the_unproven(link.user)
    EmailAddress.objects.update_or_create(
        user=link.user,
        email=link.user.email,
        defaults={"verified": True},
        create_defaults={"verified": True, "primary": True},
    )
    _note("enter_by_link", link.user, link.user, at, {})
    return link


def _shut_out_the_unproven(user: User) -> None:
    """A password of the time before the address was proven may be of somebody who opened the account in another's name."""
    if user.has_usable_password() and not EmailAddress.objects.filter(user=user, verified=True).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _refuse_both(user: User, role: str, starts_on: date, ends_on: date | None) -> None:
    """Nobody supervises and stands in the network. Holds the user's row, so that two roles given at once see each other."""
    User.objects.select_for_update().get(pk=user.pk)
    against = HIERARCHY if role == Role.SUPERVISOR else (Role.SUPERVISOR,) if role in HIERARCHY else ()
    held = Grant.objects.filter(user=user, role__in=against)
    if held.touching(starts_on, ends_on).exists():
        raise GrantRefused(
            _("A supervisor stands outside the network: this person would be both on some of these days.")
        )


def _lock_people() -> None:
    """Two who give or take roles at once go one after the other (SQLite has one writer anyway)."""
    list(Grant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).values_list("pk", flat=True))


def _known_language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise AccountRefused(_("The program does not speak that language."))
    return language


def _call(user: User, name: str) -> None:
    user.name = " ".join(name.split())
    user.name_sort = sort_key(str(user))
    user.name_search = fold(user.name)


def _note(deed: str, user: User, by: User | None, at: datetime, details: dict[str, str]) -> None:
    audit.note(deed=deed, subject=f"user:{user.pk}", by=by.pk if by else None, at=at, details=details)


def _told(grant: Grant) -> dict[str, str]:
    return {
        "role": grant.role,
        "programme": grant.programme,
        "group": str(grant.group or ""),
        "from": grant.starts_on.isoformat(),
        "until": grant.ends_on.isoformat() if grant.ends_on else "",
        "source": grant.source,
    }
