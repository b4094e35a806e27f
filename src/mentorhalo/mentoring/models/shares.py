from django.db import models
from django.db.models import Q

from mentorhalo.core.models import Entity

from .activities import Activity


class SharedEntry(Entity):
    """A mentor lets a supervisor read one entry, of their own will, until they take it back."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="shares")
    supervisor = models.ForeignKey(
        "network.Supervisor", on_delete=models.PROTECT, related_name="shared_entries"
    )
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shared_at", "pk"]
        verbose_name_plural = "shared entries"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "supervisor"], condition=Q(ended_at=None), name="entry_shared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.supervisor_id}"
