"""Scales of how close parties work together, as data, and the published rules by which they are read from facts."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.programmes.models import in_readers_language


class Scale(models.Model):
    """A family of levels. Scales call the same thing by different words: what is stored are facts, never a scale's word."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    source = models.CharField(_("where it comes from"), max_length=300)
    note_hu = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    is_default = models.BooleanField(_("asked by"), default=False)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="scale_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)

    @property
    def note(self) -> str:
        return in_readers_language(self.note_hu, self.note_en)


class Level(models.Model):
    """One step of a scale; a higher value is closer."""

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField(_("value"))
    name_hu = models.CharField(_("Hungarian name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    definition_hu = models.CharField(_("what it means"), max_length=400)
    definition_en = models.CharField(_("what it means in English"), max_length=400)

    class Meta:
        ordering = ["scale", "value"]
        constraints = [models.UniqueConstraint(fields=["scale", "value"], name="level_once")]

    def __str__(self) -> str:
        return f"{self.value} {self.name}"

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)

    @property
    def definition(self) -> str:
        return in_readers_language(self.definition_hu, self.definition_en)


class ScaleRuleQuerySet(models.QuerySet["ScaleRule"]):
    def newest_first(self) -> Self:
        return self.order_by("scale", "-number")


class ScaleRule(models.Model):
    """One published version of how a scale is read from facts (`ladder.py`). Never changed, only superseded by the next number."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField(_("version"))
    rule = models.JSONField(_("rule"))
    sentence_hu = models.TextField(_("the rule in words"), max_length=2000)
    sentence_en = models.TextField(_("the rule in words in English"), max_length=2000)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScaleRuleQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "number"]
        constraints = [models.UniqueConstraint(fields=["scale", "number"], name="scale_rule_once")]

    def __str__(self) -> str:
        return f"{self.scale_id} {self.number}"

    @property
    def sentence(self) -> str:
        return in_readers_language(self.sentence_hu, self.sentence_en)
