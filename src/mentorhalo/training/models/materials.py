from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import MaterialState, PackageKind, Verdict
from .courses import Module


class Material(Entity):
    """Something to learn from, of one module; what it says stands in its versions."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["begun_at", "pk"]

    def __str__(self) -> str:
        return self.title


class MaterialVersionQuerySet(models.QuerySet["MaterialVersion"]):
    def released_for(self, course_version: UUID) -> Self:
        """What learners of this version of a course read now."""
        return self.filter(material__module__version=course_version, state=MaterialState.RELEASED)


class MaterialVersion(Entity):
    """Text, a file or a video link: written, reviewed, accepted with its fingerprint, released, retired.

    `fingerprint` is of what the reviewer accepted: text, address of the video and content of the file together.
    """

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=MaterialState, default=MaterialState.DRAFT)
    text = models.TextField(_("text"), blank=True)
    video_url = models.URLField(_("link to a video"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="training/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    package = models.CharField(_("learning package"), max_length=10, choices=PackageKind, blank=True)
    package_entry = models.CharField(max_length=500, blank=True)  # the page it begins with
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="material_versions"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="material_reviews",
    )
    due_on = models.DateField(_("opinion until"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # the reviewer, of this day
    fingerprint = models.CharField(max_length=64, blank=True)
    taken_from = models.ForeignKey(  # of the course's version before: there its opinions stand
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_over"
    )
    written_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = MaterialVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="material_version_once"),
            models.UniqueConstraint(
                fields=["material"],
                condition=Q(state=MaterialState.RELEASED),
                name="material_one_released",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=models.F("author")),
                name="material_not_reviewed_by_author",
                violation_error_message=_("Nobody reviews the module they write."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} {self.number}"


class Opinion(Entity):
    """What a reviewer signed about a version. It stays theirs when another one reviews it next."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.CASCADE, related_name="opinions")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="material_opinions"
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(_("opinion"), max_length=6000)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.verdict}"


class Reading(models.Model):
    """How far a learner is in a released version: begun, and gone through.

    Of a learning package it holds the best points in per cent, and what the package wants to find there the next time.
    """

    enrolment = models.ForeignKey("training.Enrolment", on_delete=models.CASCADE, related_name="readings")
    version = models.ForeignKey(MaterialVersion, on_delete=models.CASCADE, related_name="readings")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    kept = models.TextField(blank=True)  # JSON, not to be searched: see `reports`

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "version"], name="reading_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="reading_score_in_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.version_id}"
