"""Where the nodes of a large network stand on its picture: reckoned in the background, kept by what was drawn."""

from django.db import models


class Layout(models.Model):
    """The positions of one network, by the fingerprint of its nodes and ties, on whatever scale. Without `made_at` it is being made."""

    fingerprint = models.CharField(max_length=64, unique=True)
    county = models.CharField(max_length=2, blank=True)
    spots = models.JSONField(default=list)  # (x, y) of each node, within a square of 1
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return self.fingerprint
