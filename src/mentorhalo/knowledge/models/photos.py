"""Photos of a practice, with what must be known before anybody else sees them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.core.photos import SHOWABLE, PeopleShown, PhotoRights

from .practices import Practice, PracticeVersion


class PracticePhotoQuerySet(models.QuerySet["PracticePhoto"]):
    def showable(self) -> Self:
        """Those that lack nothing for being shown publicly."""
        return self.filter(people__in=SHOWABLE).exclude(alt="")

    def shown(self) -> Self:
        """Those everybody sees now, of all practices."""
        return self.showable().filter(practice__public_version__accepted_at__gte=F("added_at"))

    def shown_with(self, version: PracticeVersion) -> Self:
        """Those a public version shows: there when it was accepted, described, nobody on them unasked."""
        if version.accepted_at is None:
            return self.none()
        return self.showable().filter(practice=version.practice_id, added_at__lte=version.accepted_at)


class PracticePhoto(Entity):
    """A photo as we show it: read, turned upright, made smaller, without what a camera writes beside the picture.

    `sha256` is of the file as it was sent: the same photo twice is one.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="photos")
    alt = models.CharField(_("what can be seen on it"), max_length=300, blank=True)
    credit = models.CharField(_("who took it"), max_length=120, blank=True)
    rights = models.CharField(_("rights"), max_length=8, choices=PhotoRights)
    people = models.CharField(
        _("people on it"), max_length=12, choices=PeopleShown, default=PeopleShown.NOT_ASKED
    )
    file = models.FileField(upload_to="practices/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PracticePhotoQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "sha256"],
                name="practice_photo_once",
                violation_error_message=_("This photo is with the practice already."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or f"{self.pk}"

    @property
    def is_showable(self) -> bool:
        """It lacks nothing for being shown publicly."""
        return bool(self.alt) and self.people in SHOWABLE
