"""Data on their way out: files that somebody asked for, and keys by which programs read."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ExportState
from .instruments import Instrument
from .studies import Study

USER = settings.AUTH_USER_MODEL


class Export(Entity):
    """A file of responses that somebody asked for. The file goes after a day; what was taken stays written down."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="exports")
    order = models.JSONField()  # `exporting.order.Order`
    state = models.CharField(_("state"), max_length=8, choices=ExportState, default=ExportState.WAITING)
    asked_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict)  # by table
    file = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return self.file_name or str(self.pk)


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), revoked_at=None)


class DataKey(Entity):
    """What a program signs in with to read a study's data, pseudonymised; of the key itself only a keyed hash is kept."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="data_keys")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="data_keys")
    label = models.CharField(_("what it is for"), max_length=120)
    key_hash = models.CharField(max_length=64, unique=True)
    opens_files = models.BooleanField(_("photos and sounds, too"), default=False)
    made_at = models.DateTimeField()
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    used_on = models.DateField(_("last used"), null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DataKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return self.label
