"""County groups, who serves in them and who leads them, each from a day to a day."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import EndReason
from .dated import DatedQuerySet
from .mentors import Mentor


class CountyGroup(Entity):
    """The mentors of one county in one programme."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="county_groups"
    )
    county = models.ForeignKey("territory.County", on_delete=models.PROTECT, related_name="county_groups")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet["CountyGroup"].as_manager()

    class Meta:
        ordering = ["county__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "county"],
                name="group_once",
                violation_error_message=_("This county already has a group in the programme."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="group_ends_after_start",
                violation_error_message=_("A group cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.county)


class Mandate(Entity):
    """A mentor's signed mandate in a programme, served in one county group. A move is a new mandate."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="mandates")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="mandates")
    group = models.ForeignKey(CountyGroup, on_delete=models.PROTECT, related_name="mandates")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason of end"), max_length=16, choices=EndReason, blank=True)
    working_time = models.PositiveSmallIntegerField(_("share of working time, percent"), default=100)
    capacity = models.PositiveSmallIntegerField(_("communities that can be mentored at once"), default=20)

    objects = DatedQuerySet["Mandate"].as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
                violation_error_message=_("A mandate cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(working_time__gte=1, working_time__lte=100),
                name="mandate_working_time_percent",
                violation_error_message=_("The share of working time is between 1 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_reason="") | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
                name="mandate_end_has_reason",
                violation_error_message=_("A mandate that ends needs a reason, and a reason needs an end."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.starts_on}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class Leadership(Entity):
    """Who leads a county group, dated."""

    group = models.ForeignKey(CountyGroup, on_delete=models.PROTECT, related_name="leaderships")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="leaderships")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet["Leadership"].as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="leadership_ends_after_start",
                violation_error_message=_("Leading a group cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.mentor_id}"
