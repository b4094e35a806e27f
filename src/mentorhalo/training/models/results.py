from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import MarkKind
from .cohorts import Enrolment
from .courses import Course, Module


class Mark(Entity):
    """Points for a module's test, the final exam or the portfolio. A second examiner gives a mark of their own."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(_("what was marked"), max_length=12, choices=MarkKind)
    module = models.ForeignKey(
        Module,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="marks",
        verbose_name=_("module"),
    )
    points = models.PositiveSmallIntegerField(_("points"))
    most = models.PositiveSmallIntegerField(_("of at most"), default=100)
    words = models.CharField(_("opinion"), max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="marks_given")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__lte=F("most"), most__gt=0),
                name="mark_within_most",
                violation_error_message=_("Nobody has more points than there are."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind", "by"],
                condition=Q(module__isnull=True),
                name="mark_once_by_examiner",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind", "module", "by"], name="mark_of_module_once_by_examiner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.points}/{self.most}"

    @property
    def share(self) -> int:
        """In whole per cent, downwards."""
        return self.points * 100 // self.most


class DiaryEntry(Entity):
    """A log entry of the learner's own that is part of their practice, with what they learnt from it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="diary")
    entry = models.UUIDField()  # of the room that keeps the log
    on = models.DateField(_("day"))
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=0)
    learnt = models.TextField(_("what I learnt from it"), max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "entry"],
                name="diary_entry_once",
                violation_error_message=_("This entry is in the diary already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SigningKey(Entity):
    """A key pair (Ed25519) of a course; the private half lies sealed, the public one stays readable when a new one takes over."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="keys")
    public = models.CharField(max_length=80)  # multibase
    sealed = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return self.public


class Certificate(Entity):
    """That somebody met the rule of a course: numbered, signed, never changed; it can be revoked.

    `met` holds the rule with its version and what was reached; `credential` is the signed Open Badge.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("number"), max_length=40, unique=True)
    serial = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=150)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    met = models.JSONField()
    credential = models.JSONField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_on", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["course", "serial"], name="certificate_serial_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_at=None), name="certificate_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None
