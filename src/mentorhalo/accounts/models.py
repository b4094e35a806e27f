"""People who can sign in, and the dated roles they hold."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorhalo.core.hungarian import search_filter
from mentorhalo.core.models import Entity

from .choices import Role


class UserQuerySet(models.QuerySet["User"]):
    def matching(self, text: str) -> Self:
        """People whose name or e-mail address holds `text`, whatever its accents and capitals."""
        return self.filter(search_filter(text) | Q(email__contains=text.strip().lower()))

    def holding(self, role: str, day: date) -> Self:
        return self.filter(is_active=True, pk__in=Grant.objects.on(day).filter(role=role).values("user"))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a person who can sign in; without a password only passkey or reset opens the door."""
        user = self.model(email=email.lower(), password=make_password(password), **fields)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, by e-mail. What they may do is said by rules and their grants.

    Django's groups and permissions are there for the content editor (Wagtail) alone, whose groups follow the grants. Nobody is
    a superuser: there is no way round the rules.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("This address has an account already.")}
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    name_sort = models.CharField(max_length=600, editable=False, blank=True)
    name_search = models.CharField(max_length=300, editable=False, blank=True)
    language = models.CharField(_("language"), max_length=5, default="hu")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name_sort", "email", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_without_superpowers")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What the named rule says; one who may not sign in may do nothing. Permissions of the content editor have no rule."""
        if rules.perm_exists(perm):
            return self.is_active and rules.has_perm(perm, self, obj)
        return super().has_perm(perm, obj)

    @cached_property
    def all_grants(self) -> list["Grant"]:
        """Every grant, past and coming. One query for the life of this instance (see `forget_grants`)."""
        return list(self.grants.all())

    def forget_grants(self) -> None:
        self.__dict__.pop("all_grants", None)

    def grants_on(self, day: date) -> list["Grant"]:
        """Grants in force on `day`; none while the account is closed. Costs what `all_grants` costs."""
        return [grant for grant in self.all_grants if grant.holds_on(day)] if self.is_active else []

    def roles_on(self, day: date) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants_on(day))

    def holds(self, role: str, *, programme: str = "", on: date | None = None) -> bool:
        """Does this person hold the role on the day (today), in the programme (any)?

        A grant of no programme holds in every programme.
        """
        return any(
            grant.role == role and (not programme or grant.programme in ("", programme))
            for grant in self.grants_on(on or timezone.localdate())
        )

    def groups_led(self, on: date | None = None) -> frozenset[UUID]:
        """County groups this person leads by grant on the day (today)."""
        return frozenset(
            grant.group
            for grant in self.grants_on(on or timezone.localdate())
            if grant.role == Role.GROUP_LEADER and grant.group
        )

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        self.forget_grants()
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


class GrantQuerySet(models.QuerySet["Grant"]):
    def on(self, day: date) -> Self:
        """Grants in force on `day`; the last day counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def touching(self, starts_on: date, ends_on: date | None) -> Self:
        """Grants that share a day with the span."""
        found = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return found.filter(starts_on__lte=ends_on) if ends_on else found


class Grant(Entity):
    """A dated role. `programme` is a programme's code, `group` a county group's id: words of higher rooms.

    A grant with a `source` ("type:id") follows that record, e.g. a mentor's mandate: who changes the record changes the
    grant, and nobody ends it by hand.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(pgettext_lazy("of an account", "role"), max_length=20, choices=Role)
    programme = models.SlugField(_("programme"), max_length=40, blank=True)
    group = models.UUIDField(_("county group"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(max_length=80, blank=True)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="grants_given"
    )
    granted_at = models.DateTimeField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["role", "starts_on"], name="grant_role_from")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_start",
                violation_error_message=_("A role cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme", "starts_on", "source"],
                condition=Q(group=None),
                name="grant_once",
                violation_error_message=_("This person already holds this role from that day."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme", "group", "starts_on", "source"],
                condition=Q(group__isnull=False),
                name="grant_in_group_once",
                violation_error_message=_("This person already holds this role from that day."),
            ),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="grant_of_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.programme}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class EntryLink(Entity):
    """A link in a letter that lets its reader in once, without a password. Of its token only a keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entry_links")
    token_hash = models.CharField(max_length=64, unique=True)
    leads_to = models.CharField(max_length=300, blank=True)  # an address of this site
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d %H:%M}"
