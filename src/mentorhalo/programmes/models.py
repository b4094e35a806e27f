"""The funded programme: its period, the counties it covers, its grant calls and the block its funder asks for."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity


def in_readers_language(hungarian: str, english: str) -> str:
    """The text in the language of the page; Hungarian where there is no other."""
    return hungarian if (get_language() or "hu").startswith("hu") else english or hungarian


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def running_on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Programme(Entity):
    """A funded programme. Its code never changes: facts, grants and scripts speak of it by that code."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    summary_hu = models.TextField(_("Hungarian summary"), blank=True)
    summary_en = models.TextField(_("English summary"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    fund_hu = models.CharField(_("fund, in Hungarian"), max_length=200, blank=True)
    fund_en = models.CharField(_("fund, in English"), max_length=200, blank=True)
    project_code = models.CharField(_("project identifier"), max_length=80, blank=True)
    amount = models.DecimalField(
        _("amount of support"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="HUF")
    is_demo = models.BooleanField(_("demonstration data"), default=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_start",
                violation_error_message=_("A programme cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)

    @property
    def summary(self) -> str:
        return in_readers_language(self.summary_hu, self.summary_en)

    @property
    def fund(self) -> str:
        return in_readers_language(self.fund_hu, self.fund_en)


class ProgrammeCounty(models.Model):
    """A county the programme works in, by its KSH code."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="counties")
    county_code = models.CharField(_("county"), max_length=2)

    class Meta:
        ordering = ["county_code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "county_code"], name="programme_county_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.county_code}"


class GrantCall(Entity):
    """A call for applications under which consortia win grants."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    code = models.CharField(_("code"), max_length=40)
    title_hu = models.CharField(_("Hungarian title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    is_listed = models.BooleanField(_("counts for the programme's figures"), default=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="call_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        return in_readers_language(self.title_hu, self.title_en)


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_use(self) -> Self:
        return self.filter(is_active=True)


class Topic(models.Model):
    """A subject field of the network: what a question, a newsletter or an expert is about."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)
