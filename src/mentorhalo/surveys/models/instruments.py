"""Questionnaires: a form, its versions, the files a version asks for."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import FileSource, VersionState
from .studies import Study

USER = settings.AUTH_USER_MODEL
SERVED = (VersionState.PUBLISHED, VersionState.FROZEN)


class Instrument(Entity):
    """A questionnaire of a study. Clients know it by its form id, which never changes."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="instruments")
    form_id = models.CharField(_("form id"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def served(self) -> Self:
        """Versions that clients may download and fill."""
        return self.filter(state__in=SERVED)

    def lists(self) -> Self:
        """Without what weighs: workbook, form and schema."""
        return self.defer("xform", "schema", "definition")


class InstrumentVersion(Entity):
    """One version of a questionnaire, as uploaded, as a form, and as a schema.

    A draft may be replaced; a published one is what interviewers get; from its first response on it is frozen.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(_("version"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    workbook = models.FileField(_("workbook"), upload_to="instruments/%Y/%m/", blank=True)
    workbook_name = models.CharField(max_length=200, blank=True)
    xform = models.BinaryField()
    xform_md5 = models.CharField(max_length=32)  # of the exact bytes: clients compare it
    content_sha256 = models.CharField(max_length=64)  # of form and files: what was asked, provably
    schema = models.JSONField(default=dict)  # `xforms.Form.to_dict()`
    definition = models.JSONField(default=dict)  # the form prepared for the browser
    warnings = models.JSONField(default=list)
    identity_keys = models.JSONField(default=list)  # answers kept apart from the data
    unit_key = models.CharField(max_length=300, blank=True)  # the answer that names the sample unit
    settlement_key = models.CharField(max_length=300, blank=True)  # the answer that holds a KSH code
    notes = models.TextField(_("what changed"), blank=True)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    test_token_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["instrument", "-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "version"],
                name="instrument_version_once",
                violation_error_message=_("This version is there already: give the workbook a new one."),
            ),
            models.UniqueConstraint(
                fields=["instrument"],
                condition=Q(state=VersionState.DRAFT),
                name="instrument_draft_once",
                violation_error_message=_("There is a draft already: replace or discard it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.version}"

    @property
    def is_served(self) -> bool:
        return self.state in SERVED


class FormFile(Entity):
    """A picture, sound or data set that a version asks for; uploaded, or served live (then without a file)."""

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    source = models.CharField(_("from"), max_length=12, choices=FileSource, default=FileSource.UPLOAD)
    file = models.FileField(_("file"), upload_to="instruments/%Y/%m/", blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField(default=0)
    md5 = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="form_file_once")]

    def __str__(self) -> str:
        return self.name
