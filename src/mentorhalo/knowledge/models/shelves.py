"""Shelves of good practices that somebody gathers and shares, and booklets made of shelves and searches."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import BookletState
from .practices import Practice


class Shelf(Entity):
    """Practices that belong together for somebody. Whoever made it changes it, without an account by a link of their own."""

    title = models.CharField(_("title"), max_length=120, blank=True)
    note = models.TextField(_("what it is for"), max_length=1000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title or str(_("Shelf"))


class ShelfItem(models.Model):
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="items")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["shelf", "practice"], name="shelf_item_once")]

    def __str__(self) -> str:
        return f"{self.shelf_id}/{self.practice_id}"


class Booklet(Entity):
    """Published versions of practices as one PDF, made in the background and kept for a week. The same order is the same booklet."""

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    versions = models.JSONField()  # ids, in their order
    fingerprint = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=8, choices=BookletState, default=BookletState.WAITING)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True, db_index=True)
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="booklets/%Y/%m/", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(state__in=[BookletState.WAITING, BookletState.READY]),
                name="booklet_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def total(self) -> int:
        return len(self.versions)
