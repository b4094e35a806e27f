"""Photos of programmes of the Week, as their joiners send them with what came of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.core.photos import PeopleShown, PhotoRights

from .week import STANDING, WeekProgramme


class WeekPhotoQuerySet(models.QuerySet["WeekPhoto"]):
    def shown(self) -> Self:
        """Those the county group let through."""
        return self.filter(shown_at__isnull=False)

    def waiting(self) -> Self:
        """For a look of the county group: of what was called off or taken down nothing is shown any more."""
        return self.filter(shown_at__isnull=True, programme__occasion__state__in=STANDING)


class WeekPhoto(Entity):
    """Drawn anew, without what a camera writes beside the picture. Others see it once the county group has looked at it.

    `sha256` is of the file as it was sent: the same photo twice is one. Taken down, nothing of it stays.
    """

    programme = models.ForeignKey(WeekProgramme, on_delete=models.CASCADE, related_name="photos")
    alt = models.CharField(_("what can be seen on it"), max_length=300)
    credit = models.CharField(_("who took it"), max_length=120)
    rights = models.CharField(_("rights"), max_length=8, choices=PhotoRights)
    people = models.CharField(_("people on it"), max_length=12, choices=PeopleShown)
    file = models.FileField(upload_to="week/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = WeekPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "sha256"],
                name="week_photo_once",
                violation_error_message=_("This photo is here already."),
            )
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def is_shown(self) -> bool:
        return self.shown_at is not None
