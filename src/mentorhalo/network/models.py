"""The mentor network: who is a mentor when, in which county group, and what of them may be shown."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import search_filter
from mentorhalo.core.models import Entity

from .choices import ConsentScope, EndReason


class MentorQuerySet(models.QuerySet["Mentor"]):
    def matching(self, text: str) -> Self:
        return self.filter(search_filter(text))


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows that hold from `starts_on` to `ends_on`, both days included; an open end holds on."""

    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def touching(self, starts_on: date, ends_on: date | None) -> Self:
        """Rows that share a day with the span."""
        found = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return found.filter(starts_on__lte=ends_on) if ends_on else found


class Mentor(Entity):
    """A person who mentors. The journal knows them as `mentor:<id>` only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentor"
    )
    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=150)
    name_sort = models.CharField(max_length=600, editable=False)
    name_search = models.CharField(max_length=300, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    introduction_hu = models.TextField(_("introduction in Hungarian"), blank=True)
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    home = models.ForeignKey(
        "territory.Settlement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("home settlement"),
    )

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="mentor_external_id_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PublicConsentQuerySet(models.QuerySet["PublicConsent"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)


class PublicConsent(models.Model):
    """A mentor's leave to show one thing about them, from a moment until withdrawn. Never edited, only withdrawn."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=16, choices=ConsentScope)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PublicConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "scope"], condition=Q(withdrawn_at=None), name="consent_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.scope}"


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
