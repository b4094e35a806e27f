"""Pictures with what must be known before they are shown, and documents with their fingerprint."""

import hashlib
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from mentorhalo.programmes.models import in_readers_language
from mentorhalo.website.choices import PeopleShown

CHUNK = 1 << 16


class Picture(AbstractImage):
    """An image with its words for those who cannot see it, in both languages, and the right to show it."""

    _default_manager: ClassVar[models.Manager["Picture"]]  # Wagtail brings no types

    alt_hu = models.CharField(
        _("what can be seen, in Hungarian"),
        max_length=250,
        help_text=_("Read aloud to those who do not see the picture. One sentence, without “picture of”."),
    )
    alt_en = models.CharField(_("what can be seen, in English"), max_length=250, blank=True)
    author = models.CharField(_("author"), max_length=150)
    rights = models.CharField(
        _("right of use"),
        max_length=250,
        help_text=_("By what right it may be shown: own picture, licence, contract."),
    )
    people = models.CharField(
        _("people on the picture"), max_length=12, choices=PeopleShown, default=PeopleShown.NOBODY
    )
    has_minors = models.BooleanField(_("children can be recognised"), default=False)

    admin_form_fields = (
        "title",
        "file",
        "alt_hu",
        "alt_en",
        "author",
        "rights",
        "people",
        "has_minors",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return in_readers_language(self.alt_hu, self.alt_en)


class PictureRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="picture_rendition_once"
            )
        ]


class SiteDocument(AbstractDocument):
    """A file that visitors may take away; its page says who paid for it and proves that it is unaltered."""

    _default_manager: ClassVar[models.Manager["SiteDocument"]]  # Wagtail brings no types

    summary = models.TextField(_("what it is about"), blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("hu", _("Hungarian")), ("en", _("English"))], default="hu"
    )
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, editable=False, blank=True)

    admin_form_fields = ("title", "file", "summary", "language", "issued_on", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def _set_document_file_metadata(self) -> None:
        """Where Wagtail measures a new file, ours is given its fingerprint as well."""
        super()._set_document_file_metadata()
        digest = hashlib.sha256()
        self.file.seek(0)
        while chunk := self.file.read(CHUNK):
            digest.update(chunk)
        self.file.seek(0)
        self.sha256 = digest.hexdigest()

    def measure(self) -> None:
        """Read size and fingerprint of the file, as the editor does with a new one."""
        self._set_document_file_metadata()
