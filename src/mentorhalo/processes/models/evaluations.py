"""How far a community is, seen from outside by the mentor and from within by the group: never in one form, never averaged."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices import HIGHEST_MARK, ConditionKind, Perspective
from .phases import LONG, Process
from .plans import PlanItem

USER = settings.AUTH_USER_MODEL


class DimensionQuerySet(models.QuerySet["Dimension"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class Dimension(Entity):
    """One published wording of what is looked at, with what each mark means. Worded anew it is a new row with the next number."""

    code = models.SlugField(_("code"), max_length=32)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    name_hu = models.CharField(_("Hungarian name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    anchors_hu = models.JSONField(_("what the marks mean"), default=list)  # from 0 to 4
    anchors_en = models.JSONField(_("what the marks mean in English"), default=list)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = DimensionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="dimension_number_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(retired_at=None), name="dimension_in_use_once"
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)

    @property
    def anchors(self) -> list[str]:
        pairs = zip(self.anchors_hu, self.anchors_en, strict=True)
        return [in_readers_language(hu, en) for hu, en in pairs]


class Condition(models.Model):
    """What has to hold before a group evaluates itself. Data of the office."""

    kind = models.CharField(_("condition"), max_length=12, choices=ConditionKind)
    phase = models.SlugField(_("phase"), max_length=32, blank=True)  # code of a `PhaseKind`
    least = models.PositiveSmallIntegerField(_("at least"), default=1)
    is_asked = models.BooleanField(_("asked for"), default=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "phase"], name="condition_once"),
            models.CheckConstraint(
                condition=Q(kind=ConditionKind.PHASE) ^ Q(phase=""), name="condition_names_phase"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.phase}"


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def external(self) -> Self:
        return self.exclude(perspective=Perspective.OWN)


class Evaluation(Entity):
    """A look at the community on a day, from one side. Until it is closed only that side sees it; afterwards it stays as it is."""

    LEAP = ("outcomes", "indicators", "action_plan", "monitoring", "conclusions")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="evaluations")
    perspective = models.CharField(max_length=8, choices=Perspective)
    held_on = models.DateField(_("day"))
    participants = models.PositiveSmallIntegerField(_("participants"), null=True, blank=True)
    summary = models.TextField(_("summary"), max_length=LONG, blank=True)
    outcomes = models.TextField(_("outcomes"), max_length=LONG, blank=True)
    indicators = models.TextField(_("indicators"), max_length=LONG, blank=True)
    action_plan = models.TextField(_("action plan"), max_length=LONG, blank=True)
    monitoring = models.TextField(_("monitoring"), max_length=LONG, blank=True)
    conclusions = models.TextField(_("evaluation"), max_length=LONG, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-perspective", "-opened_at", "pk"]  # a year's look before the picture
        constraints = [
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(perspective=Perspective.PICTURE),
                name="picture_once",
                violation_error_message=_("This process has its situation picture already."),
            ),
            models.UniqueConstraint(
                fields=["process", "perspective"],
                condition=Q(closed_at=None),
                name="evaluation_open_once",
                violation_error_message=_("One is being written already."),
            ),
            models.CheckConstraint(
                condition=Q(perspective=Perspective.OWN, summary="")
                | Q(
                    ~Q(perspective=Perspective.OWN),
                    outcomes="",
                    indicators="",
                    action_plan="",
                    monitoring="",
                    conclusions="",
                ),
                name="evaluation_keeps_to_its_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_perspective_display()} {self.held_on}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_own(self) -> bool:
        return self.perspective == Perspective.OWN


class Mark(models.Model):
    """A mark by one dimension, as it was worded then, with a piece of evidence."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="marks")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField(_("mark"))
    sentence = models.CharField(_("what shows it"), max_length=400, blank=True)
    activity = models.ForeignKey(
        "mentoring.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan_item = models.ForeignKey(PlanItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["evaluation", "dimension__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "dimension"], name="mark_once"),
            models.CheckConstraint(condition=Q(value__lte=HIGHEST_MARK), name="mark_within_anchors"),
            models.CheckConstraint(
                condition=~Q(sentence="") | Q(activity__isnull=False) | Q(plan_item__isnull=False),
                name="mark_has_evidence",
                violation_error_message=_("Each mark needs a piece of evidence."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_id} {self.value}"

    @property
    def anchor(self) -> str:
        """What the mark meant when it was given. Needs its dimension at hand."""
        anchors = self.dimension.anchors
        return anchors[self.value] if self.value < len(anchors) else ""
