"""People who can sign in, and the dated roles they hold."""

from datetime import date
from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .choices import Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a person who can sign in; without a password only passkey or reset opens the door."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, default="hu")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class GrantQuerySet(models.QuerySet["Grant"]):
    def on(self, day: date) -> Self:
        """Grants in force on `day`; the last day counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Grant(Entity):
    """A dated role. `programme` is a programme's code, `group` a county group's id: words of higher rooms."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    programme = models.SlugField(_("programme"), max_length=40, blank=True)
    group = models.UUIDField(_("county group"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="grants_given")
    granted_at = models.DateTimeField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_start",
                violation_error_message=_("A role cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme", "group", "starts_on"],
                nulls_distinct=False,
                name="grant_once",
                violation_error_message=_("This person already holds this role from that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.programme}"
