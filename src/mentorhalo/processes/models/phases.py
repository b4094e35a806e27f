"""The process of one target area and the phases it goes through."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices import PhaseState

USER = settings.AUTH_USER_MODEL
LONG = 8000


class PhaseKind(models.Model):
    """A phase of the method, e.g. "survey", and what has to be completed before it begins. Data."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    needs = models.JSONField(_("phases that come before it"), default=list)  # codes
    is_analysed = models.BooleanField(_("ends with an analysis"), default=False)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)


class ProcessQuerySet(models.QuerySet["Process"]):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), starts_on__lte=day)

    def with_names(self) -> Self:
        return self.select_related(
            "programme", "settlement__county", "community", "mentor", "group", "consortium__lead"
        )


class Process(Entity):
    """The community development of one target area: a settlement, or a part of it, mostly under a grant."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="processes")
    consortium = models.ForeignKey(
        "partners.Consortium",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("grant"),
    )
    settlement = models.ForeignKey(
        "territory.Settlement",
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("settlement"),
    )
    area = models.CharField(_("part of the settlement"), max_length=120, blank=True)
    community = models.ForeignKey(
        "partners.Community",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("community"),
    )
    mentor = models.ForeignKey(
        "network.Mentor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("mentor"),
    )
    # The county group that answers for it: its leader steers the process, too.
    group = models.ForeignKey(
        "network.CountyGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )
    starts_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ended_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    opened_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    interviews_numbered = models.PositiveIntegerField(default=0)  # grows alone: no number is given out twice
    calendar_number = models.PositiveSmallIntegerField(default=1)  # a link of another number opens nothing

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["settlement__name_sort", "area", "pk"]
        verbose_name_plural = "processes"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="process_ends_after_start",
                violation_error_message=_("A process cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["consortium", "settlement", "area"],
                condition=Q(consortium__isnull=False),
                name="process_of_area_once",
                violation_error_message=_("This target area has a process under this grant already."),
            ),
        ]

    def __str__(self) -> str:
        """Needs `settlement` at hand."""
        return f"{self.settlement.name}, {self.area}" if self.area else self.settlement.name

    @property
    def reference(self) -> str:
        """What the journal calls it: "type:id"."""
        return f"process:{self.pk}"


class ProcessPhase(Entity):
    """One phase of one process: how far it is, and what was found in it."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    kind = models.ForeignKey(PhaseKind, on_delete=models.PROTECT, related_name="phases")
    state = models.CharField(_("state"), max_length=8, choices=PhaseState, default=PhaseState.WAITING)
    began_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("completed on"), null=True, blank=True)
    findings = models.TextField(_("what was found"), max_length=LONG, blank=True)
    opinion = models.TextField(_("the mentor's professional opinion"), max_length=LONG, blank=True)

    class Meta:
        ordering = ["process", "kind__order", "kind__code"]
        constraints = [
            models.UniqueConstraint(fields=["process", "kind"], name="process_phase_once"),
            models.CheckConstraint(
                condition=Q(state=PhaseState.WAITING, began_on=None, done_on=None)
                | Q(state=PhaseState.RUNNING, began_on__isnull=False, done_on=None)
                | Q(state=PhaseState.DONE, began_on__isnull=False, done_on__gte=F("began_on")),
                name="process_phase_days_fit_state",
                violation_error_message=_("A phase cannot be completed before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id} {self.kind_id}"
