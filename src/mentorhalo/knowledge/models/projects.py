"""Model projects: calls, applications with their partners and budget, and the readers' scores."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices.projects import PUBLIC_STATES, ProjectState, Settled

USER = settings.AUTH_USER_MODEL
LONG = 8000


def money(words: Any, **options: Any) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(words, max_digits=13, decimal_places=0, **options)


class ProjectActivity(models.Model):
    """A type of activity a call may list, e.g. "tradition" or "neighbours". Data."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        ordering = ["order", "code"]
        verbose_name_plural = "project activities"

    def __str__(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)


class ProjectCallQuerySet(models.QuerySet["ProjectCall"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def open_on(self, day: date) -> Self:
        return self.published().filter(opens_on__lte=day, closes_on__gte=day)


class ProjectCall(Entity):
    """A call for model projects: from when until when, how much, for what, by which rule and criteria."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="project_calls"
    )
    code = models.SlugField(_("code"), max_length=32, unique=True)
    title_hu = models.CharField(_("Hungarian title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    summary_hu = models.TextField(_("Hungarian summary"), max_length=LONG)
    summary_en = models.TextField(_("English summary"), max_length=LONG, blank=True)
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open until"))
    budget = money(_("budget of the call"))
    most_for_one = money(_("most for one project"))
    activities = models.ManyToManyField(
        ProjectActivity, related_name="calls", verbose_name=_("activities that can be supported")
    )
    left_out_counties = models.JSONField(_("counties left out"), default=list, blank=True)
    # [{"code", "name_hu", "name_en", "most"}]: what each reader scores, up to how many points.
    criteria = models.JSONField(default=list)
    tolerance = models.PositiveSmallIntegerField(_("points by which two readers may differ"), default=20)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectCallQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="project_call_closes_after_opening",
                violation_error_message=_("A call cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(most_for_one__lte=F("budget")),
                name="project_call_one_within_budget",
                violation_error_message=_("One project cannot get more than the whole call has."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_readers_language(self.title_hu, self.title_en)

    @property
    def summary(self) -> str:
        return in_readers_language(self.summary_hu, self.summary_en)

    @property
    def most_points(self) -> int:
        return sum(int(one["most"]) for one in self.criteria)

    def is_open(self, day: date) -> bool:
        return self.published_at is not None and self.opens_on <= day <= self.closes_on

    def criterion_names(self) -> dict[str, str]:
        return {one["code"]: in_readers_language(one["name_hu"], one["name_en"]) for one in self.criteria}


class ModelProjectQuerySet(models.QuerySet["ModelProject"]):
    def public(self) -> Self:
        """What everybody may read: from the contract on."""
        return self.filter(state__in=PUBLIC_STATES)

    def handed_in(self) -> Self:
        return self.exclude(submitted_at=None)


class ModelProject(Entity):
    """An application of three fields together, and what became of it. `number` makes its stable identifier."""

    call = models.ForeignKey(ProjectCall, on_delete=models.PROTECT, related_name="projects")
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=12, choices=ProjectState, default=ProjectState.DRAFT)
    state_at = models.DateTimeField()
    title = models.CharField(_("title"), max_length=200)
    lead = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="led_projects",
        verbose_name=_("institution that applies"),
    )
    settlement = models.ForeignKey(
        "territory.Settlement", on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    summary = models.TextField(_("in a few sentences"), max_length=1000, blank=True)
    need = models.TextField(_("what it answers to"), max_length=LONG, blank=True)
    audience = models.TextField(_("for whom"), max_length=LONG, blank=True)
    plan = models.TextField(_("what will be done, step by step"), max_length=LONG, blank=True)
    participation = models.TextField(_("how people take part in it"), max_length=LONG, blank=True)
    afterwards = models.TextField(_("what stays when the money is gone"), max_length=LONG, blank=True)
    activities = models.ManyToManyField(
        ProjectActivity, blank=True, related_name="projects", verbose_name=_("activities")
    )
    seen = models.PositiveIntegerField(default=1)  # rises with each saving: nobody overwrites another unseen
    created_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    score = models.DecimalField(_("points"), max_digits=6, decimal_places=1, null=True, blank=True)
    settled_how = models.CharField(max_length=8, choices=Settled, blank=True)
    settled_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    granted = money(_("support granted"), null=True, blank=True)
    contract_number = models.CharField(_("number of the contract"), max_length=60, blank=True)
    contracted_on = models.DateField(_("contract signed on"), null=True, blank=True)
    ends_on = models.DateField(_("to be completed by"), null=True, blank=True)
    results = models.TextField(_("what came of it"), max_length=LONG, blank=True)
    lessons = models.TextField(_("what we would do otherwise"), max_length=LONG, blank=True)
    adaptability = models.TextField(_("adaptability note: how others can do it"), max_length=LONG, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    public_changed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = ModelProjectQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["call", "state"], name="project_of_call")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES)
                | Q(contracted_on__isnull=False, granted__isnull=False, ends_on__gte=F("contracted_on")),
                name="project_contract_is_whole",
                violation_error_message=_("A project cannot end before its contract."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.COMPLETED)
                | (Q(completed_on__gte=F("contracted_on")) & ~Q(adaptability="")),
                name="project_completed_with_note",
                violation_error_message=_("A completed project leaves a note on how others can do it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The stable identifier: it never changes and is never given again."""
        return f"MP-{self.number:04d}"

    @classmethod
    def part_name(cls, part: str) -> str:
        """What a part is called, in the language of the page."""
        return str(getattr(cls._meta.get_field(part), "verbose_name", part))

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES


class ProjectPartner(models.Model):
    """An organisation that takes part beside the lead. It may leave; what it was stays."""

    project = models.ForeignKey(ModelProject, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="joined_projects",
        verbose_name=_("partner"),
    )
    part = models.CharField(_("what it takes on"), max_length=300, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="project_partner_once")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.organisation_id}"


class BudgetLine(models.Model):
    project = models.ForeignKey(ModelProject, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("for what"), max_length=120)
    amount = money(_("forints"))

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_is_money"),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(Entity):
    """One independent reader's scores. Another reader sees them once both have handed theirs in."""

    project = models.ForeignKey(ModelProject, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="project_readings")
    is_third = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    scores = models.JSONField(default=dict)  # {criterion: points}
    reasons = models.JSONField(default=dict)  # {criterion: words}
    opinion = models.TextField(_("opinion of the whole"), blank=True)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "reader"], name="project_reader_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(is_third=True), name="project_one_third_reader"
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | Q(total__isnull=False), name="reading_handed_in_is_scored"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.reader_id}"


class ProjectMove(models.Model):
    """A change of state: who, when, why."""

    project = models.ForeignKey(ModelProject, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=ProjectState)
    after = models.CharField(max_length=12, choices=ProjectState)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
