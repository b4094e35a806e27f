"""Files that prove an entry."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import EvidenceKind
from .activities import Activity

USER = settings.AUTH_USER_MODEL


class EvidenceFile(Entity):
    """A file that proves an entry, hashed when it arrived."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="evidence_files")
    kind = models.CharField(_("kind"), max_length=16, choices=EvidenceKind)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/")
    original_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "sha256"],
                name="evidence_file_once",
                violation_error_message=_("This file is already attached to the entry."),
            )
        ]

    def __str__(self) -> str:
        return self.original_name
