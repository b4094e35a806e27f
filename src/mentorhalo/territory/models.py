"""Counties, districts and settlements with KSH codes; names, ranks and borders are dated."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.territory.choices import Level, SizeType, Status


class County(models.Model):
    """A county, or Budapest (01). The official name is the name with the label of its day."""

    code = models.CharField(_("KSH code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    name_sort = models.CharField(max_length=240, editable=False)
    seat_code = models.CharField(_("seat"), max_length=5, blank=True)
    nuts3 = models.CharField(max_length=5, blank=True)
    iso_3166_2 = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering = ["name_sort", "code"]
        verbose_name_plural = "counties"

    def __str__(self) -> str:
        return self.name

    @property
    def is_capital(self) -> bool:
        return self.code == "01"


class District(models.Model):
    """A district (járás) by its KSH code."""

    code = models.CharField(_("KSH code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    name_sort = models.CharField(max_length=320, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="districts")
    seat_code = models.CharField(_("seat"), max_length=5, blank=True)

    class Meta:
        ordering = ["name_sort", "code"]

    def __str__(self) -> str:
        return self.name


class Settlement(models.Model):
    """A settlement as it is today. What it was on an earlier day stands in its `SettlementRecord`s."""

    code = models.CharField(_("KSH code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    name_sort = models.CharField(max_length=320, editable=False)
    name_search = models.CharField(max_length=160, editable=False)
    status = models.CharField(_("legal status"), max_length=16, choices=Status)
    size_type = models.CharField(_("settlement type"), max_length=16, choices=SizeType)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="settlements")
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="settlements"
    )
    is_district_seat = models.BooleanField(default=False)
    population = models.PositiveIntegerField(_("population"), null=True)
    area_ha = models.PositiveIntegerField(_("area, hectares"), null=True)
    dwellings = models.PositiveIntegerField(_("dwellings"), null=True)
    postal_code = models.CharField(_("postal code"), max_length=4, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    official_order = models.PositiveSmallIntegerField(_("place in KSH's alphabetical list"), null=True)
    ended_on = models.DateField(_("ceased on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        ordering = ["name_sort", "code"]
        indexes = [
            models.Index(fields=["name_search"], name="settlement_search"),
            models.Index(fields=["name_sort", "code"], name="settlement_order"),
        ]

    def __str__(self) -> str:
        return self.name


class SettlementRecordQuerySet(models.QuerySet["SettlementRecord"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class SettlementRecord(models.Model):
    """What a settlement was called and where it belonged from `valid_from` to `valid_until`, both included."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="records")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=80)
    status = models.CharField(max_length=16, choices=Status)
    size_type = models.CharField(max_length=16, choices=SizeType)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SettlementRecordQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["settlement"], condition=Q(valid_until=None), name="record_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="record_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.valid_from}"


class Population(models.Model):
    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="populations")
    counted_on = models.DateField()
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["settlement", "counted_on"]
        constraints = [models.UniqueConstraint(fields=["settlement", "counted_on"], name="population_once")]

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.counted_on}: {self.people}"


class LevelLabel(models.Model):
    """What a territorial level is called from a day on: megye until 2022, vármegye from 2023. Data, not code."""

    level = models.CharField(max_length=12, choices=Level)
    valid_from = models.DateField()
    label_hu = models.CharField(max_length=40)
    label_en = models.CharField(max_length=40)

    class Meta:
        ordering = ["level", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["level", "valid_from"], name="level_label_once")]

    def __str__(self) -> str:
        return f"{self.level}: {self.label_hu}"

    @property
    def words(self) -> str:
        """In the language of the page."""
        return self.label_hu if (get_language() or "hu").startswith("hu") else self.label_en
