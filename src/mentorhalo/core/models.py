"""Bases of every record."""

from uuid import uuid4

from django.db import models


class Entity(models.Model):
    """A record with an identity that a phone may mint offline: a UUID key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class AuditLine(models.Model):
    """Who did what, when. Written by `core.audit.note` only; never changed."""

    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    deed = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "at"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.subject}"


class TableUpload(Entity):
    """A table on its way in: uploaded, its columns matched, looked over; nothing of it is written until confirmed.

    Written by `core.imports` only. The file is deleted once the import is applied or called off.
    """

    what = models.CharField(max_length=40)
    file = models.FileField(upload_to="uploads/")
    file_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    by_id = models.UUIDField()
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["by_id", "what", "uploaded_at"], name="upload_of_person")]

    def __str__(self) -> str:
        return f"{self.what}: {self.file_name}"
