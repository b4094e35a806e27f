"""The mentor relation with a community: its dated steps and its pauses."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import EngagementState

USER = settings.AUTH_USER_MODEL


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day), opened_on__lte=day)

    def with_names(self) -> Self:
        return self.select_related("programme", "community__settlement", "mentor")


class Engagement(Entity):
    """The mentor relation with one community. Its state is what its dated transitions say; the days are theirs."""

    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="engagements"
    )
    community = models.ForeignKey("partners.Community", on_delete=models.PROTECT, related_name="engagements")
    mentor = models.ForeignKey(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    group = models.ForeignKey(
        "network.CountyGroup", null=True, editable=False, on_delete=models.PROTECT, related_name="engagements"
    )  # the county group of the mentor on the day, as it was known when written
    state = models.CharField(
        _("state"), max_length=12, choices=EngagementState, default=EngagementState.IDENTIFIED
    )
    opened_on = models.DateField(_("opened on"))
    informed_on = models.DateField(_("informed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.CharField(_("reason of closing"), max_length=200, blank=True)
    closing_evaluation = models.TextField(_("closing evaluation"), blank=True)
    goals = models.TextField(_("agreed goals"), blank=True)
    offer = models.TextField(_("what was offered"), blank=True)
    acknowledged_by = models.CharField(_("acknowledged by, role"), max_length=80, blank=True)
    contact_every_days = models.PositiveSmallIntegerField(_("promised contact, every … days"), default=45)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on", "pk"]
        indexes = [
            models.Index(fields=["programme", "state"], name="engagement_state"),
            models.Index(fields=["mentor", "closed_on"], name="engagement_of_mentor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="engagement_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="engagement_closes_after_opening",
                violation_error_message=_("An engagement cannot close before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.opened_on}"


class Transition(Entity):
    """One dated, reasoned step of an engagement."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=12, choices=EngagementState, blank=True)
    to_state = models.CharField(max_length=12, choices=EngagementState)
    occurred_on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["occurred_on", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.to_state} {self.occurred_on}"


class Pause(Entity):
    """A stretch in which an engagement rests, with its reason. `ends_on` is the last paused day."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pause_ends_after_start",
                violation_error_message=_("A pause cannot end before it starts."),
            ),
            models.UniqueConstraint(fields=["engagement"], condition=Q(ends_on=None), name="pause_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.starts_on}"
