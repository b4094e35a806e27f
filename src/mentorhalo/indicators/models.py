"""Figures as data: what is counted by which written rule, what was aimed at, and what was published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .language import Rule
from .reading import read_rule

USER = settings.AUTH_USER_MODEL


class Indicator(Entity):
    """A figure's lasting name. What it counts is said by its definitions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    number = models.CharField(_("number in the reports, e.g. I7"), max_length=8, blank=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=160)
    unit_hu = models.CharField(_("unit in Hungarian"), max_length=60)
    unit_en = models.CharField(_("unit in English"), max_length=60)
    order = models.PositiveSmallIntegerField(default=100)
    is_public = models.BooleanField(_("shown on the public page"), default=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class DefinitionState(models.TextChoices):
    DRAFT = "draft", _("draft version")
    PUBLISHED = "published", _("in force")
    SUPERSEDED = "superseded", _("superseded")


class Definition(Entity):
    """One version of an indicator's rule. Once published it is never changed, only superseded."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveIntegerField()
    rule = models.JSONField()  # see indicators/README.md for the language
    sentence_hu = models.TextField(_("the rule in a Hungarian sentence"))
    sentence_en = models.TextField(_("the rule in an English sentence"))
    change_note = models.CharField(_("what changed and why"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=DefinitionState, default=DefinitionState.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["indicator", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "version"], name="definition_version_once"),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(state=DefinitionState.PUBLISHED),
                name="definition_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(state=DefinitionState.DRAFT), name="definition_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"

    @cached_property
    def rule_read(self) -> Rule:
        """Raises `RuleRefused`. Read once: a page with all figures asks for it again and again."""
        return read_rule(self.rule)


class Target(Entity):
    """What a programme promised to reach by a day."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    due_on = models.DateField(_("to be reached by"))
    value = models.PositiveIntegerField(_("value to reach"))
    source = models.CharField(_("where it was promised"), max_length=200, blank=True)

    class Meta:
        ordering = ["indicator", "due_on"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "indicator", "due_on"], name="target_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.value} by {self.due_on}"


class Snapshot(Entity):
    """A figure as published: frozen rule version, day, moment and rows, under a hash. Never changed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="snapshots")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="snapshots")
    programme = models.ForeignKey(
        "programmes.Programme", null=True, on_delete=models.PROTECT, related_name="snapshots"
    )
    as_of = models.DateField()
    known_at = models.DateTimeField()
    filters = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    overrides = models.JSONField(default=dict)  # what a what-if set otherwise
    uses = models.JSONField(default=dict)  # versions of the figures it stands on, by code
    value = models.FloatField()
    details = models.JSONField(default=dict)
    rows = (
        models.JSONField()
    )  # {"counted": [{"subject", "facts": [ids]}], "excluded": [{"subject", "reason", …}]}
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["-taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.as_of}: {self.value:g}"

    @property
    def amount(self) -> float | int:
        """As figures have it: a share is a float, what was counted is none."""
        return self.value if "numerator" in self.details else int(self.value)
