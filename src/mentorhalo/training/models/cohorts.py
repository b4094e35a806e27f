from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.models import Entity

from ..choices import CohortState, EnrolmentState, HourKind, MakeUpKind, PresenceMethod
from .courses import CourseVersion, Module


class Cohort(Entity):
    """A group that takes a course version together."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="cohorts")
    title = models.CharField(_("name of the group"), max_length=120)
    state = models.CharField(_("state"), max_length=8, choices=CohortState, default=CohortState.PLANNED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    capacity = models.PositiveSmallIntegerField(_("places"))
    is_public = models.BooleanField(_("anybody with an account may apply"), default=False)

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Session(Entity):
    """One meeting of a cohort for one kind of hours of a module, in a room or online. It counts once it is closed."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(_("kind of hours"), max_length=12, choices=HourKind)
    hours = models.PositiveSmallIntegerField(_("hours"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("room"), max_length=200, blank=True)
    online_url = models.URLField(_("link for taking part online"), max_length=500, blank=True)
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_sessions"
    )
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_url=""),
                name="session_is_somewhere",
                violation_error_message=_("Say where it is: a room, or a link for taking part online."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} {self.starts_at:%Y-%m-%d}"

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def on(self) -> date:
        return timezone.localdate(self.starts_at)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def enrolled(self) -> Self:
        return self.filter(state=EnrolmentState.ENROLLED)

    def waiting(self) -> Self:
        """Whoever applied first stands first."""
        return self.filter(state=EnrolmentState.WAITING).order_by("asked_at", "pk")


class Enrolment(Entity):
    """Somebody in a cohort, from the application on. `language` is the language of their letters."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="training_enrolments",
    )
    mentor = models.ForeignKey(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="training_enrolments"
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=5, default="hu")
    state = models.CharField(max_length=10, choices=EnrolmentState, default=EnrolmentState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    is_name_public = models.BooleanField(_("whoever verifies my certificate may see my name"), default=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "user"],
                name="training_enrolment_once",
                violation_error_message=_("This person has applied already."),
            ),
            models.UniqueConstraint(
                fields=["cohort", "mentor"],
                name="training_mentor_once",
                violation_error_message=_("This mentor is in the group already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_of(self, user: User) -> bool:
        """Whether the learner is this person: by account, or by the mentor whose account it is."""
        mentor = self.mentor if self.user_id is None else None
        return user.pk in (self.user_id, mentor and mentor.user_id)


class Presence(models.Model):
    """That somebody was there at a session, or made up for it (`make_up`, `words`, `on`)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="presences")
    method = models.CharField(max_length=8, choices=PresenceMethod, default=PresenceMethod.SHEET)
    make_up = models.CharField(_("how it was made up for"), max_length=16, choices=MakeUpKind, blank=True)
    words = models.CharField(_("what was done"), max_length=300, blank=True)
    on = models.DateField(_("day"))
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["session", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "enrolment"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.session_id}"
