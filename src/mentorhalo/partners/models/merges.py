from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import PartyType


class Merge(Entity):
    """Two parties found to be one: `absorbed` counts as `survivor` from then on, until undone. Nothing is deleted."""

    party_type = models.CharField(max_length=12, choices=PartyType)
    absorbed_id = models.UUIDField()
    survivor_id = models.UUIDField()
    reason = models.CharField(_("reason"), max_length=200)
    merged_on = models.DateField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-merged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party_type", "absorbed_id"],
                condition=Q(undone_at=None),
                name="merge_in_force_once",
                violation_error_message=_("This one is already merged into another."),
            ),
            models.CheckConstraint(condition=~Q(absorbed_id=F("survivor_id")), name="merge_not_into_itself"),
        ]
        indexes = [models.Index(fields=["party_type", "survivor_id"], name="merge_survivor")]

    def __str__(self) -> str:
        return f"{self.party_type} {self.absorbed_id} is {self.survivor_id}"


class Split(Entity):
    """One party found to be two: `offshoot` was made from `origin` on that day; earlier facts stay with the origin."""

    party_type = models.CharField(max_length=12, choices=PartyType)
    origin_id = models.UUIDField()
    offshoot_id = models.UUIDField()
    reason = models.CharField(_("reason"), max_length=200)
    split_on = models.DateField()
    split_at = models.DateTimeField()
    split_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-split_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["party_type", "offshoot_id"], name="split_once"),
        ]
        indexes = [models.Index(fields=["party_type", "origin_id"], name="split_origin")]

    def __str__(self) -> str:
        return f"{self.party_type} {self.origin_id} gave {self.offshoot_id}"
