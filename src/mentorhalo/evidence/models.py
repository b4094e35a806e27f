"""The journal. Rows of `Fact`, `Void`, `IdentityLink`, `IdentityUnlink` and `Seal` are only ever appended;
triggers in the database itself refuse any UPDATE or DELETE (migration 0002)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class FactQuerySet(models.QuerySet["Fact"]):
    def known_at(self, moment: datetime | None) -> Self:
        """Facts recorded by `moment` and not voided by then; None means now."""
        voids = Void.objects.filter(fact=OuterRef("pk"))
        if moment is None:
            return self.filter(~Exists(voids))
        return self.filter(~Exists(voids.filter(recorded_at__lte=moment)), recorded_at__lte=moment)

    def of_source(self, source_type: str, source_id: str) -> Self:
        return self.filter(source_type=source_type, source_id=source_id)


class Fact(models.Model):
    """One countable statement derived from one record.

    `subject`, `who`, `context` are opaque "type:id" references; a fact holds no personal data. A fact that holds over
    time (a mandate, an engagement) has `until_on`, the last day it holds, or null while it is open.
    """

    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    subject_class = models.CharField(max_length=32, blank=True)  # e.g. the sector of an institution
    context = models.CharField(max_length=64, blank=True)  # the envelope, e.g. "engagement:<id>"
    who = models.CharField(max_length=64, blank=True)  # e.g. "mentor:<id>"
    group = models.CharField(max_length=64, blank=True)  # "group:<id>", the county group at work
    occurred_on = models.DateField()
    until_on = models.DateField(null=True)
    place = models.CharField(max_length=5, blank=True)  # settlement where it happened
    home = models.CharField(max_length=5, blank=True)  # settlement the subject belongs to on that day
    county = models.CharField(
        max_length=2, blank=True
    )  # county of `home` (of `place` if no home) on that day
    form = models.CharField(max_length=32, blank=True)  # e.g. the kind of activity
    channel = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=16, blank=True)  # e.g. "approved", "submitted"
    is_two_way = models.BooleanField(null=True)
    quantity = models.IntegerField(default=1)  # how many, in the unit of the kind
    attributes = models.JSONField(default=dict)  # further dimensions, JSON-safe, no personal data
    source_type = models.CharField(max_length=40)
    source_id = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64, blank=True)  # "user:<id>"
    digest = models.CharField(max_length=64)  # SHA-256 of the row's canonical form

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["programme", "kind", "subject", "occurred_on"], name="fact_counting"),
            models.Index(fields=["source_id", "source_type"], name="fact_source"),  # the choosier first,
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.occurred_on}"


class Void(models.Model):
    """From `recorded_at` on, the fact no longer holds: its record was corrected, withdrawn or re-dated."""

    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="void")
    reason = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"void of {self.fact_id}: {self.reason}"


class IdentityLinkQuerySet(models.QuerySet["IdentityLink"]):
    def known_at(self, moment: datetime | None) -> Self:
        if moment is None:
            return self.filter(unlink=None)
        return self.filter(
            Q(unlink=None) | Q(unlink__recorded_at__gt=moment),
            recorded_at__lte=moment,
        )


class IdentityLink(models.Model):
    """From `recorded_at` on, `absorbed` is counted as `survivor` (both "type:id"). Facts are never rewritten."""

    absorbed = models.CharField(max_length=64)
    survivor = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True)
    source_type = models.CharField(max_length=40)
    source_id = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = IdentityLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.absorbed} is {self.survivor}"


class IdentityUnlink(models.Model):
    """The link was undone from `recorded_at` on."""

    link = models.OneToOneField(IdentityLink, on_delete=models.PROTECT, related_name="unlink")
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"undo of link {self.link_id}"


class Seal(models.Model):
    """A batch of journal rows closed by the Merkle root of their digests and the hash of the seal before."""

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    ranges = models.JSONField()  # {"fact": [first id, last id, rows], "void": …, "link": …, "unlink": …}
    leaves = models.BinaryField()  # 32 bytes a row, in the order of `ranges`
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 over number, sealed_at, ranges, root, previous

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"

    @property
    def rows(self) -> int:
        return sum(count for _first, _last, count in self.ranges.values())
