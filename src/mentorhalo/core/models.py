"""Bases of every record."""

from uuid import uuid4

from django.db import models

from .mailbox.models import InboundMessage as InboundMessage
from .search.models import Posting as Posting
from .search.models import SearchEntry as SearchEntry
from .search.models import Word as Word
from .work.models import ScheduledJob as ScheduledJob
from .work.models import Worker as Worker
from .work.models import WorkRun as WorkRun


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


class Letter(Entity):
    """A service letter on its way to one person; its words are forgotten once it has been sent.

    Written by `core.letters` only. The id makes its Message-ID, so that a letter sent again is the same letter.
    """

    template = models.CharField(max_length=100)
    to = models.EmailField()
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    reply_to = models.CharField(max_length=320, default="")
    headers = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    error = models.TextField(default="")
    # The record it is about ("offer:id"), where the letter goes with it.
    reference = models.CharField(max_length=80, default="")

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["written_at"], name="letter_written"),
            models.Index(fields=["reference"], name="letter_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.written_at:%Y-%m-%d %H:%M}"
