"""A partnership of two or more parties, and who belongs to it from when until when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.partners.models import Community, Organisation

from ..choices import Field, Initiative


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def of_parties(self, ids: list[object]) -> Self:
        """Those that one of these organisations or communities belongs or belonged to."""
        return self.filter(Q(members__organisation__in=ids) | Q(members__community__in=ids)).distinct()

    def with_names(self) -> Self:
        return self.select_related("programme", "mentor", "settlement").prefetch_related(
            "members__organisation__settlement", "members__community__settlement"
        )


class Partnership(Entity):
    """Two or more parties that do something together. How closely is read from what was observed, and asked of each party."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="partnerships"
    )
    title = models.CharField(_("what it is called"), max_length=160)
    purpose = models.TextField(_("what it is for"), max_length=2000)
    field = models.CharField(_("field"), max_length=16, choices=Field)
    initiative = models.CharField(_("who brought them together"), max_length=12, choices=Initiative)
    mentor = models.ForeignKey(
        "network.Mentor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name=_("mentor"),
    )
    group = models.ForeignKey(
        "network.CountyGroup",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="partnerships",
    )  # of the mentor on the first day, as it was known when written
    settlement = models.ForeignKey(
        "territory.Settlement",
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name=_("settlement"),
    )
    starts_on = models.DateField(_("since when"))
    ends_on = models.DateField(_("until when"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["mentor", "ends_on"], name="partnership_of_mentor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="partnership_ends_after_start",
                violation_error_message=_("A partnership cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(initiative=Initiative.BY_MENTOR) | Q(mentor__isnull=False),
                name="partnership_by_a_mentor",
                violation_error_message=_("Say which mentor brought them together."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What the journal calls it: "type:id"."""
        return f"partnership:{self.pk}"


class MemberQuerySet(models.QuerySet["Member"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(left_on=None) | Q(left_on__gte=day), joined_on__lte=day)

    def with_names(self) -> Self:
        return self.select_related("organisation__settlement", "organisation__kind", "community__settlement")


class Member(Entity):
    """A party of a partnership, for as long as it belongs to it; `left_on` is its last day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="partnership_memberships"
    )
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.PROTECT, related_name="partnership_memberships"
    )
    joined_on = models.DateField(_("since when"))
    left_on = models.DateField(_("until when"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, community__isnull=False)
                | Q(organisation__isnull=False, community=None),
                name="member_is_one_party",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="member_leaves_after_joining",
                violation_error_message=_("A party cannot leave before it joins."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(left_on=None, organisation__isnull=False),
                name="member_organisation_once",
                violation_error_message=_("This party belongs to the partnership already."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "community"],
                condition=Q(left_on=None, community__isnull=False),
                name="member_community_once",
                violation_error_message=_("This party belongs to the partnership already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    @property
    def party(self) -> Organisation | Community:
        """Costs a query unless it was selected with the member."""
        party = self.organisation or self.community
        assert party is not None  # the database says so
        return party

    @property
    def party_type(self) -> str:
        return "organisation" if self.organisation_id else "community"

    @property
    def party_id(self) -> object:
        return self.organisation_id or self.community_id

    @property
    def reference(self) -> str:
        """What the journal calls the party."""
        return f"{self.party_type}:{self.party_id}"
